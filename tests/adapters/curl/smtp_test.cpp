#include "adapters/curl/smtp.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "adapters/scratch_folder.hpp"
#include "engine/fault.hpp"
#include "tests/child.hpp"
#include "tests/golden.hpp"

namespace smtp_test {

namespace fs = std::filesystem;

namespace {

struct Sink {
    explicit Sink(std::vector<std::string> more = {})
        : server{command(more)},
          settings{.url = "smtp://127.0.0.1:" + std::to_string(server.port()),
                   .starttls = false,
                   .helo = "doorstep.example"} {}

    std::vector<std::string> command(const std::vector<std::string>& more) const {
        const auto* source = std::getenv("DOORSTEP_SOURCE");
        std::vector<std::string> words{
            "/usr/bin/python3",
            std::string{source ? source : "."} + "/examples/simulators/smtp_sink.py", "--folder",
            folder.path()};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    std::string message(const std::string& name) const {
        return tests::read_file(folder / (name + ".eml"));
    }
    nlohmann::json envelope(const std::string& name) const {
        return nlohmann::json::parse(tests::read_file(folder / (name + ".json")));
    }

    adapters::ScratchFolder folder{"mail"};
    tests::Child server;
    curl::SmtpSettings settings;
};

const std::string message =
    "From: a@registry.example\r\nSubject: =?utf-8?q?=C3=A9?=\r\n\r\n.\r\n..dots\r\ncaf\xc3\xa9\r\n";

}  // namespace

TEST_CASE("a mail arrives byte for byte with its envelope") {
    const Sink sink;
    curl::send_mail(sink.settings, {"bounces@registry.example", {"an@b.example", "cc@b.example"}},
                    message);
    CHECK_EQ(sink.message("000001"), message);
    CHECK_EQ(sink.envelope("000001")["from"], "bounces@registry.example");
    CHECK(sink.envelope("000001")["to"].dump() == R"(["an@b.example","cc@b.example"])");

    curl::send_mail(sink.settings, {"", {"an@b.example"}}, message);  // As bounces are sent.
    CHECK_EQ(sink.envelope("000002")["from"], "");
}

TEST_CASE("a mail of some megabytes arrives whole") {
    const Sink sink;
    auto large = message;
    while (large.size() < 5'000'000) large += "." + std::string(70, 'x') + "\r\n";
    curl::send_mail(sink.settings, {"a@b.example", {"an@b.example"}}, large);
    CHECK(sink.message("000001") == large);
}

TEST_CASE("5xx is the end and 4xx is not, and both say the server's words") {
    const Sink sink;
    const auto send = [&](std::vector<std::string> to) {
        curl::send_mail(sink.settings, {"a@b.example", std::move(to)}, message);
    };
    CHECK_THROWS_WITH_AS(send({"550@b.example"}), doctest::Contains("5.1.1 No such mailbox here"),
                         engine::Rejected);
    CHECK_THROWS_WITH_AS(send({"451@b.example"}), doctest::Contains("4.3.0 Try again in a while"),
                         engine::Unavailable);
    CHECK_THROWS_AS(send({"later-550@b.example"}), engine::Rejected);
    CHECK_THROWS_AS(send({"later-451@b.example"}), engine::Unavailable);
    CHECK_THROWS_AS(send({"drop@b.example"}), engine::Unavailable);
    CHECK_THROWS_AS(send({"good@b.example", "550@b.example"}), engine::Rejected);
    CHECK_FALSE(fs::exists(sink.folder / "000001.eml"));  // All recipients or none.
    send({"delay-0.2@b.example"});
    CHECK(fs::exists(sink.folder / "000001.eml"));
}

TEST_CASE("a server that thinks for too long is unavailable") {
    Sink sink;
    sink.settings.total_timeout = std::chrono::milliseconds{300};
    CHECK_THROWS_AS(curl::send_mail(sink.settings, {"a@b.example", {"delay-9@b.example"}}, message),
                    engine::Unavailable);
}

TEST_CASE("nobody at the port is unavailable") {
    Sink sink;
    sink.server.stop();
    CHECK_THROWS_AS(curl::send_mail(sink.settings, {"a@b.example", {"an@b.example"}}, message),
                    engine::Unavailable);
}

TEST_CASE("without the encryption that is asked for nothing is sent") {
    Sink sink;
    sink.settings.starttls = true;  // The sink does not offer it.
    CHECK_THROWS_AS(curl::send_mail(sink.settings, {"a@b.example", {"an@b.example"}}, message),
                    engine::Unavailable);
    CHECK_FALSE(fs::exists(sink.folder / "000001.eml"));
}

TEST_CASE("a mail server that knows its users takes the right password alone") {
    Sink sink{{"--user", "doorstep", "--password", "right"}};
    sink.settings.user = "doorstep";
    sink.settings.password = "wrong";
    const curl::Envelope envelope{"a@b.example", {"an@b.example"}};
    CHECK_THROWS_AS(curl::send_mail(sink.settings, envelope, message), engine::Unavailable);
    sink.settings.password = "right";
    curl::send_mail(sink.settings, envelope, message);
    CHECK_EQ(sink.envelope("000001")["user"], "doorstep");
}

TEST_CASE("an address that would be a command is refused before anybody is called") {
    const Sink sink;
    for (const std::string address :
         {"a@b.example\r\nRCPT TO:<c@d.example>", "a@b.example> <c@d.example", "a b@c.example"}) {
        CHECK_THROWS_AS(curl::send_mail(sink.settings, {"a@b.example", {address}}, message),
                        engine::Rejected);
        CHECK_THROWS_AS(curl::send_mail(sink.settings, {address, {"a@b.example"}}, message),
                        engine::Rejected);
    }
    CHECK_THROWS_AS(curl::send_mail(sink.settings, {"a@b.example", {}}, message), engine::Rejected);
    CHECK_FALSE(fs::exists(sink.folder / "000001.eml"));
}

TEST_CASE("the sink ends when it is told to") {
    Sink sink;
    CHECK_EQ(sink.server.stop(), 0);
}

}  // namespace smtp_test
