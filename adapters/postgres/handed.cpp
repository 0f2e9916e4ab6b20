#include "adapters/postgres/handed.hpp"

#include <utility>

namespace postgres {
namespace {

// More than a burst of a busy second.  Beyond it everybody who has time is to help.
constexpr std::size_t arrivals_max = 512;
constexpr std::size_t bytes_max = 8 << 20;
constexpr int turns = 8;

}  // namespace

void Handed::listener_comes(Seconds lease) {
    const auto lock = std::lock_guard{mutex_};
    ++listeners_;
    lease_ = lease;
}

std::vector<engine::Arrived> Handed::listener_goes() {
    const auto lock = std::lock_guard{mutex_};
    std::vector<engine::Arrived> left;
    if (--listeners_ > 0) return left;
    for (auto& waiting : std::exchange(waiting_, {})) left.push_back(std::move(waiting.arrived));
    bytes_ = 0;
    return left;
}

std::optional<Handed::Seconds> Handed::lease() const {
    const auto lock = std::lock_guard{mutex_};
    if (listeners_ == 0 || waiting_.size() >= arrivals_max || bytes_ >= bytes_max)
        return std::nullopt;
    return lease_;
}

void Handed::add(engine::Arrived arrived) {
    const auto now = Steady::now();
    const auto lock = std::lock_guard{mutex_};
    bytes_ += arrived.arrival.body.size();
    waiting_.push_back({std::move(arrived), now});
}

std::vector<engine::Arrived> Handed::take(std::size_t limit) {
    const auto now = Steady::now();
    std::vector<engine::Arrived> taken;
    const auto lock = std::lock_guard{mutex_};
    while (!waiting_.empty() && taken.size() < limit) {
        auto next = std::move(waiting_.front());
        waiting_.pop_front();
        bytes_ -= next.arrived.arrival.body.size();
        if ((now - next.since) * 2 < lease_) taken.push_back(std::move(next.arrived));
    }
    return taken;
}

bool Handed::is_turn_of_others() {
    const auto lock = std::lock_guard{mutex_};
    if (waiting_.empty()) return false;  // Then they are asked for in any case.
    turns_ = (turns_ + 1) % turns;
    return turns_ == 0;
}

}  // namespace postgres
