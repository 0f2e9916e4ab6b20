#include "adapters/oidc/id_token.hpp"

#include <cjose/cjose.h>
#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <variant>

#include "adapters/base64.hpp"

namespace id_token_test {

using nlohmann::json;
using oidc::NotBelieved;

namespace {

constexpr std::int64_t now = 1'800'000'000;
const oidc::Expected expected{.issuer = "https://login.example",
                              .client_id = "doorstep",
                              .nonce = "our question",
                              .now = engine::Time{std::chrono::seconds{now}}};

class Key {
public:
    static Key rsa() { return Key{cjose_jwk_create_RSA_random(2048, nullptr, 0, nullptr)}; }
    static Key ec() { return Key{cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr)}; }
    static Key shared(const std::string& secret) {
        return Key{cjose_jwk_create_oct_spec(reinterpret_cast<const std::uint8_t*>(secret.data()),
                                             secret.size(), nullptr)};
    }
    ~Key() { cjose_jwk_release(key_); }
    Key(const Key&) = delete;
    Key& operator=(const Key&) = delete;

    json published(const std::string& id, const json& more = json::object()) const {
        const std::unique_ptr<char, decltype(&std::free)> text{
            cjose_jwk_to_json(key_, false, nullptr), std::free};
        auto key = json::parse(text.get());
        key["kid"] = id;
        key.update(more);
        return key;
    }
    std::string sign(const json& claims, const std::string& algorithm,
                     const std::string& id = "one") const {
        auto* header = cjose_header_new(nullptr);
        cjose_header_set(header, CJOSE_HDR_ALG, algorithm.c_str(), nullptr);
        if (!id.empty()) cjose_header_set(header, CJOSE_HDR_KID, id.c_str(), nullptr);
        const auto text = claims.dump();
        auto* jws = cjose_jws_sign(key_, header, reinterpret_cast<const std::uint8_t*>(text.data()),
                                   text.size(), nullptr);
        REQUIRE(jws);
        const char* compact = nullptr;
        REQUIRE(cjose_jws_export(jws, &compact, nullptr));
        std::string token = compact;
        cjose_jws_release(jws);
        cjose_header_release(header);
        return token;
    }

private:
    explicit Key(cjose_jwk_t* key) : key_{key} { REQUIRE(key_); }
    cjose_jwk_t* key_;
};

json claims(const json& other = json::object()) {
    auto all = json{{"iss", "https://login.example"}, {"aud", "doorstep"}, {"sub", "17"},
                    {"nonce", "our question"},        {"iat", now - 10},   {"exp", now + 300}};
    all.update(other);
    return all;
}

json set_of(const json& key) { return {{"keys", json::array({key})}}; }

// Empty if it is believed.
std::string flaw(const std::string& token, const json& keys) {
    const auto judged = oidc::judge(token, keys, expected);
    const auto* no = std::get_if<NotBelieved>(&judged);
    return no ? no->why : "";
}

std::string base64url(const std::string& text) {
    auto coded = adapters::base64(text);
    while (coded.ends_with('=')) coded.pop_back();
    return coded;
}

}  // namespace

TEST_CASE(
    "a token that the provider has signed for us is believed, by each kind of key that counts") {
    const auto rsa = Key::rsa();
    const auto ec = Key::ec();
    CHECK_EQ(flaw(rsa.sign(claims(), "RS256"), set_of(rsa.published("one"))), "");
    CHECK_EQ(flaw(rsa.sign(claims(), "PS256"), set_of(rsa.published("one"))), "");
    CHECK_EQ(flaw(ec.sign(claims(), "ES256"), set_of(ec.published("one"))), "");
    CHECK_EQ(flaw(ec.sign(claims(), "ES256", ""), set_of(ec.published("one"))), "");
    const auto both =
        json{{"keys", {ec.published("two"), json::object(), "odd", rsa.published("one")}}};
    const auto judged = oidc::judge(rsa.sign(claims(), "RS256"), both, expected);
    CHECK_EQ(std::get<json>(judged).at("sub"), "17");
}

TEST_CASE("a signature of another key, or of a kind that anybody can make, is none") {
    const auto ours = Key::rsa();
    const auto theirs = Key::rsa();
    const auto keys = set_of(ours.published("one"));
    const std::string foreign = "its signature is not the provider's";
    CHECK_EQ(flaw(theirs.sign(claims(), "RS256"), keys), foreign);
    CHECK_EQ(flaw(ours.sign(claims(), "RS256", "two"), keys), foreign);
    CHECK_EQ(flaw(ours.sign(claims(), "RS256"), set_of(ours.published("one", {{"use", "enc"}}))),
             foreign);
    CHECK_EQ(flaw(ours.sign(claims(), "RS256"), set_of(ours.published("one", {{"alg", "PS256"}}))),
             foreign);
    CHECK_EQ(flaw(ours.sign(claims(), "RS256"), json::object()), foreign);
    // By the public key as a shared secret, by none, and with other claims under the signature.
    const auto shared = Key::shared(ours.published("one").dump());
    const std::string of_no_kind = "its signature is of a kind that does not count";
    CHECK_EQ(flaw(shared.sign(claims(), "HS256"), keys), of_no_kind);
    CHECK_NE(flaw(base64url(R"({"alg":"none"})") + "." + base64url(claims().dump()) + ".", keys),
             "");
    auto token = ours.sign(claims(), "RS256");
    const auto body = token.find('.') + 1;
    token.replace(body, token.rfind('.') - body, base64url(claims({{"sub", "18"}}).dump()));
    CHECK_EQ(flaw(token, keys), foreign);
    for (const auto* none : {"", "x", "a.b", "a.b.c", "...."}) CHECK_NE(flaw(none, keys), "");
}

TEST_CASE("a token of another issuer, for another client, of another time or question is refused") {
    const auto key = Key::ec();
    const auto with = [&](const json& other) {
        return flaw(key.sign(claims(other), "ES256"), set_of(key.published("one")));
    };
    CHECK_EQ(with(json::object()), "");
    CHECK_EQ(with({{"iss", "https://login.example/"}}), "it is of another issuer");
    CHECK_EQ(with({{"iss", nullptr}}), "it is of another issuer");
    CHECK_EQ(with({{"aud", "other"}}), "it is for another client");
    CHECK_EQ(with({{"aud", json::array({"doorstep"})}}), "");
    CHECK_EQ(with({{"aud", json::array({"other", "doorstep"})}}), "it is for another client");
    CHECK_EQ(with({{"aud", json::array({"other", "doorstep"})}, {"azp", "doorstep"}}), "");
    CHECK_EQ(with({{"azp", "other"}}), "it is for another client");
    CHECK_EQ(with({{"aud", json::array()}}), "it is for another client");
    CHECK_EQ(with({{"exp", now - 59}}), "");
    CHECK_EQ(with({{"exp", now - 60}}), "it has expired");
    CHECK_EQ(with({{"exp", "tomorrow"}}), "it has expired");
    CHECK_EQ(with({{"iat", now + 61}}), "it is of the future");
    CHECK_EQ(with({{"nonce", "their question"}}), "it answers another question");
    CHECK_EQ(with({{"nonce", nullptr}}), "it answers another question");
    CHECK_EQ(with({{"sub", ""}}), "it names nobody");
}

TEST_CASE("it is known whether a token's key is there") {
    const auto key = Key::ec();
    const auto keys = set_of(key.published("one"));
    CHECK(oidc::has_key_of(key.sign(claims(), "ES256"), keys));
    CHECK_FALSE(oidc::has_key_of(key.sign(claims(), "ES256", "two"), keys));
    CHECK_FALSE(oidc::has_key_of("x", keys));
}

}  // namespace id_token_test
