// What an engine keeps in mind of the cases that it has just written, so that the next message to
// one of them need not read it first.
//
// It may be wrong: somebody else may have written the case since.  Whoever decides by it finds out
// when writing, which checks that the case is as it was thought to be; and whoever would answer
// without writing reads the case after all.

#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "engine/store.hpp"

namespace engine {

// May be used by many threads.
class Memory {
public:
    explicit Memory(std::size_t cases_max) : cases_max_{cases_max} {}

    // What it knows of the case, and what time it takes it to be; nobody else gets it meanwhile.
    // Empty if it knows nothing, has not heard the time lately, or was mistaken too often.
    std::optional<Snapshot> take(CaseId);
    void keep(const Snapshot&);  // As it was just written; of too many the oldest goes.

    void heard(Time now);  // The database's clock, just read.
    void was_right();      // What was taken could be written.
    void was_wrong();      // It could not.

private:
    using Steady = std::chrono::steady_clock;

    const std::size_t cases_max_;
    std::mutex mutex_;
    std::list<Snapshot> cases_;  // The oldest first.
    std::unordered_map<std::int64_t, std::list<Snapshot>::iterator> places_;
    int trust_ = 0;  // Below zero nothing is told.

    // The database's time is never before ahead_ + steady time: an answer is late, never early.
    Time::duration ahead_ = {};
    std::optional<Steady::time_point> heard_at_;
};

}  // namespace engine
