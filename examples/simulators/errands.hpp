// Things to be done later: a webhook to try again, a signer who makes up his mind.

#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace simulators {

class Errands {
public:
    using Clock = std::chrono::steady_clock;

    explicit Errands(int hands) {
        for (int i = 0; i < hands; ++i)
            hands_.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }

    void after(Clock::duration delay, std::function<void()> errand) {
        {
            const auto lock = std::lock_guard{mutex_};
            due_.emplace(Clock::now() + delay, std::move(errand));
        }
        changed_.notify_one();
    }

private:
    void work(const std::stop_token& stop) {
        auto lock = std::unique_lock{mutex_};
        while (!stop.stop_requested()) {
            if (due_.empty()) {
                changed_.wait(lock, stop, [this] { return !due_.empty(); });
                continue;
            }
            const auto first = due_.begin()->first;
            if (first > Clock::now()) {  // Something earlier may come in meanwhile.
                changed_.wait_until(lock, stop, first, [this, first] {
                    return !due_.empty() && due_.begin()->first < first;
                });
                continue;
            }
            const auto errand = std::move(due_.begin()->second);
            due_.erase(due_.begin());
            lock.unlock();
            errand();
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::multimap<Clock::time_point, std::function<void()>> due_;
    std::vector<std::jthread> hands_;
};

}  // namespace simulators
