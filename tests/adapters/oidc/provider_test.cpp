// Against a real OpenID provider, npm's oidc-provider; a browser that signs in there comes with it.

#include "adapters/oidc/provider.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <string>
#include <variant>

#include "adapters/curl/client.hpp"
#include "adapters/neighbour.hpp"
#include "tests/child.hpp"

namespace provider_test {

using adapters::NotProven;
using adapters::Proven;
using adapters::SignOnAnswer;
using namespace std::chrono_literals;

namespace {

const std::string callback = "https://join.example/console/oidc";

std::map<std::string, std::string> query_of(const std::string& url) {
    std::map<std::string, std::string> fields;
    for (auto at = url.find('?'); at != std::string::npos; at = url.find('&', at + 1)) {
        const auto equals = url.find('=', at);
        const auto end = std::min(url.find('&', at + 1), url.size());
        std::string value;
        for (auto i = equals + 1; i < end; ++i)
            if (url[i] == '%') {
                value += static_cast<char>(std::stoi(url.substr(i + 1, 2), nullptr, 16));
                i += 2;
            } else {
                value += url[i];
            }
        fields[url.substr(at + 1, equals - at - 1)] = value;
    }
    return fields;
}

struct House {
    explicit House(const std::string& addresses = "verified")
        : server{{"/usr/bin/env", "node",
                  std::string{std::getenv("DOORSTEP_SOURCE")} + "/tests/adapters/oidc/provider.mjs",
                  addresses},
                 "/dev/null"},
          root{"http://127.0.0.1:" + std::to_string(server.port())} {}

    oidc::Provider door(const std::string& secret = "a secret: with +signs") {
        return oidc::Provider{
            {.issuer = root,
             .client_id = "doorstep",
             .client_secret = secret,
             .redirect_uri = callback,
             .key = std::string(32, 'k')},
            {.send = [this](const auto& call) { return client.call(call); },
             .random = [this] { return std::string(31, 'r') + static_cast<char>('a' + ++tickets); },
             .now =
                 [this] {
                     return std::chrono::time_point_cast<engine::Time::duration>(
                                std::chrono::system_clock::now()) +
                            shift;
                 }}};
    }
    // Where the browser is sent back to, and with what.
    SignOnAnswer sign_in(const adapters::SignOnBegun& begun,
                         const std::string& as = "an@registry.example") {
        const auto back = client
                              .call({.url = root + "/browser?url=" + adapters::url_part(begun.url) +
                                            "&as=" + adapters::url_part(as)})
                              .body;
        INFO(back);
        REQUIRE(back.starts_with(callback + "?"));
        auto query = query_of(back);
        return {.ticket = begun.ticket,
                .state = query["state"],
                .code = query["code"],
                .issuer = query["iss"],
                .error = query["error"]};
    }

    tests::Child server;
    std::string root;
    curl::Client client{{.allow_http = true, .allow_loopback = true}};
    std::chrono::seconds shift{0};
    int tickets = 0;
};

std::string why(const std::variant<Proven, NotProven>& outcome) {
    const auto* no = std::get_if<NotProven>(&outcome);
    return no ? no->why : "";
}

}  // namespace

TEST_CASE("whoever signs in at the provider is who the provider says") {
    House house;
    auto door = house.door();
    const auto begun = door.begin();
    auto asked = query_of(begun.url);
    CHECK_EQ(asked["response_type"], "code");
    CHECK_EQ(asked["code_challenge_method"], "S256");
    CHECK_EQ(asked["code_challenge"].size(), 43);
    CHECK_EQ(asked["scope"], "openid email");
    CHECK_EQ(begun.url.find("secret"), std::string::npos);
    const auto answer = house.sign_in(begun);
    CHECK_EQ(answer.issuer, house.root);
    const auto proven = std::get<Proven>(door.finish(answer));
    CHECK_EQ(proven.email, "an@registry.example");
    CHECK_EQ(proven.subject, "id of an@registry.example");
    CHECK_EQ(why(door.finish(answer)), "refused");  // A code is good once.

    const auto other = door.begin();
    CHECK_NE(other.ticket, begun.ticket);
    CHECK_EQ(std::get<Proven>(door.finish(house.sign_in(other, "bo@registry.example"))).email,
             "bo@registry.example");
}

TEST_CASE("an answer counts with the ticket of its own question, in time, and of its issuer") {
    House house;
    auto door = house.door();
    const auto mine = house.sign_in(door.begin());
    const auto theirs = house.sign_in(door.begin());
    auto mixed = mine;
    mixed.ticket = theirs.ticket;
    CHECK_EQ(why(door.finish(mixed)), "foreign");
    mixed = mine;
    mixed.code = theirs.code;  // Bound to another code verifier.
    CHECK_EQ(why(door.finish(mixed)), "refused");
    mixed = mine;
    mixed.issuer = "https://elsewhere.example";
    CHECK_EQ(why(door.finish(mixed)), "foreign");
    mixed.issuer.clear();  // This provider always says it.
    CHECK_EQ(why(door.finish(mixed)), "foreign");
    mixed = mine;
    mixed.code.clear();
    mixed.error = "access_denied";
    CHECK_EQ(why(door.finish(mixed)), "refused");
    for (const auto* none : {"", "x", ".", "1.x", "-5.x"}) {
        mixed.ticket = none;
        CHECK_EQ(why(door.finish(mixed)), "expired");
    }
    house.shift = 10min;
    CHECK_EQ(why(door.finish(mine)), "expired");
}

TEST_CASE("an address that the provider has not verified is nobody's") {
    House house{"unverified"};
    auto door = house.door();
    CHECK_EQ(why(door.finish(house.sign_in(door.begin()))), "unverified");
}

TEST_CASE("new keys of the provider are looked up, and a wrong secret is ours to mend") {
    House house;
    auto door = house.door();
    CHECK_EQ(why(door.finish(house.sign_in(door.begin()))), "");
    house.client.call({.method = "POST", .url = house.root + "/rotate"});
    house.shift = 2min;
    CHECK_EQ(why(door.finish(house.sign_in(door.begin()))), "");

    auto other = house.door("guessed");
    const auto answer = house.sign_in(other.begin());
    CHECK_THROWS_AS(other.finish(answer), engine::Rejected);
}

TEST_CASE("a provider that calls itself otherwise, or is away, is no door") {
    House house;
    house.root += "/";
    auto door = house.door();
    CHECK_THROWS_AS(door.begin(), engine::Rejected);
    house.server.stop();
    CHECK_THROWS_AS(door.begin(), engine::Unavailable);
}

}  // namespace provider_test
