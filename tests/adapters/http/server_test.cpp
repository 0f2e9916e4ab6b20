#include "adapters/http/server.hpp"

#include <doctest/doctest.h>
#include <netinet/tcp.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <latch>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "adapters/http/problem.hpp"
#include "engine/fault.hpp"
#include "tests/peer.hpp"

using tests::Peer;

namespace {

struct Log {  // What the server has reported, to be read once it has stopped or answered.
    std::mutex mutex;
    std::vector<std::string> faults;
    std::vector<std::string> served;

    std::vector<std::string> all_faults() {
        const std::scoped_lock lock{mutex};
        return faults;
    }
};

http::Response text(std::string body) {
    return {.body = std::move(body), .content_type = "text/plain"};
}

std::vector<http::Route> echo_routes() {
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

int status_of(const std::string& answer) {
    return answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : 0;
}

nlohmann::json json_of(const std::string& answer) {
    return nlohmann::json::parse(answer.substr(answer.find("\r\n\r\n") + 4));
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

int listening_socket(int port) {
    for (int socket = 3; socket < 1024; ++socket) {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        int listening = 0;
        socklen_t length = sizeof listening;
        if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0 &&
            ::getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length) == 0 &&
            listening && ntohs(address.sin_port) == port)
            return socket;
    }
    return -1;
}

long peak_memory_kib() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

}  // namespace

TEST_CASE("a request reaches its handler as it was sent") {
    Running running;
    const auto answer = running.ask(
        "POST /api/v1/applications/A%2F1%20%C3%A9/events?q=a+b%26c&flag HTTP/1.1\r\n"
        "Host: x\r\nX-Mixed:  100%25 as sent \r\nAccept: a\r\nAccept: b\r\nCookie: a=1\r\n"
        "Cookie: b=2\r\nContent-Length: 3\r\n\r\nabc");
    REQUIRE_EQ(status_of(answer), 200);
    const auto seen = json_of(answer);
    CHECK_EQ(seen["parameters"]["id"], "A/1 \u00e9");
    CHECK_EQ(seen["query"].size(), 2);
    CHECK(seen["query"].dump() == R"({"flag":"","q":"a b&c"})");
    CHECK_EQ(seen["headers"]["x-mixed"], "100%25 as sent");
    CHECK_EQ(seen["headers"]["accept"], "a, b");
    CHECK_EQ(seen["headers"]["cookie"], "a=1; b=2");
    CHECK_EQ(seen["body_size"], 3);
    CHECK_EQ(seen["remote"], "127.0.0.1");
    CHECK(has(answer, "X-Request-Id: " + seen["id"].get<std::string>()));
    CHECK(has(answer, "X-Content-Type-Options: nosniff"));
}

TEST_CASE("words win over names, and a starred name takes the rest") {
    Running running;
    const auto get = [&](std::string path) {
        return running.ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    };
    CHECK(get("/api/v1/applications/new").ends_with("the word"));
    CHECK(get("/api/v1/applications/17").ends_with("the name"));
    CHECK_EQ(json_of(get("/tile/0/x001/067"))["parameters"]["path"], "0/x001/067");
    CHECK_EQ(status_of(get("/tile")), 404);
    CHECK_EQ(status_of(get("/tile/")), 404);
    CHECK_EQ(status_of(get("/api/v1/applications//events")), 404);
    CHECK_EQ(status_of(get("/api/v1/applications/new/")), 404);
}

TEST_CASE("routes that make no sense do not start a server") {
    const auto handler = [](const auto&) { return text(""); };
    const auto make = [&](std::vector<http::Route> routes) { http::Server{{}, std::move(routes)}; };
    CHECK_THROWS_AS(make({{"GET", "/a/{x}", handler}, {"GET", "/a/{y}", handler}}),
                    std::logic_error);
    CHECK_THROWS_AS(make({{"GET", "a", handler}}), std::logic_error);
    CHECK_THROWS_AS(make({{"GET", "/{x", handler}}), std::logic_error);
    CHECK_THROWS_AS(make({{"GET", "/{}", handler}}), std::logic_error);
    CHECK_THROWS_AS(make({{"GET", "/{x*}/more", handler}}), std::logic_error);
    CHECK_THROWS_AS(make({{"GET", "/a", {}}}), std::logic_error);
    CHECK_NOTHROW(make({{"GET", "/a/{x}", handler}, {"GET", "/a/{y*}", handler}}));
}

TEST_CASE("an unknown path is a 404 and an unknown method a 405 that names the others") {
    Running running;
    const auto lost = running.ask("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK_EQ(status_of(lost), 404);
    CHECK(has(lost, "Content-Type: application/problem+json\r\n"));
    CHECK_EQ(json_of(lost)["title"], "Not Found");
    CHECK(has(lost, "X-Request-Id: " + json_of(lost)["request_id"].get<std::string>() + "\r\n"));

    const auto wrong = running.ask("PUT /small HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK_EQ(status_of(wrong), 405);
    CHECK(has(wrong, "\r\nAllow: DELETE, POST\r\n"));
    CHECK(has(running.ask("POST /throws HTTP/1.1\r\nHost: x\r\n\r\n"), "\r\nAllow: GET, HEAD\r\n"));
}

TEST_CASE("a HEAD gets the head of the GET and nothing more") {
    Running running;
    Peer peer{running.server.port()};
    peer.say(
        "HEAD /api/v1/applications/17 HTTP/1.1\r\nHost: x\r\n\r\n"
        "GET /api/v1/applications/17 HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto head = peer.hear(false);
    CHECK(has(head, "Content-Length: 8\r\n"));
    CHECK(head.ends_with("\r\n\r\n"));
    CHECK(peer.hear().ends_with("the name"));
}

TEST_CASE("an answer without content has no length, and the next request is answered") {
    Running running;
    Peer peer{running.server.port()};
    for (int i = 0; i < 2; ++i) {
        peer.say("DELETE /small HTTP/1.1\r\nHost: x\r\n\r\n");
        const auto answer = peer.hear();
        CHECK_EQ(status_of(answer), 204);
        CHECK_FALSE(has(answer, "Content-Length"));
    }
}

TEST_CASE("one connection carries many requests, pipelined too") {
    Running running;
    Peer peer{running.server.port()};
    std::string many;
    for (int i = 0; i < 300; ++i)
        many += "POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nabcd";
    std::thread talking{[&] { peer.say(many); }};
    for (int i = 0; i < 300; ++i) CHECK_EQ(status_of(peer.hear()), 200);
    talking.join();
}

TEST_CASE("Connection: close and HTTP/1.0 end the connection after the answer") {
    Running running;
    for (const auto* request : {"GET /stream HTTP/1.1\r\nHost: x\r\nConnection: TE, Close\r\n\r\n",
                                "GET /stream HTTP/1.0\r\n\r\n"}) {
        Peer peer{running.server.port()};
        peer.say(request);
        CHECK(has(peer.hear_all(), "\r\nConnection: close\r\n"));
    }
}

TEST_CASE("a long answer is written piece by piece") {
    Running running;
    const auto hear_all = [&](const char* request) {
        Peer peer{running.server.port()};
        peer.say(request);
        return peer.hear_all();
    };
    const auto chunked = hear_all("GET /stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(has(chunked, "Transfer-Encoding: chunked\r\n"));
    CHECK(chunked.ends_with("\r\n\r\n4\r\none\n\r\n4\r\ntwo\n\r\n0\r\n\r\n"));

    const auto plain = hear_all("GET /stream HTTP/1.0\r\n\r\n");
    CHECK_FALSE(has(plain, "Transfer-Encoding"));
    CHECK(plain.ends_with("\r\n\r\none\ntwo\n"));

    const auto broken = hear_all("GET /stream/broken HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(broken.ends_with("4\r\none\n\r\n"));  // No last chunk: the client knows that it is cut.
    running.server.stop();
    CHECK(running.log.all_faults() == std::vector<std::string>{"no more rows"});
}

TEST_CASE("what a handler throws goes to the log and never into the answer") {
    Running running;
    for (const auto* path : {"/throws", "/throws/seven"}) {
        const auto answer =
            running.ask("GET " + std::string{path} + " HTTP/1.1\r\nHost: x\r\n\r\n");
        CHECK_EQ(status_of(answer), 500);
        CHECK_FALSE(has(answer, "hunter2"));
        CHECK_FALSE(has(answer, "Set-Cookie"));
        CHECK_EQ(json_of(answer)["title"], "Internal Server Error");
    }
    CHECK(has(running.log.all_faults().at(0), "hunter2"));
    CHECK_EQ(running.log.all_faults().size(), 2);
}

TEST_CASE("a neighbour that is away makes a 503 that says when to come back") {
    Running running;
    const auto answer = running.ask("GET /away HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK_EQ(status_of(answer), 503);
    CHECK(has(answer, "\r\nRetry-After: 17\r\n"));
    CHECK_FALSE(has(answer, "db1"));
}

TEST_CASE("a header with a line break is a fault of ours, not a second header") {
    Running running;
    const auto answer = running.ask("GET /splits HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK_EQ(status_of(answer), 500);
    CHECK_FALSE(has(answer, "evil"));
}

TEST_CASE("a problem lists every field at once") {
    const auto response =
        http::problem(422, "Not a sign-up", "Two fields are wrong.",
                      {{"a", "required", "A is required."}, {"b", "iso", "\xff"}});
    const auto json = nlohmann::json::parse(response.body);
    CHECK_EQ(response.content_type, "application/problem+json");
    CHECK_EQ(json["type"], "about:blank");
    CHECK_EQ(json["status"], 422);
    CHECK_EQ(json["errors"][0]["field"], "a");
    CHECK_EQ(json["errors"][1]["detail"], "\ufffd");
}

TEST_CASE("nobody can say where a request comes from but the socket") {
    Running running;
    const auto answer = running.ask(
        "GET /tile/x HTTP/1.1\r\nHost: x\r\nREMOTE_ADDR: 6.6.6.6\r\nRemote_Port: 1\r\n"
        "LOCAL_ADDR: 6.6.6.6\r\n\r\n");
    CHECK_EQ(json_of(answer)["remote"], "127.0.0.1");
    CHECK_EQ(json_of(answer)["headers"].size(), 1);
}

TEST_CASE("an unusual head is refused and the connection closed") {
    struct Case {
        std::string name, bytes;
        int status;
    };
    const std::string get = "GET /tile/x HTTP/1.1\r\n", host = "Host: x\r\n";
    const std::string post = "POST /large HTTP/1.1\r\nHost: x\r\n";
    const std::vector<Case> cases{
        {"two lengths", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
        {"a list of lengths", post + "Content-Length: 3, 3\r\n\r\nabc", 400},
        {"a signed length", post + "Content-Length: +3\r\n\r\nabc", 400},
        {"a negative length", post + "Content-Length: -1\r\n\r\n", 400},
        {"an empty length", post + "Content-Length:\r\n\r\n", 400},
        {"a hexadecimal length", post + "Content-Length: 0x3\r\n\r\nabc", 400},
        {"a length beyond numbers", post + "Content-Length: 99999999999999999999999\r\n\r\n", 413},
        {"length and chunks", post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
         400},
        {"chunks", post + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411},
        {"disguised chunks", post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 411},
        {"chunks behind a space", post + "Transfer-Encoding : chunked\r\n\r\n", 400},
        {"a folded header", post + "X: a\r\n Transfer-Encoding: chunked\r\n\r\n", 400},
        {"a bare line feed", get + "X: a\nHost: y\r\n" + host + "\r\n", 400},
        {"a bare carriage return", get + "X: a\rHost: y\r\n" + host + "\r\n", 400},
        {"a NUL", get + host + std::string{"X: a\0b\r\n\r\n", 11}, 400},
        {"a control character", get + host + "X: a\x1b[2J\r\n\r\n", 400},
        {"Latin-1", get + host + "X: caf\xe9\r\n\r\n", 400},
        {"an encoded body", post + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", 415},
        {"two types", post + "Content-Type: a/b\r\nContent-Type: c/d\r\n\r\n", 400},
        {"two hosts", get + host + host + "\r\n", 400},
        {"no host", get + "\r\n", 400},
        {"no colon", get + host + "nonsense\r\n\r\n", 400},
        {"no version", "GET /\r\n" + host + "\r\n", 400},
        {"an old version", "GET / HTTP/0.9\r\n" + host + "\r\n", 505},
        {"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"two spaces", "GET  / HTTP/1.1\r\n" + host + "\r\n", 400},
        {"a whole URL", "GET http://x/tile/x HTTP/1.1\r\n" + host + "\r\n", 400},
        {"CONNECT", "CONNECT x:443 HTTP/1.1\r\n" + host + "\r\n", 400},
        {"dots", "GET /tile/../throws HTTP/1.1\r\n" + host + "\r\n", 400},
        {"encoded dots", "GET /tile/%2e%2E HTTP/1.1\r\n" + host + "\r\n", 400},
        {"half a percent", "GET /tile/%4 HTTP/1.1\r\n" + host + "\r\n", 400},
        {"an encoded NUL", "GET /tile/%00 HTTP/1.1\r\n" + host + "\r\n", 400},
        {"an encoded line break", "GET /tile/a%0d%0ab HTTP/1.1\r\n" + host + "\r\n", 400},
        {"overlong UTF-8", "GET /tile/%c0%af HTTP/1.1\r\n" + host + "\r\n", 400},
        {"a surrogate", "GET /tile/%ed%a0%80 HTTP/1.1\r\n" + host + "\r\n", 400},
        {"a broken query", "GET /tile/a?q=%ff HTTP/1.1\r\n" + host + "\r\n", 400},
        {"another expectation", post + "Expect: a-pony\r\n\r\n", 417},
        {"a long target", "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414},
        {"a long header", get + host + "X: " + std::string(40'000, 'a') + "\r\n\r\n", 431},
        {"noise", std::string(40'000, '\x16'), 431},
        {"TLS", std::string{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15}, 400},
    };
    Running running;
    for (const auto& [name, bytes, status] : cases) {
        CAPTURE(name);
        Peer peer{running.server.port()};
        peer.say(bytes);
        const auto answer = peer.hear_all();
        CHECK_EQ(status_of(answer), status);
        CHECK(has(answer, "\r\nConnection: close\r\n"));
        CHECK_EQ(answer.rfind("HTTP/1.1 "),
                 0);  // One answer: nothing was taken for a second request.
    }
    std::string many = get + host;
    for (int i = 0; i < 200; ++i) many += "X: 1\r\n";
    CHECK_EQ(status_of(running.ask(many + "\r\n")), 431);
}

TEST_CASE("what follows a request without a length is not its body") {
    Running running;
    Peer peer{running.server.port()};
    peer.say("POST /small HTTP/1.1\r\nHost: x\r\n\r\n" + std::string(100, 'x') + "\r\n\r\n");
    CHECK_EQ(status_of(peer.hear()), 200);
    CHECK_EQ(status_of(peer.hear()), 400);
    CHECK_EQ(peer.hear(), "");
}

TEST_CASE("a body over its route's limit is refused unread") {
    Running running;
    const auto head = [](std::string path, std::size_t length) {
        return "POST " + path +
               " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
    };
    CHECK_EQ(status_of(running.ask(head("/small", 10) + "0123456789")), 200);
    CHECK_EQ(status_of(running.ask(head("/small", 11) + "01234567890")), 413);
    CHECK_EQ(status_of(running.ask(head("/small", 1'000'000'000'000))), 413);
    CHECK_EQ(status_of(running.ask(head("/nowhere", 1'000'000'000'000))), 404);
    const std::string two_mib(2 * 1024 * 1024, 'x');
    CHECK_EQ(json_of(running.ask(head("/large", two_mib.size()) + two_mib))["body_size"],
             two_mib.size());
    const auto events = std::string{"/api/v1/applications/1/events"};  // The server's own limit.
    CHECK_EQ(status_of(running.ask(head(events, two_mib.size()))), 413);
}

TEST_CASE("a length that promises too much is waited for, not believed") {
    Running running{{.read_timeout = std::chrono::milliseconds{300}}};
    const auto before = peak_memory_kib();
    Peer peer{running.server.port()};
    peer.say("POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: 33000000\r\n\r\nabc");
    CHECK_EQ(status_of(peer.hear()), 408);
    CHECK_LT(peak_memory_kib() - before, 16 * 1024);
}

TEST_CASE("a compressed bomb and endless chunks are refused without being read") {
    Running running;
    const auto before = peak_memory_kib();
    const std::string megabyte(1024 * 1024, 'x');
    for (const auto* header : {"Content-Encoding: gzip\r\nContent-Length: 1000000000\r\n",
                               "Content-Encoding: br\r\nContent-Length: 1000000000\r\n",
                               "Transfer-Encoding: chunked\r\n"}) {
        Peer peer{running.server.port()};
        peer.say("POST /large HTTP/1.1\r\nHost: x\r\n" + std::string{header} + "\r\n100000\r\n");
        int megabytes = 0;
        while (megabytes < 64 && peer.say(megabyte)) ++megabytes;
        CHECK_LT(megabytes, 64);  // The server has stopped to listen.
    }
    CHECK_LT(peak_memory_kib() - before, 32 * 1024);
}

TEST_CASE("a client that asks first is told to go on, or not") {
    Running running;
    Peer good{running.server.port()};
    good.say(
        "POST /small HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n");
    CHECK(good.hear(false) == "HTTP/1.1 100 Continue\r\n\r\n");
    good.say("abc");
    CHECK_EQ(status_of(good.hear()), 200);

    Peer large{running.server.port()};
    large.say(
        "POST /small HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n");
    CHECK_EQ(status_of(large.hear()), 413);
}

TEST_CASE("forty slow senders do not keep anybody waiting") {
    Running running;  // 64 threads.
    std::vector<std::unique_ptr<Peer>> slow;
    for (int i = 0; i < 40; ++i) {
        slow.push_back(std::make_unique<Peer>(running.server.port()));
        slow.back()->say(i % 2 ? "GET /tile/x HTTP/1.1\r\nHos"
                               : "POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
    }
    const auto answer = running.ask("GET /api/v1/applications/17 HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(answer.ends_with("the name"));
    // And since nobody had to wait, they have not been sent away.
    slow[1]->say("t: x\r\n\r\n");
    CHECK_EQ(status_of(slow[1]->hear()), 200);
    slow[2]->say("defghi");
    CHECK_EQ(status_of(slow[2]->hear()), 200);
}

TEST_CASE("slow and idle connections give up their threads to those who wait") {
    Running running{{.threads = 4,
                     .idle_timeout = std::chrono::hours{1},
                     .read_timeout = std::chrono::hours{1},
                     .request_deadline = std::chrono::hours{1},
                     .crowded_deadline = std::chrono::milliseconds{200}}};
    std::vector<std::unique_ptr<Peer>> holding;
    for (int i = 0; i < 8; ++i) {
        holding.push_back(std::make_unique<Peer>(running.server.port()));
        if (i % 2) holding.back()->say("GET /tile/x HTTP/1.1\r\nHos");
    }
    const auto answer = running.ask("GET /api/v1/applications/17 HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(answer.ends_with("the name"));
    CHECK_EQ(status_of(holding[1]->hear()), 408);
}

TEST_CASE("a byte now and then does not stretch the deadline") {
    Running running{{.request_deadline = std::chrono::milliseconds{400}}};
    Peer peer{running.server.port()};
    std::atomic<bool> done = false;
    std::thread dripping{[&] {
        while (!done && peer.say("x")) std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }};
    CHECK_EQ(status_of(peer.hear()), 408);
    done = true;
    dripping.join();
}

TEST_CASE("a full queue is answered at once") {
    std::mutex mutex;
    std::condition_variable changed;
    bool open = false;
    std::latch busy{2};
    const std::vector<http::Route> routes{{"GET", "/wait", [&](const auto&) {
                                               busy.count_down();
                                               std::unique_lock lock{mutex};
                                               changed.wait(lock, [&] { return open; });
                                               return text("waited");
                                           }}};
    Running running{{.threads = 2, .waiting_max = 3}, routes};
    const std::string_view ask = "GET /wait HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    std::vector<std::unique_ptr<Peer>> peers;
    const auto come = [&] {
        peers.push_back(std::make_unique<Peer>(running.server.port()));
        peers.back()->say(ask);
    };
    come();
    come();
    busy.wait();
    for (int i = 0; i < 3; ++i) come();
    Peer surplus{running.server.port()};
    const auto answer = surplus.hear_all();
    CHECK_EQ(status_of(answer), 503);
    CHECK(has(answer, "\r\nRetry-After: 1\r\n"));
    {
        const std::scoped_lock lock{mutex};
        open = true;
    }
    changed.notify_all();
    for (auto& peer : peers) CHECK(peer->hear_all().ends_with("waited"));
}

TEST_CASE("stopping lets a request that has begun come to its end") {
    std::latch busy{1}, stopping{1};
    Running running{{}, {{"GET", "/wait", [&](const auto&) {
                              busy.count_down();
                              stopping.wait();
                              return text("waited");
                          }}}};
    Peer idle{running.server.port()};
    Peer peer{running.server.port()};
    peer.say("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    busy.wait();
    std::thread stop{[&] { running.server.stop(); }};
    CHECK_EQ(idle.hear(), "");  // Closed: by now the server is stopping.
    stopping.count_down();
    const auto answer = peer.hear_all();
    CHECK(answer.ends_with("waited"));
    CHECK(has(answer, "\r\nConnection: close\r\n"));
    stop.join();
    CHECK_THROWS(Peer{running.server.port()});
}

TEST_CASE("every answer is reported by its route, refusals too") {
    Running running;
    running.ask("GET /throws HTTP/1.1\r\nHost: x\r\n\r\n");
    running.ask("nonsense\r\n\r\n");
    running.server.stop();  // Whatever was answered is reported by then.
    std::ranges::sort(running.log.served);
    CHECK(running.log.served == std::vector<std::string>{"  400", "GET /throws 500"});
}

TEST_CASE("a server can be stopped at any time, also before it has begun") {
    for (int i = 0; i < 50; ++i) {
        http::Server server{{.threads = 2}, echo_routes()};
        server.start();
        server.stop();
        server.stop();
    }
    const http::Server never_started{{}, echo_routes()};
    CHECK_GT(never_started.port(), 0);
}

TEST_CASE("a port that is taken is an error, not a second server") {
    const Running running;
    CHECK_THROWS_WITH_AS((http::Server{{.port = running.server.port()}, echo_routes()}),
                         doctest::Contains("Address already in use"), std::runtime_error);
    CHECK_THROWS_AS((http::Server{{.host = "no.such.host.invalid"}, {}}), std::runtime_error);
}

TEST_CASE("the kernel queues more connections than the library's five") {
    const Running running;
    tcp_info info{};
    socklen_t size = sizeof info;
    REQUIRE_EQ(
        ::getsockopt(listening_socket(running.server.port()), IPPROTO_TCP, TCP_INFO, &info, &size),
        0);
    CHECK_GT(info.tcpi_sacked, 100);  // Of a listening socket: the length of its queue.
}

TEST_CASE("a listening socket that fails is opened again") {
    Running running;
    ::shutdown(listening_socket(running.server.port()), SHUT_RDWR);
    std::string answer;
    while (answer.empty()) try {
            answer = running.ask("GET /tile/x HTTP/1.1\r\nHost: x\r\n\r\n");
        } catch (const std::runtime_error&) {  // Refused: not open yet.
        }
    CHECK_EQ(status_of(answer), 200);
    CHECK_EQ(running.log.all_faults().size(), 1);
}
