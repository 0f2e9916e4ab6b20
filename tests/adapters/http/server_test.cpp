#include "adapters/http/server.hpp"

#include <doctest/doctest.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <latch>
#include <nlohmann/json.hpp>
#include <thread>

#include "adapters/http/problem.hpp"
#include "tests/adapters/http/running.hpp"

namespace server_test {

using namespace tests;

namespace {

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
    CHECK(has(wrong, "\r\nAllow: DELETE, OPTIONS, POST\r\n"));
    const auto asked = running.ask("OPTIONS /throws HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK_EQ(status_of(asked), 204);
    CHECK(has(asked, "\r\nAllow: GET, HEAD, OPTIONS\r\n"));
    CHECK_EQ(status_of(running.ask("OPTIONS /nowhere HTTP/1.1\r\nHost: x\r\n\r\n")), 404);
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

}  // namespace server_test
