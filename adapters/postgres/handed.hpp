// Arrivals on their way from those who keep them to those who claim them, past the database: each
// was kept under a lease of this store, so nobody else looks at it meanwhile, and whoever takes it
// here has claimed it.  That spares a busy inbox a search, and a third writing of every row.

#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/store.hpp"

namespace postgres {

// May be used by many threads.
class Handed {
public:
    using Seconds = engine::Store::Seconds;

    void listener_comes(Seconds lease);
    std::vector<engine::Arrived> listener_goes();  // The last one gets what is left.

    // For what is to be kept now; empty if nobody listens, or if enough waits already.
    std::optional<Seconds> lease() const;
    void add(engine::Arrived);

    // In the order they came.  Those that have waited for half of their lease are left out, for the
    // other half may not be enough: whoever claims them after it gets them from the database.
    std::vector<engine::Arrived> take(std::size_t limit);

    // Now and then, so that what is not handed over is not forgotten beside a crowd that is.
    bool is_turn_of_others();

private:
    using Steady = std::chrono::steady_clock;

    struct Waiting {
        engine::Arrived arrived;
        Steady::time_point since;
    };

    mutable std::mutex mutex_;
    std::deque<Waiting> waiting_;
    std::size_t bytes_ = 0;  // Of their bodies.
    int listeners_ = 0;
    int turns_ = 0;
    Seconds lease_ = {};
};

}  // namespace postgres
