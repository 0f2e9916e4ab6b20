// What a server has to bear from those who mean no good, or do not know better.

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <atomic>
#include <condition_variable>
#include <latch>
#include <memory>
#include <mutex>
#include <thread>

#include "tests/adapters/http/running.hpp"

namespace strangers_test {

using namespace tests;

namespace {

long peak_memory_kib() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

}  // namespace

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

}  // namespace strangers_test
