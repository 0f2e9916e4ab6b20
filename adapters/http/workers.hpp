// The threads that serve connections, with a queue that has an end.

#pragma once

#include <httplib.h>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace http {

class Workers final : public httplib::TaskQueue {
public:
    Workers(std::size_t threads, std::size_t waiting_max);

    // cpp-httplib hands over a connection as a job that alone knows the socket, so a job cannot be
    // dropped without leaking it.  When the queue is full, the job runs here and now, on the thread
    // that accepts, and sees turned_away() true: it shall say so to the client and end at once.
    void enqueue(std::function<void()> job) override;
    static bool turned_away();

    void shutdown() override;  // Lets the jobs come to their end, and joins.

    bool crowded() const { return waiting_ > 0; }  // Somebody waits for a thread.
    bool closing() const { return closing_; }

private:
    void work();

    const std::size_t waiting_max_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> jobs_;
    std::atomic<std::size_t> waiting_ = 0;  // jobs_.size(), to be read without the lock.
    std::atomic<bool> closing_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace http
