// Lets a neighbour that does not answer be for a while, so that it is not asked in vain.

#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "engine/workflow.hpp"

namespace adapters {

// For each key: after so many failures in a row nobody is let through for `pause`; then one is, to
// try, and everybody else once that one has succeeded.  May be shared by threads.  Each node has
// its own.
class CircuitBreaker {
public:
    CircuitBreaker(int failures, std::chrono::seconds pause) : failures_{failures}, pause_{pause} {}

    // Empty if the caller is let through, who then has to report with succeeded() or failed(); one
    // that never reports counts as failed after `pause`.  Else how long to wait.
    std::optional<std::chrono::seconds> wait(const std::string& key, engine::Time now);

    void succeeded(const std::string& key);
    void failed(const std::string& key, engine::Time now);

private:
    struct Circuit {
        int failures = 0;  // In a row.
        std::optional<engine::Time> open_until = {};
    };
    const int failures_;
    const std::chrono::seconds pause_;
    std::mutex mutex_;
    std::map<std::string, Circuit> circuits_;  // Without those that are all right.
};

}  // namespace adapters
