#include "adapters/http/server.hpp"

#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <optional>
#include <random>
#include <thread>

#include "adapters/http/connection.hpp"
#include "adapters/http/head.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/http/routes.hpp"
#include "adapters/http/workers.hpp"
#include "engine/fault.hpp"

namespace http {

namespace {

constexpr int backlog = 1024;  // cpp-httplib's own is 5, and compiled in.

// Names requests of many nodes apart; says nothing and opens nothing.
std::string new_request_id() {
    static const auto prefix = [] {
        std::random_device random;
        char text[17];
        std::snprintf(text, sizeof text, "%08x%08x", random(), random());
        return std::string{text} + "-";
    }();
    static std::atomic<std::uint64_t> count = 0;
    return prefix + std::to_string(++count);
}

std::string date_header() {
    const auto now = std::time(nullptr);
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    char text[64];
    // The C locale's names are what RFC 9110 wants; the program never sets another.
    const auto length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc);
    return "Date: " + std::string{text, length} + "\r\n";
}

bool fits_in_header(std::string_view text) {
    return text.find_first_of(std::string_view{"\r\n\0", 3}) == std::string_view::npos;
}

// No body stands where the status forbids one, else a client takes it for the next answer.
bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string write_head(const Response& response, const std::string& request_id,
                       const std::string& framing, bool keep_alive) {
    auto text = "HTTP/1.1 " + std::to_string(response.status) + " ";
    text.append(phrase_of(response.status)).append("\r\n").append(date_header());
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!fits_in_header(name) || !fits_in_header(value))
            throw std::logic_error{"a header of the answer holds a line break: " +
                                   std::string{name}};
        text.append(name).append(": ").append(value).append("\r\n");
    };
    if (!response.content_type.empty()) add("Content-Type", response.content_type);
    for (const auto& [name, value] : response.headers) add(name, value);
    add("X-Content-Type-Options", "nosniff");
    add("X-Request-Id", request_id);
    if (!keep_alive) add("Connection", "close");
    return text + framing + "\r\n";
}

}  // namespace

// cpp-httplib calls process_and_close_socket() on one of our workers for each connection.
class Server::Listener : public httplib::Server {
public:
    Listener(Settings, std::vector<Route>);
    ~Listener() override;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    int port() const { return settings_.port; }
    void start();
    void stop_listening();

private:
    // What is known of the request that a connection is at.
    struct Exchange {
        Connection& connection;
        std::string id = new_request_id();
        std::string method = {};
        std::string_view pattern = {};
        bool keep_alive = true;
        bool knows_chunks = true;
        Clock::time_point begun = Clock::now();
    };

    bool process_and_close_socket(socket_t) override;
    void serve(Connection&);
    bool serve_one(Connection&, bool last);
    std::optional<Head> receive_head(Exchange&);
    bool receive_body(Exchange&, const Head&, std::string& body);
    Response call(const Exchange&, const http::Handler&, const Request&);
    void answer(Exchange&, Response);
    void stream(Exchange&, const Response&);
    void note(const Exchange&, int status) const;
    void refuse(Exchange&, int status, std::string_view detail);
    void say_goodbye(Connection&) const;
    bool give_up(const Exchange&, Clock::time_point silent_since) const;
    void report(std::string_view request_id, std::string_view text) const;
    void open();
    void accept_until_stopped();

    Settings settings_;
    const Routes routes_;
    std::atomic<Workers*> workers_ = nullptr;  // Owned by cpp-httplib while it listens.
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

namespace {

class Probe : public httplib::Server {
public:
    Probe() {
        set_socket_options([](socket_t socket) {
            const int yes = 1;
            ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        });
    }
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;
    ~Probe() override {
        if (svr_sock_ != INVALID_SOCKET) ::close(svr_sock_);
    }
};

}  // namespace

Server::Listener::Listener(Settings settings, std::vector<Route> routes)
    : settings_{std::move(settings)}, routes_{std::move(routes)} {
    new_task_queue = [this] {
        return workers_ = new Workers{settings_.threads, settings_.waiting_max};
    };
    set_tcp_nodelay(true);
    set_read_timeout(slice);
    set_write_timeout(slice);
    set_socket_options([](socket_t socket) {
        const int yes = 1;
        ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        ::setsockopt(socket, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
    });
    open();
}

Server::Listener::~Listener() {
    stop_listening();
    if (const auto socket = svr_sock_.exchange(INVALID_SOCKET); socket != INVALID_SOCKET)
        ::close(socket);
}

void Server::Listener::open() {
    errno = 0;
    // With SO_REUSEPORT a second program on the same port would start without a word and take half
    // of the connections: a socket without it tells whether anybody is there.
    const bool is_free = settings_.port == 0 || settings_.beside_another ||
                         Probe{}.bind_to_port(settings_.host, settings_.port);
    const bool bound =
        is_free && (settings_.port == 0 ? (settings_.port = bind_to_any_port(settings_.host)) > 0
                                        : bind_to_port(settings_.host, settings_.port));
    if (!bound || ::listen(svr_sock_, backlog) != 0)
        throw std::runtime_error{"cannot listen on " + settings_.host + ":" +
                                 std::to_string(std::max(settings_.port, 0)) + ": " +
                                 (errno ? std::strerror(errno) : "no such address")};
}

void Server::Listener::start() {
    if (thread_.joinable()) return;
    thread_ = std::thread{[this] { accept_until_stopped(); }};
}

void Server::Listener::accept_until_stopped() {
    for (;;) {
        listen_after_bind();  // Returns when the socket fails; then all its workers have ended.
        svr_sock_ = INVALID_SOCKET;
        if (stopping_) return;
        // cpp-httplib takes any error of accept(), a lack of memory too, for the end.
        report("", "the listening socket has failed and is opened again");
        for (bool open_again = false; !open_again && !stopping_;) try {
                open();
                open_again = true;
            } catch (const std::exception& fault) {
                report("", fault.what());
                std::this_thread::sleep_for(std::chrono::milliseconds{200});
            }
        if (stopping_) return;
    }
}

void Server::Listener::stop_listening() {
    stopping_ = true;
    if (!thread_.joinable()) return;
    // Not Server::stop(): it closes the socket under the accepting thread's feet, and does nothing
    // if that thread has not begun.  A socket that is shut down fails there, early or late.
    if (const socket_t socket = svr_sock_; socket != INVALID_SOCKET) ::shutdown(socket, SHUT_RDWR);
    thread_.join();
}

void Server::Listener::report(std::string_view request_id, std::string_view text) const {
    if (settings_.on_fault) settings_.on_fault(request_id, text);
}

bool Server::Listener::process_and_close_socket(socket_t socket) {
    try {
        Connection connection{socket, settings_.write_timeout};
        try {
            serve(connection);
        } catch (const Broken&) {  // Nobody is left to be told.
        }
    } catch (const std::exception& fault) {
        report("", fault.what());
    }
    ::close(socket);
    return true;
}

void Server::Listener::serve(Connection& connection) {
    if (Workers::turned_away()) {
        Exchange exchange{.connection = connection};
        auto response = problem(503, "", "All threads are busy and the queue is full.");
        response.headers.emplace_back("Retry-After", "1");
        exchange.keep_alive = false;
        answer(exchange, std::move(response));
        connection.discard_what_is_there();
        return;
    }
    for (auto left = settings_.requests_max; left > 0; --left)
        if (!serve_one(connection, left == 1)) return;
}

bool Server::Listener::give_up(const Exchange& exchange, Clock::time_point silent_since) const {
    const auto now = Clock::now();
    const auto deadline =
        workers_.load()->crowded() ? settings_.crowded_deadline : settings_.request_deadline;
    return now - exchange.begun > deadline || now - silent_since > settings_.read_timeout;
}

bool Server::Listener::serve_one(Connection& connection, bool last) {
    const auto idle_since = Clock::now();
    while (connection.received.empty()) {
        const auto got = connection.receive([&] {
            const auto& workers = *workers_.load();
            return connection.received.empty() &&
                   (workers.closing() || workers.crowded() ||
                    Clock::now() - idle_since > settings_.idle_timeout);
        });
        if (got != Connection::Received::bytes) return false;
    }

    Exchange exchange{.connection = connection};
    auto head = receive_head(exchange);
    if (!head) return false;
    auto& request = head->request;
    exchange.method = request.method;
    exchange.knows_chunks = head->speaks_1_1;
    exchange.keep_alive = head->keep_alive && !last && !workers_.load()->closing();

    auto match = routes_.find(request.method, head->segments);
    if (!match.route) {
        if (head->content_length > 0) exchange.keep_alive = false;
        auto response = match.allowed.empty() ? problem(404, "", "There is nothing at this path.")
                        : request.method == "OPTIONS"
                            ? Response{.status = 204}
                            : problem(405, "", "The path knows other methods.");
        std::string allow;
        for (const auto& method : match.allowed) allow += (allow.empty() ? "" : ", ") + method;
        if (!allow.empty()) response.headers.emplace_back("Allow", allow);
        answer(exchange, std::move(response));
    } else {
        exchange.pattern = match.route->pattern;
        const auto limit =
            match.route->body_limit > 0 ? match.route->body_limit : settings_.body_limit;
        if (head->content_length > limit) {
            refuse(exchange, 413, "The body is larger than " + std::to_string(limit) + " bytes.");
            return false;
        }
        if (!receive_body(exchange, *head, request.body)) return false;
        request.id = exchange.id;
        request.parameters = std::move(match.parameters);
        request.remote_address = connection.remote_address();
        auto response = call(exchange, match.route->handler, request);
        if (workers_.load()->closing()) exchange.keep_alive = false;
        answer(exchange, std::move(response));
    }
    if (head->content_length > request.body.size()) say_goodbye(connection);
    return exchange.keep_alive;
}

std::optional<Head> Server::Listener::receive_head(Exchange& exchange) {
    auto& received = exchange.connection.received;
    for (;;) {
        // RFC 9112 2.2: an empty line before a request is a slip of old clients.
        while (received.starts_with("\r\n")) received.erase(0, 2);
        const auto end = received.find("\r\n\r\n");
        if (end != std::string::npos && end + 4 <= settings_.head_limit) {
            auto head = read_head(std::string_view{received}.substr(0, end + 4));
            received.erase(0, end + 4);
            if (auto* good = std::get_if<Head>(&head)) return std::move(*good);
            const auto& no = std::get<Refused>(head);
            refuse(exchange, no.status, no.detail);
            return std::nullopt;
        }
        if (received.size() >= settings_.head_limit) {
            refuse(exchange, 431,
                   "The head is larger than " + std::to_string(settings_.head_limit) + " bytes.");
            return std::nullopt;
        }
        const auto silent_since = Clock::now();
        const auto got =
            exchange.connection.receive([&] { return give_up(exchange, silent_since); });
        if (got == Connection::Received::end) return std::nullopt;
        if (got == Connection::Received::given_up &&
            received.find("\r\n\r\n") == std::string::npos) {
            refuse(exchange, 408, "The head has not come in time.");
            return std::nullopt;
        }
    }
}

bool Server::Listener::receive_body(Exchange& exchange, const Head& head, std::string& body) {
    auto& received = exchange.connection.received;
    if (head.expects_continue && received.size() < head.content_length)
        exchange.connection.send("HTTP/1.1 100 Continue\r\n\r\n");
    for (;;) {
        // Memory is taken as bytes come, whatever Content-Length promises.
        const auto take = std::min(received.size(), head.content_length - body.size());
        body.append(received, 0, take);
        received.erase(0, take);
        if (body.size() == head.content_length) return true;
        const auto silent_since = Clock::now();
        const auto got =
            exchange.connection.receive([&] { return give_up(exchange, silent_since); });
        if (got == Connection::Received::end) return false;
        if (got == Connection::Received::given_up &&
            body.size() + received.size() < head.content_length) {
            refuse(exchange, 408, "The body has not come in time.");
            return false;
        }
    }
}

Response Server::Listener::call(const Exchange& exchange, const http::Handler& handler,
                                const Request& request) {
    try {
        return handler(request);
    } catch (const engine::Unavailable& fault) {
        report(exchange.id, fault.what());
        auto response =
            problem(503, "", "Something that is needed cannot be reached at the moment.");
        const auto wait = fault.retry_after.value_or(std::chrono::seconds{5});
        response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
        return response;
    } catch (const std::exception& fault) {
        report(exchange.id, fault.what());
    } catch (...) {
        report(exchange.id, "a handler threw something that is no std::exception");
    }
    return problem(500, "", "The fault is ours and has been logged under the request's id.");
}

void Server::Listener::refuse(Exchange& exchange, int status, std::string_view detail) {
    exchange.keep_alive = false;
    answer(exchange, problem(status, "", detail));
    say_goodbye(exchange.connection);
}

void Server::Listener::say_goodbye(Connection& connection) const {
    const auto late = Clock::now() + std::chrono::seconds{1};
    connection.say_goodbye([&] { return workers_.load()->crowded() || Clock::now() > late; });
}

void Server::Listener::answer(Exchange& exchange, Response response) {
    name_request(response, exchange.id);
    if (response.stream) {
        stream(exchange, response);
        note(exchange, response.status);
    } else {
        const auto framing =
            may_have_body(response.status)
                ? "Content-Length: " + std::to_string(response.body.size()) + "\r\n"
                : std::string{};
        std::string bytes;
        try {
            bytes = write_head(response, exchange.id, framing, exchange.keep_alive);
        } catch (const std::logic_error& fault) {
            report(exchange.id, fault.what());
            return answer(exchange, problem(500, "", "The fault is ours and has been logged."));
        }
        if (exchange.method != "HEAD" && may_have_body(response.status)) bytes += response.body;
        note(exchange, response.status);
        exchange.connection.send(bytes);
    }
}

void Server::Listener::note(const Exchange& exchange, int status) const {
    if (!settings_.on_served) return;
    settings_.on_served({
        .request_id = exchange.id,
        .method = exchange.method,
        .pattern = exchange.pattern,
        .remote_address = exchange.connection.remote_address(),
        .status = status,
        .took =
            std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - exchange.begun),
    });
}

void Server::Listener::stream(Exchange& exchange, const Response& response) {
    auto& connection = exchange.connection;
    // HTTP/1.0 takes the end of the connection for the end of the body.
    connection.send(write_head(response, exchange.id,
                               exchange.knows_chunks ? "Transfer-Encoding: chunked\r\n" : "",
                               exchange.keep_alive));
    if (exchange.method == "HEAD") return;
    try {
        response.stream([&](std::string_view piece) {
            if (piece.empty()) return;  // An empty chunk would be the end.
            if (!exchange.knows_chunks) return connection.send(piece);
            char length[20];
            std::snprintf(length, sizeof length, "%zx\r\n", piece.size());
            connection.send(std::string{length}.append(piece).append("\r\n"));
        });
    } catch (const Broken&) {
        throw;
    } catch (const std::exception& fault) {
        report(exchange.id, fault.what());
        throw Broken{"the answer could not be finished"};
    }
    if (exchange.knows_chunks) connection.send("0\r\n\r\n");
}

Server::Server(Settings settings, std::vector<Route> routes)
    : listener_{std::make_unique<Listener>(std::move(settings), std::move(routes))} {}

Server::~Server() = default;

int Server::port() const { return listener_->port(); }

void Server::start() { listener_->start(); }

void Server::stop() { listener_->stop_listening(); }

}  // namespace http
