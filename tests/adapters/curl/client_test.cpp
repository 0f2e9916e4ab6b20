#include "adapters/curl/client.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <httplib.h>
#include <netinet/in.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <thread>

#include "adapters/curl/address.hpp"
#include "adapters/scratch_folder.hpp"

namespace client_test {

namespace {

// A neighbour: a real server on a free port.
struct Neighbour {
    explicit Neighbour(std::function<void(httplib::Server&)> prepare,
                       std::unique_ptr<httplib::Server> kind = std::make_unique<httplib::Server>())
        : server{std::move(kind)} {
        prepare(*server);
        // Or stop() would wait for five seconds for a caller who keeps its connection.
        server->set_keep_alive_timeout(1);
        port = server->bind_to_any_port("127.0.0.1");
        thread = std::thread{[this] { server->listen_after_bind(); }};
        while (!server->is_running()) std::this_thread::yield();
    }
    ~Neighbour() {
        server->stop();
        thread.join();
    }
    std::string url(const std::string& path) const {
        return "http://127.0.0.1:" + std::to_string(port) + path;
    }

    std::unique_ptr<httplib::Server> server;
    int port = 0;
    std::thread thread;
};

const curl::Settings on_this_machine{.allow_http = true, .allow_loopback = true};

Neighbour answering(int status, httplib::Headers headers = {}, std::string body = "their words") {
    return Neighbour{[=](httplib::Server& server) {
        server.Get("/v1/thing", [=](const httplib::Request&, httplib::Response& response) {
            response.status = status;
            response.headers = headers;
            response.body = body;
        });
    }};
}

template <class Fault>
Fault fault_of(const std::function<void()>& act) {
    try {
        act();
    } catch (const Fault& fault) {
        return fault;
    }
    FAIL("nothing of that kind was thrown");
    std::abort();
}

sockaddr_storage address_of(const char* text) {
    sockaddr_storage storage{};
    auto& v4 = reinterpret_cast<sockaddr_in&>(storage);
    auto& v6 = reinterpret_cast<sockaddr_in6&>(storage);
    if (::inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        storage.ss_family = AF_INET;
    else if (::inet_pton(AF_INET6, text, &v6.sin6_addr) == 1)
        storage.ss_family = AF_INET6;
    return storage;
}

bool is_public(const char* text) {
    const auto storage = address_of(text);
    return curl::is_public(reinterpret_cast<const sockaddr&>(storage));
}

bool is_loopback(const char* text) {
    const auto storage = address_of(text);
    return curl::is_loopback(reinterpret_cast<const sockaddr&>(storage));
}

// A certificate for "localhost" that nobody has signed but itself, as a file.
class OwnCertificate {
public:
    OwnCertificate() {
        key.reset(EVP_EC_gen("P-256"), EVP_PKEY_free);
        certificate.reset(X509_new(), X509_free);
        X509_set_version(certificate.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key.get());
        auto* subject = X509_get_subject_name(certificate.get());
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
        X509_set_issuer_name(certificate.get(), subject);
        for (const auto& [id, value] : {std::pair{NID_subject_alt_name, "DNS:localhost"},
                                        std::pair{NID_basic_constraints, "critical,CA:TRUE"}}) {
            auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value);
            X509_add_ext(certificate.get(), extension, -1);
            X509_EXTENSION_free(extension);
        }
        X509_sign(certificate.get(), key.get(), EVP_sha256());
        const std::unique_ptr<FILE, int (*)(FILE*)> out{std::fopen(file().c_str(), "w"),
                                                        std::fclose};
        PEM_write_X509(out.get(), certificate.get());
    }
    std::string file() const { return folder_ / "own.pem"; }

    std::shared_ptr<EVP_PKEY> key;
    std::shared_ptr<X509> certificate;

private:
    adapters::ScratchFolder folder_{"tls"};
};

}  // namespace

TEST_CASE("a call arrives as it was made and its reply comes back") {
    const Neighbour neighbour{[](httplib::Server& server) {
        server.Put("/v1/thing", [](const httplib::Request& request, httplib::Response& response) {
            response.status = 201;
            response.set_header("X-Seen-Key", request.get_header_value("Idempotency-Key"));
            response.set_header("X-Seen-Type", request.get_header_value("Content-Type"));
            response.set_content(request.body + "!", "text/plain");
        });
    }};
    curl::Client client{on_this_machine};
    const auto body = std::string{"a\0b", 3};
    for (int i = 0; i < 3; ++i) {
        const auto reply = client.call({.method = "PUT",
                                        .url = neighbour.url("/v1/thing?x=1"),
                                        .headers = {"Idempotency-Key: 17"},
                                        .body = body,
                                        .content_type = "application/x"});
        CHECK_EQ(reply.status, 201);
        CHECK_EQ(reply.headers.at("x-seen-key"), "17");
        CHECK_EQ(reply.headers.at("x-seen-type"), "application/x");
        CHECK_EQ(reply.body, body + "!");
    }
}

TEST_CASE("every method can be called") {
    const Neighbour neighbour{[](httplib::Server& server) {
        const auto say = [](const httplib::Request& request, httplib::Response& response) {
            response.set_header("X-Method", request.method);
            response.set_content(request.method, "text/plain");
        };
        server.Get("/", say).Post("/", say).Put("/", say).Patch("/", say).Delete("/", say);
    }};
    curl::Client client{on_this_machine};
    for (const std::string method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "GET"})
        CHECK_EQ(client.call({.method = method, .url = neighbour.url("/")}).headers.at("x-method"),
                 method);
}

TEST_CASE("4xx and redirects are a no with their words, 429 and 5xx are for later") {
    const auto status_of_call = [](int status, httplib::Headers headers = {}) {
        const auto neighbour = answering(status, std::move(headers));
        curl::Client{on_this_machine}.call({.url = neighbour.url("/v1/thing?token=secret")});
    };
    for (const int status : {301, 302, 303, 307, 308, 400, 401, 403, 404, 409, 410, 422}) {
        CAPTURE(status);
        const auto no = fault_of<adapters::RefusedCall>([&] {
            status_of_call(status, {{"Location", "http://169.254.169.254/latest/meta-data"}});
        });
        CHECK_EQ(no.status, status);
        CHECK_EQ(no.body, "their words");
        CHECK_NE(std::string{no.what()}.find("/v1/thing: answered"), std::string::npos);
        CHECK_EQ(std::string{no.what()}.find("secret"), std::string::npos);
    }
    for (const int status : {429, 500, 502, 503, 504}) {
        CAPTURE(status);
        CHECK_THROWS_AS(status_of_call(status), engine::Unavailable);
    }
    const auto later = fault_of<engine::Unavailable>([&] {
        status_of_call(429, {{"Retry-After", "120"}});
    });
    CHECK(later.retry_after == std::chrono::seconds{120});
    const auto at_a_date = fault_of<engine::Unavailable>([&] {
        status_of_call(503, {{"Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT"}});
    });
    CHECK(at_a_date.retry_after > std::chrono::hours{24});
    CHECK_FALSE(fault_of<engine::Unavailable>([&] { status_of_call(503); }).retry_after);
}

TEST_CASE("an answer that has no end is cut at the limit") {
    const auto neighbour = answering(200, {}, std::string(200'000, 'x'));
    auto settings = on_this_machine;
    settings.reply_max = 200'000;
    CHECK_EQ(curl::Client{settings}.call({.url = neighbour.url("/v1/thing")}).body.size(), 200'000);
    settings.reply_max = 199'999;
    CHECK_THROWS_WITH_AS(curl::Client{settings}.call({.url = neighbour.url("/v1/thing")}),
                         doctest::Contains("larger than 199999 bytes"), engine::Rejected);
}

TEST_CASE("an answer is not unpacked, so it cannot be a bomb") {
    const auto neighbour = answering(200, {{"Content-Encoding", "gzip"}}, "\x1f\x8b not really");
    CHECK_EQ(curl::Client{on_this_machine}.call({.url = neighbour.url("/v1/thing")}).body,
             "\x1f\x8b not really");
}

TEST_CASE("a neighbour that is slow or has gone is unavailable") {
    int port = 0;
    {
        const Neighbour slow{[](httplib::Server& server) {
            server.Get("/", [](const auto&, auto&) {
                std::this_thread::sleep_for(std::chrono::milliseconds{600});
            });
        }};
        port = slow.port;
        auto settings = on_this_machine;
        settings.total_timeout = std::chrono::milliseconds{200};
        CHECK_THROWS_AS(curl::Client{settings}.call({.url = slow.url("/")}), engine::Unavailable);
    }
    const auto gone = "http://127.0.0.1:" + std::to_string(port);
    CHECK_THROWS_AS(curl::Client{on_this_machine}.call({.url = gone}), engine::Unavailable);
    CHECK_THROWS_AS(curl::Client{}.call({.url = "https://no.such.host.invalid/"}),
                    engine::Unavailable);
}

TEST_CASE("only https, and nothing but http, can be called") {
    for (const std::string url :
         {"http://127.0.0.1/", "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/",
          "smtp://127.0.0.1/", "scp://127.0.0.1/", "nonsense", "", "https://", "https://a b/",
          "https://user:password@127.0.0.1/"}) {
        CAPTURE(url);
        CHECK_THROWS_AS(curl::Client{{.allow_loopback = true}}.call({.url = url}),
                        engine::Rejected);
    }
    CHECK_THROWS_AS(curl::Client{on_this_machine}.call({.url = "file:///etc/passwd"}),
                    engine::Rejected);
}

TEST_CASE("a name that leads into our own network leads nowhere") {
    const auto neighbour = answering(200);
    const auto port = std::to_string(neighbour.port);
    curl::Client outward{{.allow_http = true}};
    for (const std::string host :
         {"127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0", "[::1]",
          "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254", "192.168.0.1", "[fd00::1]",
          "[fe80::1]", "100.64.0.1"}) {
        CAPTURE(host);
        CHECK_THROWS_WITH_AS(outward.call({.url = "http://" + host + ":" + port + "/v1/thing"}),
                             doctest::Contains("is not a public one"), engine::Rejected);
    }
    curl::Client inward{on_this_machine};
    CHECK_EQ(inward.call({.url = "http://localhost:" + port + "/v1/thing"}).status, 200);
    CHECK_THROWS_AS(inward.call({.url = "http://10.0.0.1/"}), engine::Rejected);
}

TEST_CASE("the environment cannot put a proxy in between") {
    const auto neighbour = answering(200);
    ::setenv("http_proxy", "http://127.0.0.1:1", 1);
    ::setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    CHECK_EQ(curl::Client{on_this_machine}.call({.url = neighbour.url("/v1/thing")}).status, 200);
    ::unsetenv("http_proxy");
    ::unsetenv("ALL_PROXY");
}

TEST_CASE("a header with a line break is refused before anybody is called") {
    CHECK_THROWS_AS(curl::Client{on_this_machine}.call(
                        {.url = "http://127.0.0.1:1/", .headers = {"A: b\r\nHost: evil"}}),
                    engine::Rejected);
    CHECK_THROWS_AS(curl::Client{on_this_machine}.call(
                        {.url = "http://127.0.0.1:1/", .content_type = "a\r\nHost: evil"}),
                    engine::Rejected);
}

TEST_CASE("a certificate has to be signed by whom we trust, for the name that we call") {
    const OwnCertificate own;
    const Neighbour neighbour{
        [](httplib::Server& server) {
            server.Get("/", [](const auto&, auto& response) { response.body = "safe"; });
        },
        std::make_unique<httplib::SSLServer>(own.certificate.get(), own.key.get())};
    const auto port = std::to_string(neighbour.port);
    curl::Client strict{{.allow_loopback = true}};
    CHECK_THROWS_AS(strict.call({.url = "https://localhost:" + port}), engine::Unavailable);
    curl::Client trusting{{.allow_loopback = true, .ca_file = own.file()}};
    CHECK_EQ(trusting.call({.url = "https://localhost:" + port}).body, "safe");
    CHECK_THROWS_AS(trusting.call({.url = "https://127.0.0.1:" + port}), engine::Unavailable);
}

TEST_CASE("threads share a client") {
    const auto neighbour = answering(200);
    curl::Client client{on_this_machine};
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int k = 0; k < 20; ++k)
                good += client.call({.url = neighbour.url("/v1/thing")}).body == "their words";
        });
    for (auto& thread : threads) thread.join();
    CHECK_EQ(good, 80);
}

TEST_CASE("public is what the internet can reach") {
    for (const auto* address :
         {"8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0",
          "198.17.255.255", "223.255.255.255", "2001:4860:4860::8888", "2a00:1450::1",
          "2001:200::1", "64:ff9b::808:808", "::ffff:8.8.8.8"}) {
        CAPTURE(address);
        CHECK(is_public(address));
        CHECK_FALSE(is_loopback(address));
    }
    for (const auto* address : {"0.0.0.0",
                                "10.255.255.255",
                                "100.64.0.0",
                                "100.127.255.255",
                                "127.0.0.1",
                                "127.8.8.8",
                                "169.254.169.254",
                                "172.16.0.0",
                                "172.31.255.255",
                                "192.0.0.1",
                                "192.0.2.1",
                                "192.88.99.1",
                                "192.168.1.1",
                                "198.18.0.0",
                                "198.19.255.255",
                                "198.51.100.7",
                                "203.0.113.7",
                                "224.0.0.1",
                                "240.0.0.1",
                                "255.255.255.255",
                                "::",
                                "::1",
                                "fe80::1",
                                "fec0::1",
                                "fc00::1",
                                "fdff::1",
                                "ff02::1",
                                "2001::1",
                                "2001:db8::1",
                                "2002:7f00:1::",
                                "3fff::1",
                                "64:ff9b::7f00:1",
                                "64:ff9b::a00:1",
                                "64:ff9b:1::1",
                                "::ffff:10.0.0.1",
                                "::ffff:127.0.0.1",
                                "::127.0.0.1",
                                "100::1"}) {
        CAPTURE(address);
        CHECK_FALSE(is_public(address));
    }
    for (const auto* address : {"127.0.0.1", "127.255.0.1", "::1", "::ffff:127.0.0.1"})
        CHECK(is_loopback(address));
    for (const auto* address : {"128.0.0.1", "::2", "::ffff:10.0.0.1", "::"})
        CHECK_FALSE(is_loopback(address));
    const sockaddr unix_socket{.sa_family = AF_UNIX, .sa_data = {}};
    CHECK_FALSE(curl::is_public(unix_socket));
    CHECK_FALSE(curl::is_loopback(unix_socket));
}

}  // namespace client_test
