// A place where neighbours can deliver their news, and the test can wait for it.

#pragma once

#include <httplib.h>

#include <cctype>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

#include "engine/store.hpp"

namespace tests {

class WebhookReceiver {
public:
    WebhookReceiver() {
        server_.Post("/hook", [this](const httplib::Request& request, httplib::Response& response) {
            engine::Arrival arrival{
                .provider = {}, .delivery = {}, .headers = {}, .body = request.body};
            for (const auto& [name, value] : request.headers) arrival.headers[lower(name)] = value;
            const auto lock = std::lock_guard{mutex_};
            if (refusals_ > 0) {
                --refusals_;
                response.status = 503;
            }
            arrived_.push_back(std::move(arrival));
            changed_.notify_all();
        });
        // Or stop() would wait for five seconds for a caller who keeps its connection.
        server_.set_keep_alive_timeout(1);
        port_ = server_.bind_to_any_port("127.0.0.1");
        thread_ = std::thread{[this] { server_.listen_after_bind(); }};
        while (!server_.is_running()) std::this_thread::yield();
    }
    ~WebhookReceiver() {
        server_.stop();
        thread_.join();
    }
    WebhookReceiver(const WebhookReceiver&) = delete;
    WebhookReceiver& operator=(const WebhookReceiver&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/hook"; }

    void refuse_next(int count) {
        const auto lock = std::lock_guard{mutex_};
        refusals_ = count;
    }

    // The next delivery, refused ones included.
    engine::Arrival next() {
        auto lock = std::unique_lock{mutex_};
        if (!changed_.wait_for(lock, std::chrono::seconds{30},
                               [this] { return !arrived_.empty(); }))
            throw std::runtime_error{"no webhook came"};
        auto arrival = std::move(arrived_.front());
        arrived_.pop_front();
        return arrival;
    }

private:
    static std::string lower(std::string text) {
        for (auto& letter : text)
            letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        return text;
    }

    httplib::Server server_;
    int port_ = 0;
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<engine::Arrival> arrived_;
    int refusals_ = 0;
};

}  // namespace tests
