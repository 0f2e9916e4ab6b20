// A system that takes webhooks and answers as the test has told it to.

#pragma once

#include <httplib.h>

#include <cctype>
#include <deque>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace tests {

struct Received {
    std::map<std::string, std::string> headers;  // Names in lower case.
    std::string body;
};

class Receiver {
public:
    Receiver() {
        server_.Post("/hook",
                     [this](const auto& request, auto& response) { take(request, response); });
        // Or stop() would wait for five seconds for a caller who keeps its connection.
        server_.set_keep_alive_timeout(1);
        port_ = server_.bind_to_any_port("127.0.0.1");
        thread_ = std::thread{[this] { server_.listen_after_bind(); }};
        while (!server_.is_running()) std::this_thread::yield();
    }
    ~Receiver() {
        server_.stop();
        thread_.join();
    }
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/hook"; }

    // The next ones get this answer; they count as received.
    void refuse_next(int count, int status = 503, std::string retry_after = {}) {
        const auto lock = std::lock_guard{mutex_};
        refusals_ = count;
        status_ = status;
        retry_after_ = std::move(retry_after);
    }

    std::size_t waiting() {  // How many nobody has taken with next() yet.
        const auto lock = std::lock_guard{mutex_};
        return received_.size();
    }
    Received next() {
        const auto lock = std::lock_guard{mutex_};
        if (received_.empty()) throw std::runtime_error{"no webhook has come"};
        auto first = std::move(received_.front());
        received_.pop_front();
        return first;
    }

private:
    void take(const httplib::Request& request, httplib::Response& response) {
        Received received{.headers = {}, .body = request.body};
        for (const auto& [name, value] : request.headers) {
            std::string lower;
            for (const unsigned char letter : name)
                lower += static_cast<char>(std::tolower(letter));
            received.headers[lower] = value;
        }
        const auto lock = std::lock_guard{mutex_};
        received_.push_back(std::move(received));
        if (refusals_ == 0) return;
        --refusals_;
        response.status = status_;
        response.set_content("Not now.", "text/plain");
        if (!retry_after_.empty()) response.set_header("Retry-After", retry_after_);
    }

    httplib::Server server_;
    int port_ = 0;
    std::thread thread_;
    std::mutex mutex_;
    std::deque<Received> received_;
    int refusals_ = 0;
    int status_ = 503;
    std::string retry_after_;
};

}  // namespace tests
