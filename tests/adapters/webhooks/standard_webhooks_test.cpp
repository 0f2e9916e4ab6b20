#include "adapters/webhooks/standard_webhooks.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

namespace standard_webhooks_test {

using webhooks::Flaw;

namespace {

std::chrono::sys_seconds at(long long seconds) {
    return std::chrono::sys_seconds{std::chrono::seconds{seconds}};
}

// The specification's own example.
const std::string secret_text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const std::string timestamp = "1614265330";
const std::string body = R"({"test": 2432232314})";
const std::string signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const auto now = at(1614265330);

std::optional<Flaw> verify(const webhooks::Headers& headers, std::string_view text = body,
                           std::chrono::sys_seconds time = now) {
    const std::vector secrets{webhooks::read_secret(secret_text)};
    return webhooks::verify(headers, text, secrets, time);
}

std::optional<Flaw> verify_signature(const std::string& header) {
    return verify({id, timestamp, header});
}

std::string vectors_path() {
    const auto* shared = std::getenv("DOORSTEP_SHARED");
    const auto* source = std::getenv("DOORSTEP_SOURCE");
    return (shared ? std::string{shared} : std::string{source ? source : "."} + "/../shared") +
           "/data/vectors/standard-webhooks-v1.jsonl";
}

}  // namespace

TEST_CASE("the specification's example is genuine, and we sign it the same way") {
    CHECK_FALSE(verify({id, timestamp, signature}));
    CHECK_EQ(webhooks::sign(webhooks::read_secret(secret_text), id, now, body), signature);
}

TEST_CASE("other implementations' signatures are genuine, and ours are theirs") {
    std::ifstream file{vectors_path()};
    if (!file) {
        MESSAGE("skipped: there are no vectors at " << vectors_path());
        return;
    }
    int count = 0;
    for (std::string line; std::getline(file, line); ++count) {
        const auto vector = nlohmann::json::parse(line);
        CAPTURE(line);
        const std::vector secrets{webhooks::read_secret(vector["secret"].get<std::string>())};
        const auto seconds = vector["timestamp"].get<long long>();
        const auto text = vector["body"].get<std::string>();
        const auto name = vector["id"].get<std::string>();
        const auto theirs = vector["signature"].get<std::string>();
        CHECK_EQ(webhooks::sign(secrets[0], name, at(seconds), text), theirs);
        CHECK_FALSE(
            webhooks::verify({name, std::to_string(seconds), theirs}, text, secrets, at(seconds)));
        CHECK(webhooks::verify({name, std::to_string(seconds), theirs}, text + " ", secrets,
                               at(seconds)) == Flaw::signature_wrong);
    }
    CHECK_GE(count, 5);
}

TEST_CASE("what is changed on the way is not believed") {
    CHECK(verify({id, timestamp, signature}, R"({"test": 2432232315})") == Flaw::signature_wrong);
    CHECK(verify({id, timestamp, signature}, "") == Flaw::signature_wrong);
    CHECK(verify({id, timestamp, signature}, body + '\0') == Flaw::signature_wrong);
    CHECK(verify({"msg_other", timestamp, signature}) == Flaw::signature_wrong);
    CHECK(verify({id, "1614265331", signature}) == Flaw::signature_wrong);
    for (std::size_t i = 3; i + 1 < signature.size(); ++i) {
        auto changed = signature;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CAPTURE(changed);
        CHECK(verify_signature(changed) == Flaw::signature_wrong);
    }
}

TEST_CASE("a missing or malformed header is named") {
    CHECK(verify({"", timestamp, signature}) == Flaw::id_missing);
    CHECK(verify({id, "", signature}) == Flaw::timestamp_missing);
    CHECK(verify({id, timestamp, ""}) == Flaw::signature_missing);
    for (const std::string wrong : {"a.b", "a b", "a\nb", "\xc3\xa9"}) {
        CAPTURE(wrong);
        CHECK(verify({wrong, timestamp, signature}) == Flaw::id_malformed);
    }
    CHECK(verify({std::string(257, 'a'), timestamp, signature}) == Flaw::id_malformed);
    for (const std::string wrong : {"soon", "1614265330.0", "-1614265330", "+1614265330", "0x60",
                                    " 1614265330", "01614265330", "99999999999999999999", "1e9"}) {
        CAPTURE(wrong);
        CHECK(verify({id, wrong, signature}) == Flaw::timestamp_malformed);
    }
    for (const std::string wrong : {"v1", "g0hM9SsE", ",g0hM9SsE", " ", "v1g0h v1"}) {
        CAPTURE(wrong);
        const auto flaw = verify_signature(wrong);
        CHECK(flaw == (wrong == " " ? Flaw::version_unknown : Flaw::signature_malformed));
    }
}

TEST_CASE("a signature that is nearly one is wrong, not accepted and not a crash") {
    for (const std::string& wrong :
         {std::string{"v1,"}, std::string{"v1,="}, signature + "=", signature + "A",
          signature.substr(0, signature.size() - 1), "v1, " + signature.substr(3),
          "v1,v1," + signature.substr(3), "v1," + std::string(44, 'A'),
          "v1," + std::string(1'000'000, 'A')}) {
        CAPTURE(wrong.size());
        CHECK(verify_signature(wrong) == Flaw::signature_wrong);
    }
    // The same bytes, written with the unused bits of the last letter set.
    auto other_spelling = signature;
    other_spelling[other_spelling.size() - 2] = 'F';
    CHECK(verify_signature(other_spelling) == Flaw::signature_wrong);
}

TEST_CASE("one good signature among others is enough, and unknown versions are skipped") {
    const auto wrong = "v1," + std::string(43, 'A') + "=";
    CHECK_FALSE(verify_signature(wrong + " " + signature));
    CHECK_FALSE(verify_signature(signature + " " + wrong));
    CHECK_FALSE(verify_signature("v1a,abc v2,def " + signature));
    CHECK_FALSE(verify_signature("nonsense  " + signature + " "));
    CHECK(verify_signature(wrong + " " + wrong) == Flaw::signature_wrong);
    CHECK(verify_signature("v1a," + signature.substr(3)) == Flaw::version_unknown);
    CHECK(verify_signature("v2," + signature.substr(3)) == Flaw::version_unknown);
    CHECK(verify_signature("V1," + signature.substr(3)) == Flaw::version_unknown);
}

TEST_CASE("while a secret is being changed the old and the new one are good") {
    const auto older = webhooks::read_secret(secret_text);
    const auto newer = webhooks::read_secret("whsec_" + std::string(32, 'A'));
    const auto by_newer = webhooks::sign(newer, id, now, body);
    const std::vector both{newer, older}, only_newer{newer};
    CHECK_FALSE(webhooks::verify({id, timestamp, signature}, body, both, now));
    CHECK_FALSE(webhooks::verify({id, timestamp, by_newer}, body, both, now));
    CHECK_FALSE(
        webhooks::verify({id, timestamp, signature + " " + by_newer}, body, only_newer, now));
    CHECK(webhooks::verify({id, timestamp, signature}, body, only_newer, now) ==
          Flaw::signature_wrong);
    CHECK(webhooks::verify({id, timestamp, signature}, body, {}, now) == Flaw::signature_wrong);
}

TEST_CASE("a message is believed for five minutes before and after its time") {
    const webhooks::Headers headers{id, timestamp, signature};
    CHECK_FALSE(verify(headers, body, now + std::chrono::seconds{300}));
    CHECK_FALSE(verify(headers, body, now - std::chrono::seconds{300}));
    CHECK(verify(headers, body, now + std::chrono::seconds{301}) == Flaw::too_old);
    CHECK(verify(headers, body, now - std::chrono::seconds{301}) == Flaw::too_new);
    CHECK(verify({id, "0", signature}) == Flaw::too_old);
    CHECK(verify({id, "999999999999", signature}) == Flaw::too_new);
}

TEST_CASE("an id with a dot cannot be signed, for it could be read in two ways") {
    const auto secret = webhooks::read_secret(secret_text);
    for (const std::string wrong : {"", "a.1", "a b", "a\r\nb"})
        CHECK_THROWS_AS(webhooks::sign(secret, wrong, now, body), std::invalid_argument);
}

TEST_CASE("a secret has a prefix, one spelling and 24 to 64 bytes, and no error repeats it") {
    const auto letters = [](std::size_t count) { return "whsec_" + std::string(count, 'A'); };
    CHECK_EQ(webhooks::read_secret(letters(32)).key, std::string(24, '\0'));
    CHECK_EQ(webhooks::read_secret(letters(86) + "==").key.size(), 64);
    for (const std::string& wrong :
         {std::string{}, std::string{"whsec_"}, std::string(32, 'A'), letters(31), letters(28),
          letters(31) + "=", letters(87) + "=", letters(88), "whsec_ " + std::string(31, 'A'),
          letters(31) + "\n", letters(31) + "-", letters(33) + "===", letters(33) + "B==",
          "WHSEC_" + std::string(32, 'A'), letters(30) + "=A"}) {
        CAPTURE(wrong);
        CHECK_THROWS_AS(webhooks::read_secret(wrong), std::invalid_argument);
        try {
            webhooks::read_secret(wrong);
        } catch (const std::invalid_argument& error) {
            CHECK_EQ(std::string{error.what()}.find("AAAA"), std::string::npos);
        }
    }
}

TEST_CASE("every flaw has a sentence") {
    for (int flaw = 0; flaw <= static_cast<int>(Flaw::signature_wrong); ++flaw)
        CHECK(webhooks::sentence(static_cast<Flaw>(flaw)).ends_with('.'));
}

}  // namespace standard_webhooks_test
