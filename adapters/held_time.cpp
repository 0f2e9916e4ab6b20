#include "adapters/held_time.hpp"

namespace adapters {

engine::Time HeldTime::now() {
    const auto here = std::chrono::steady_clock::now();
    {
        const auto lock = std::lock_guard{mutex_};
        if (last_ && here - last_->at < good_for_)
            return last_->time + std::chrono::floor<engine::Time::duration>(here - last_->at);
    }
    // Not under the mutex: with the database away nobody waits for another's failure.
    const auto time = ask_();
    const auto lock = std::lock_guard{mutex_};
    last_ = {time, here};
    return time;
}

}  // namespace adapters
