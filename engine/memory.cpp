#include "engine/memory.hpp"

#include <algorithm>

namespace engine {

namespace {

constexpr auto lately = std::chrono::minutes{1};  // Two clocks do not part by much in it.

// Where several nodes write the same cases, a mistake costs a round trip and an error in the
// database's log.  Asking four times in five what one knows already is worth one mistake.
constexpr int trust_max = 16;
constexpr int trust_min = -64;
constexpr int cost_of_a_mistake = 4;

Time::duration since_start(std::chrono::steady_clock::time_point now) {
    return std::chrono::duration_cast<Time::duration>(now.time_since_epoch());
}

}  // namespace

std::optional<Snapshot> Memory::take(CaseId id) {
    const auto now = Steady::now();
    const auto lock = std::lock_guard{mutex_};
    if (!heard_at_ || now - *heard_at_ > lately) return std::nullopt;
    const auto place = places_.find(id.number);
    if (place == places_.end()) return std::nullopt;
    if (trust_ < 0) {
        ++trust_;
        return std::nullopt;
    }
    auto known = std::move(*place->second);
    cases_.erase(place->second);
    places_.erase(place);
    known.now = std::max(known.now, Time{ahead_ + since_start(now)});
    return known;
}

void Memory::keep(const Snapshot& snapshot) {
    if (cases_max_ == 0) return;
    auto copy = std::list<Snapshot>{snapshot};  // Made outside the lock.
    const auto lock = std::lock_guard{mutex_};
    const auto place = places_.find(snapshot.id.number);
    if (place != places_.end()) {
        if (place->second->lines > snapshot.lines) return;  // A colleague was quicker to tell.
        cases_.erase(place->second);
        places_.erase(place);
    }
    cases_.splice(cases_.end(), copy);
    places_.emplace(snapshot.id.number, std::prev(cases_.end()));
    if (cases_.size() > cases_max_) {
        places_.erase(cases_.front().id.number);
        cases_.pop_front();
    }
}

void Memory::heard(Time now) {
    const auto here = Steady::now();
    const auto ahead = now.time_since_epoch() - since_start(here);
    const auto lock = std::lock_guard{mutex_};
    if (heard_at_ && here - *heard_at_ < lately && ahead <= ahead_) return;
    ahead_ = ahead;
    heard_at_ = here;
}

void Memory::was_right() {
    const auto lock = std::lock_guard{mutex_};
    trust_ = std::min(trust_ + 1, trust_max);
}

void Memory::was_wrong() {
    const auto lock = std::lock_guard{mutex_};
    trust_ = std::max(trust_ - cost_of_a_mistake, trust_min);
}

}  // namespace engine
