#include "adapters/http/workers.hpp"

#include <utility>

namespace http {

namespace {
thread_local bool refusing = false;
}

Workers::Workers(std::size_t threads, std::size_t waiting_max) : waiting_max_{waiting_max} {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

void Workers::enqueue(std::function<void()> job) {
    {
        const std::scoped_lock lock{mutex_};
        if (jobs_.size() < waiting_max_) {
            jobs_.push_back(std::move(job));
            waiting_ = jobs_.size();
            job = nullptr;
        }
    }
    if (!job) {
        changed_.notify_one();
        return;
    }
    refusing = true;
    job();
    refusing = false;
}

bool Workers::turned_away() { return refusing; }

void Workers::shutdown() {
    {
        const std::scoped_lock lock{mutex_};
        closing_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
}

void Workers::work() {
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock{mutex_};
            changed_.wait(lock, [&] { return !jobs_.empty() || closing_; });
            if (jobs_.empty()) return;
            job = std::move(jobs_.front());
            jobs_.pop_front();
            waiting_ = jobs_.size();
        }
        job();
    }
}

}  // namespace http
