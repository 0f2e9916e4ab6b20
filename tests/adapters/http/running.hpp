// A server with routes that tell what they were given, and a log of what it reports.

#pragma once

#include <chrono>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/server.hpp"
#include "engine/fault.hpp"
#include "tests/peer.hpp"

namespace tests {

struct Log {  // What the server has reported, to be read once it has stopped or answered.
    std::mutex mutex;
    std::vector<std::string> faults;
    std::vector<std::string> served;

    std::vector<std::string> all_faults() {
        const std::scoped_lock lock{mutex};
        return faults;
    }
};

inline http::Response text(std::string body) {
    return {.body = std::move(body), .content_type = "text/plain"};
}

inline std::vector<http::Route> echo_routes() {
    const auto echo = [](const http::Request& request) {
        nlohmann::json json{{"method", request.method},         {"path", request.path},
                            {"parameters", request.parameters}, {"query", request.query},
                            {"headers", request.headers},       {"body_size", request.body.size()},
                            {"remote", request.remote_address}, {"id", request.id}};
        return http::Response{.body = json.dump(), .content_type = "application/json"};
    };
    return {
        {"GET", "/api/v1/applications/{id}/events", echo},
        {"POST", "/api/v1/applications/{id}/events", echo},
        {"GET", "/api/v1/applications/new", [](const auto&) { return text("the word"); }},
        {"GET", "/api/v1/applications/{id}", [](const auto&) { return text("the name"); }},
        {"GET", "/tile/{path*}", echo},
        {"POST", "/small", [](const auto&) { return text("small enough"); }, 10},
        {"POST", "/large", echo, 32 * 1024 * 1024},
        {"GET", "/throws",
         [](const auto&) -> http::Response {
             throw std::runtime_error{"password=hunter2\r\nSet-Cookie: x"};
         }},
        {"GET", "/throws/seven", [](const auto&) -> http::Response { throw 7; }},
        {"GET", "/away",
         [](const auto&) -> http::Response {
             throw engine::Unavailable{"db1 is away", std::chrono::seconds{17}};
         }},
        {"GET", "/splits",
         [](const auto&) {
             return http::Response{.headers = {{"Location", "/a\r\nSet-Cookie: evil=1"}}};
         }},
        {"GET", "/stream",
         [](const auto&) {
             return http::Response{.content_type = "text/csv",
                                   .stream = [](const http::Sink& write) {
                                       write("one\n");
                                       write("");
                                       write("two\n");
                                   }};
         }},
        {"GET", "/stream/broken",
         [](const auto&) {
             return http::Response{.content_type = "text/csv",
                                   .stream = [](const http::Sink& write) {
                                       write("one\n");
                                       throw std::runtime_error{"no more rows"};
                                   }};
         }},
        {"DELETE", "/small", [](const auto&) { return http::Response{.status = 204}; }},
    };
}

struct Running {
    explicit Running(http::Settings settings = {}, std::vector<http::Route> routes = echo_routes())
        : server{with_log(std::move(settings)), std::move(routes)} {
        server.start();
    }

    http::Settings with_log(http::Settings settings) {
        settings.on_fault = [this](std::string_view, std::string_view fault) {
            const std::scoped_lock lock{log.mutex};
            log.faults.emplace_back(fault);
        };
        settings.on_served = [this](const http::Served& served) {
            const std::scoped_lock lock{log.mutex};
            log.served.push_back(std::string{served.method} + " " + std::string{served.pattern} +
                                 " " + std::to_string(served.status));
        };
        return settings;
    }

    std::string ask(std::string_view bytes) {
        Peer peer{server.port()};
        peer.say(bytes);
        return peer.hear();
    }

    Log log;
    http::Server server;
};

inline int status_of(const std::string& answer) {
    return answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : 0;
}

inline nlohmann::json json_of(const std::string& answer) {
    return nlohmann::json::parse(answer.substr(answer.find("\r\n\r\n") + 4));
}

inline bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace tests
