#include "states/event_form.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "states/codec.hpp"
#include "states/events.hpp"
#include "tests/states/sign_ups.hpp"

namespace event_form_test {

using namespace states;
using nlohmann::json;

namespace {

const std::string nul{"a\0b", 3};

std::vector<Problem> problems(std::string_view event, const json& data) {
    const auto read = read_event(event, data, tests::catalogue());
    const auto* found = std::get_if<std::vector<Problem>>(&read);
    return found ? *found : std::vector<Problem>{};
}

bool refuses(std::string_view event, const json& data, const std::string& field) {
    const auto found = problems(event, data);
    return std::ranges::find(found, Problem{field, "control_character"}) != found.end();
}

}  // namespace

TEST_CASE("of what others say U+0000 becomes U+FFFD, and nothing else changes") {
    const auto said = event(ContractFailed{"agreement-1", "declined", "\\u0000 " + nul + " \n"});
    CHECK_EQ(decode<ContractFailed>(said.data).detail,
             "\\u0000 a\xef\xbf\xbd"
             "b \n");
    const auto plain = ContractFailed{"agreement-1", "declined", "a\\u0000b"};
    CHECK_EQ(event(plain).data, encode(plain));
}

TEST_CASE("U+0000 is refused by its field, however deep it stands") {
    CHECK(problems("held", {{"reason", "holiday"}}).empty());
    CHECK(refuses("held", {{"reason", nul}}, "reason"));
    CHECK(refuses("withdrawn", {{"reason", nul}}, "reason"));
    CHECK(refuses("contract_failed", {{"agreement", "a"}, {"trouble", "declined"}, {"detail", nul}},
                  "detail"));
    const auto items = json{{{"field", "city"}, {"text", "?"}}, {{"field", nul}, {"text", nul}}};
    CHECK(refuses("information_requested", {{"items", items}}, "items[1].field"));
    CHECK(refuses("information_requested", {{"items", items}}, "items[1].text"));
    const auto contact = json{{"kind", "billing"},
                              {"alias", nul},
                              {"name", "An"},
                              {"email", "an@voorbeeld.example"},
                              {"phone", ""}};
    const auto profile = json{{"contacts", {contact}}, {"product_urls", json::array()}};
    CHECK(refuses("profile_saved", {{"profile", profile}}, "profile.contacts[0].alias"));
    CHECK_FALSE(problems("held", {{"reason", "x"}, {nul, "x"}}).empty());
}

TEST_CASE("no text of a sign-up keeps a U+0000") {
    for (const auto* place : {"/organisation/name",
                              "/organisation/vat_number",
                              "/organisation/website",
                              "/organisation/address/street",
                              "/organisation/address/postal_code",
                              "/organisation/address/city",
                              "/organisation/address/state",
                              "/organisation/address/country",
                              "/representative/first_name",
                              "/representative/last_name",
                              "/representative/email",
                              "/representative/phone",
                              "/representative/mobile",
                              "/contract_language",
                              "/prepayment/amount",
                              "/prepayment/currency",
                              "/current_account",
                              "/products/0/name",
                              "/products/1/role",
                              "/products/1/document"}) {
        CAPTURE(place);
        auto sign_up = tests::sign_up();
        sign_up[json::json_pointer{place}] = nul;
        CHECK_FALSE(problems("submitted", {{"sign_up", sign_up}}).empty());
    }
}

TEST_CASE("what is wrong with an event's data is said all at once") {
    const auto found = problems("warning_accepted", {{"field", 7}, {"code", nul}, {"colour", 1}});
    CHECK_EQ(found.size(), 4);
    CHECK_EQ(problems("held", json::array()).front().field, "data");
    CHECK_EQ(problems("exploded", json::object()).front().code, "unknown_event");
}

TEST_CASE("a first domain name is a host name and no address") {
    for (const auto* name : {"domain_registered", "domain_claimed"}) {
        CHECK(problems(name, {{"domain", "voorbeeld.be"}}).empty());
        for (const auto* domain : {"http://x y.be", "x y.be", "voorbeeld.be/", "be", "-.be"})
            CHECK_EQ(problems(name, {{"domain", domain}}),
                     std::vector<Problem>{{"domain", "domain_format"}});
    }
}

TEST_CASE("a profile names products that there are and as many contacts as there may be") {
    const auto contact = [](const std::string& kind, int number) {
        return json{{"kind", kind},
                    {"alias", kind + std::to_string(number)},
                    {"name", "An"},
                    {"email", "an@voorbeeld.example"},
                    {"phone", "0032 16/28 49 70"}};
    };
    auto contacts = json::array({contact("billing", 0)});
    for (int i = 0; i < 10; ++i) contacts.push_back(contact("technical", i));
    auto profile = json{
        {"contacts", contacts},
        {"product_urls", {{{"product", ".be"}, {"language", "nl"}, {"url", "https://a.example"}}}}};
    const auto read = read_event("profile_saved", {{"profile", profile}}, tests::catalogue());
    const auto* good = std::get_if<engine::Event>(&read);
    REQUIRE(good);
    const auto kept = decode<ProfileSaved>(good->data).profile;
    REQUIRE_EQ(kept.contacts.size(), 11);
    for (const auto& each : kept.contacts) CHECK_EQ(each.phone, "+32.16284970");

    profile["contacts"].push_back(contact("billing", 1));
    profile["contacts"].push_back(contact("technical", 10));
    profile["product_urls"].push_back(
        {{"product", ".fr"}, {"language", "xx"}, {"url", "https://a.example"}});
    std::vector<std::string> found;
    for (const auto& problem : problems("profile_saved", {{"profile", profile}}))
        found.push_back(problem.field + " " + problem.code);
    CHECK_EQ(found, std::vector<std::string>{"profile.contacts[11].kind contacts_max",
                                             "profile.contacts[12].kind contacts_max",
                                             "profile.product_urls[1].product product_unknown",
                                             "profile.product_urls[1].language language_unknown"});
}

}  // namespace event_form_test
