// The database's time, without asking for it each time.

#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>

#include "engine/workflow.hpp"

namespace adapters {

// What was asked, moved on by this machine's own clock, and asked again when it is `good_for` old:
// for those who need it to the second and often.  May be shared by threads.
class HeldTime {
public:
    // Zero asks every time: where a test moves the clock.
    HeldTime(std::function<engine::Time()> ask, std::chrono::milliseconds good_for)
        : ask_{std::move(ask)}, good_for_{good_for} {}

    engine::Time now();  // Throws what asking throws.

private:
    struct Asked {
        engine::Time time;
        std::chrono::steady_clock::time_point at;
    };
    const std::function<engine::Time()> ask_;
    const std::chrono::milliseconds good_for_;
    std::mutex mutex_;
    std::optional<Asked> last_;
};

}  // namespace adapters
