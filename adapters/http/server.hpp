// The HTTP server: cpp-httplib's sockets, with its known holes closed.
//
// cpp-httplib 0.11.4 keeps what it does well: it opens the socket, accepts, and hands connections
// to threads.  What a connection says is read here (head.hpp says why), so that nothing of a body
// is in memory before its length, its encoding and its route have been looked at: no chunked
// bodies, no compressed bodies, no header that the peer may forge, no exception's text in an
// answer.  Every request has a deadline as a whole, and while somebody waits for a thread, idle and
// slow connections give theirs up.

#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/web.hpp"

namespace http {

struct Served {  // One request, for metrics and the access log.  The target may hold secrets.
    std::string_view request_id;
    std::string_view method;
    std::string_view pattern;  // Of the route; empty when there was none.
    std::string_view remote_address;
    int status;
    // From its first byte until the answer was ready; of a stream, until its end.
    std::chrono::microseconds took;
};

struct Settings {
    std::string host = "127.0.0.1";
    int port = 0;  // 0 takes a free one.
    // A server of this program has the port and is about to leave it: both take connections until
    // then, so that nobody is refused.
    bool beside_another = false;
    std::size_t threads = 64;
    std::size_t waiting_max = 256;         // Connections without a thread; the next gets a 503.
    std::size_t head_limit = 32 * 1024;    // Bytes.
    std::size_t body_limit = 1024 * 1024;  // Bytes, for routes that do not say.
    std::size_t requests_max = 100'000;    // On one connection.
    std::chrono::milliseconds idle_timeout{5'000};       // Between two requests.
    std::chrono::milliseconds read_timeout{5'000};       // The longest silence within one.
    std::chrono::milliseconds request_deadline{20'000};  // From its first byte to its last.
    std::chrono::milliseconds crowded_deadline{1'000};  // The same, while others wait for a thread.
    std::chrono::milliseconds write_timeout{10'000};    // The longest that a peer may not read.

    // Both are called from many threads and must not throw.  on_served comes before the answer goes
    // out: who has it and asks for the counters finds himself counted.
    std::function<void(std::string_view request_id, std::string_view text)> on_fault = {};
    std::function<void(const Served&)> on_served = {};
};

class Server {
public:
    // Binds and listens, so that the port is known; throws std::runtime_error if it cannot.  Throws
    // std::logic_error for routes that make no sense.
    Server(Settings, std::vector<Route>);
    ~Server();  // stop()
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    int port() const;
    void start();
    void stop();  // Lets the requests that have begun come to their end.

private:
    class Listener;
    std::unique_ptr<Listener> listener_;
};

}  // namespace http
