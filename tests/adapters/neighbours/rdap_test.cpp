// Domain names at the simulator of an RDAP server: which server is asked for what, what its answers
// have to be, and whom they confirm.
#include "adapters/rdap/rdap.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "adapters/rdap/domain_name.hpp"
#include "engine/fault.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/shared_data.hpp"

namespace rdap_test {

using nlohmann::json;
using rdap::By;
using rdap::confirm;
using rdap::Rdap;
using Kind = adapters::Likeness::Kind;
using Verdict = rdap::Confirmation::Verdict;

namespace {

struct Registries {
    tests::Simulator simulator{"rdap"};
    Rdap rdap{rdap::read_servers(".vlaanderen " + simulator.url() + "/, .be " + simulator.url() +
                                 " name,\n.example " + simulator.url() + " handle, "),
              tests::send};

    void registered(const json& domain) const { simulator.post("/sim/domain", domain); }
    void instead(const std::string& name, const json& body) const {
        simulator.post("/sim/instead", {{"name", name}, {"body", body}});
    }
    std::string refusal(const std::string& name) const {
        try {
            rdap.look_up(name);
        } catch (const engine::Rejected& rejected) {
            return rejected.what();
        }
        return "";
    }
};

std::string objection_to(const std::string& servers) {
    try {
        rdap::read_servers(servers);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "";
}

std::string refusal_of(const json& answer) {
    try {
        rdap::read_domain(answer, "voorbeeld.vlaanderen");
    } catch (const engine::Rejected& rejected) {
        return rejected.what();
    }
    return "";
}

const json good = {{"objectClassName", "domain"},
                   {"ldhName", "VOORBEELD.vlaanderen."},
                   {"entities",
                    {{{"objectClassName", "entity"},
                      {"handle", "H-292"},
                      {"roles", {"registrar"}},
                      {"publicIds", {{{"type", "IANA Registrar ID"}, {"identifier", "292"}}}}}}}};

// The good one with another value at a JSON pointer.
json with(const std::string& pointer, const json& value) {
    auto changed = good;
    changed[json::json_pointer{pointer}] = value;
    return changed;
}

}  // namespace

TEST_CASE("a gTLD's registrar is confirmed by its IANA ID, and by nothing that looks like it") {
    Registries registries;
    registries.registered({{"name", "voorbeeld.vlaanderen"},
                           {"handle", "1234"},
                           {"iana_id", "292"},
                           {"registrar", "Example Inc."}});
    const auto found = registries.rdap.look_up(" Voorbeeld.Vlaanderen. ");
    CHECK_EQ(found.domain, "voorbeeld.vlaanderen");
    CHECK_EQ(found.asked, registries.simulator.url() + "/domain/voorbeeld.vlaanderen");
    CHECK(found.by == By::iana_id);
    REQUIRE(found.found);
    CHECK_EQ(found.found->registered_at, "2026-11-28T07:00:00Z");
    CHECK(found.found->registrar == rdap::Registrar{"1234", "292", "Example Inc."});

    const auto confirmed = confirm(found, {.iana_id = 292});
    CHECK(confirmed.verdict == Verdict::confirmed);
    CHECK_EQ(confirmed.expected, "292");
    CHECK_EQ(confirmed.found, "292");
    CHECK(confirm(found, {.iana_id = 1234, .name = "Example Inc."}).verdict ==
          Verdict::another_registrar);
    CHECK(confirm(found, {.handle = "1234", .name = "Example Inc."}).verdict == Verdict::unclear);

    const auto view = rdap::view_of(found, confirmed);
    CHECK_EQ(view.at("verdict"), "confirmed");
    CHECK_EQ(view.at("by"), "iana_id");
    CHECK_EQ(view.at("registrar").at("iana_id"), "292");
    CHECK_EQ(rdap::in_words(found, confirmed, "en").at(1),
             "Compared: the IANA ID. Expected 292, found 292.");
    for (const auto* language : {"en", "nl", "fr"})
        CHECK_EQ(rdap::in_words(found, confirmed, language).size(), 2);
}

TEST_CASE("a name that is not there, or not yet, is no failure") {
    Registries registries;
    const auto free = registries.rdap.look_up("free.vlaanderen");
    CHECK_FALSE(free.found);
    CHECK(confirm(free, {.iana_id = 292}).verdict == Verdict::not_registered);
    CHECK_EQ(rdap::in_words(free, confirm(free, {}), "en").size(), 1);
    CHECK_EQ(rdap::view_of(free, confirm(free, {})).at("registered"), false);
    registries.registered(
        {{"name", "soon.vlaanderen"}, {"iana_id", "292"}, {"status", {"Pending Create"}}});
    CHECK(confirm(registries.rdap.look_up("soon.vlaanderen"), {.iana_id = 292}).verdict ==
          Verdict::unfinished);
}

TEST_CASE("a ccTLD's registrar is compared by what is configured for it") {
    Registries registries;
    registries.registered({{"name", "a.be"}, {"registrar", "Voorbeeld Hosting bv"}});
    const auto by_name = registries.rdap.look_up("a.be");
    auto confirmation = confirm(by_name, {.iana_id = 292, .name = "VOORBEELD HOSTING B.V."});
    CHECK(confirmation.verdict == Verdict::confirmed);
    CHECK(confirmation.by == By::name);
    CHECK_EQ(confirmation.found, "Voorbeeld Hosting bv");
    confirmation = confirm(by_name, {.name = "Voorbeeld Hosting Groep"});
    CHECK(confirmation.verdict == Verdict::unclear);
    CHECK(confirmation.likeness.kind == Kind::alike);
    CHECK_EQ(confirmation.likeness.only_ours, std::vector<std::string>{"groep"});
    CHECK(confirm(by_name, {.name = "Somebody Else"}).verdict == Verdict::another_registrar);
    CHECK(confirm(by_name, {}).verdict == Verdict::unclear);

    registries.registered({{"name", "a.example"}, {"handle", "Reg-007"}});
    const auto by_handle = registries.rdap.look_up("a.example");
    CHECK(confirm(by_handle, {.handle = "REG-007"}).verdict == Verdict::confirmed);
    CHECK(confirm(by_handle, {.handle = "REG-008"}).verdict == Verdict::another_registrar);
    registries.instead("b.example", {{"objectClassName", "domain"}, {"ldhName", "b.example"}});
    CHECK(confirm(registries.rdap.look_up("b.example"), {.handle = "x"}).verdict ==
          Verdict::unclear);
}

TEST_CASE("a registrar within another entity is found, its own contacts are not it") {
    Registries registries;
    registries.registered({{"name", "deep.vlaanderen"}, {"iana_id", "292"}, {"nested", true}});
    CHECK_EQ(registries.rdap.look_up("deep.vlaanderen").found->registrar->iana_id, "292");
    auto answer = good;
    auto contact = good["entities"][0];
    contact["publicIds"][0]["identifier"] = "7";
    answer["entities"][0]["entities"] = {contact};
    CHECK_EQ(rdap::read_domain(answer, "voorbeeld.vlaanderen").registrar->iana_id, "292");
}

TEST_CASE("a name is asked for in A-labels, below a TLD of ours") {
    Registries registries;
    registries.registered({{"name", "xn--caf-dma.vlaanderen"}, {"iana_id", "292"}});
    CHECK(registries.rdap.look_up("Café.vlaanderen").found);
    CHECK(registries.rdap.look_up("cafe\u0301.VLAANDEREN").found);  // As a Mac writes it.
    CHECK_EQ(registries.simulator.created("asked").size(), 2);
    CHECK_EQ(rdap::a_labels("straße.be"), "xn--strae-oqa.be");

    CHECK_EQ(registries.refusal("voorbeeld.brussels"),
             "no RDAP server is configured for voorbeeld.brussels: rdap.servers has to name one");
    CHECK_EQ(registries.refusal("www.voorbeeld.be"),
             "www.voorbeeld.be is not a name directly below .be");
    CHECK_EQ(registries.refusal(""), "no domain name can be looked up: it is empty");
    CHECK(registries.refusal("be").ends_with("'be' is none"));
    for (const auto* none : {"a b.be", "a/../b.be", "a?b.be", "-a.be", "a..be", ".be", "a\u202e.be",
                             "a_b.be", "\xff.be", "a%2e.be"}) {
        CAPTURE(none);
        CHECK(registries.refusal(none).starts_with("no domain name can be looked up: "));
    }
    CHECK_FALSE(registries.refusal(std::string(64, 'a') + ".be").empty());
    CHECK_FALSE(registries.refusal(std::string(2000, 'a') + ".be").empty());
    CHECK_EQ(registries.simulator.created("asked").size(), 2);
}

TEST_CASE("a server that is away, points elsewhere or says no") {
    Registries registries;
    const auto status = [&](int code) {
        registries.simulator.post("/sim/status", {{"name", "a.be"}, {"status", code}});
    };
    for (const int code : {429, 500, 503}) {
        status(code);
        CHECK_THROWS_AS(registries.rdap.look_up("a.be"), engine::Unavailable);
    }
    status(302);
    CHECK(registries.refusal("a.be").ends_with(
        "/domain/a.be points elsewhere (302): rdap.servers has to name that place"));
    status(403);
    CHECK_FALSE(registries.refusal("a.be").empty());
    const Rdap page{rdap::read_servers(".be https://rdap.example"), [](const adapters::Call&) {
                        return adapters::Reply{200, {}, "<html>"};
                    }};
    CHECK_THROWS_WITH_AS(page.look_up("a.be"), "rdap answered something else than JSON",
                         engine::Rejected);
    registries.instead("b.be", {{"objectClassName", "domain"},
                                {"ldhName", "b.be"},
                                {"remarks", std::string(300'000, 'x')}});
    CHECK(registries.refusal("b.be").find("larger than 262144 bytes") != std::string::npos);
}

TEST_CASE("an answer that breaks RFC 9083 is refused by its field") {
    CHECK_EQ(refusal_of(good), "");
    const json deep = [] {
        json entity = {{"objectClassName", "entity"}};
        for (int i = 0; i < 12; ++i)
            entity = {{"objectClassName", "entity"}, {"entities", json::array({entity})}};
        return json::array({entity});
    }();
    auto second = good["entities"];
    second.push_back(second[0]);
    second[1]["publicIds"][0]["identifier"] = "293";
    const auto many = json(std::vector<json>(201, json{{"objectClassName", "entity"}}));
    const std::string entity = "entities[0]";
    const std::vector<std::pair<json, std::string>> wrong = {
        {json::array(), "(all of it) that is no object"},
        {json::object(), "objectClassName that is not \"domain\""},
        {with("/objectClassName", "entity"), "objectClassName that is not \"domain\""},
        {with("/ldhName", 5), "ldhName that is no text"},
        {with("/ldhName", ""), "ldhName that is missing"},
        {with("/ldhName", "other.vlaanderen"), "ldhName that is not voorbeeld.vlaanderen"},
        {with("/status", "active"), "status that is no list"},
        {with("/status", {1}), "status[0] that is no text"},
        {with("/events", {1}), "events[0] that is no object"},
        {with("/entities", json::object()), "entities that is no list"},
        {with("/entities/0", "x"), entity + " that is no object"},
        {with("/entities/0/objectClassName", "domain"),
         entity + ".objectClassName that is not \"entity\""},
        {with("/entities/0/roles", "registrar"), entity + ".roles that is no list"},
        {with("/entities/0/roles/0", 1), entity + ".roles[0] that is no text"},
        {with("/entities/0/handle", 292), entity + ".handle that is no text"},
        {with("/entities/0/handle", std::string(501, 'x')),
         entity + ".handle that is longer than 500"},
        {with("/entities/0/handle", "a\nb"), entity + ".handle that has control characters"},
        {with("/entities/0/publicIds", 292), entity + ".publicIds that is no list"},
        {with("/entities/0/publicIds/0", 292), entity + ".publicIds[0] that is no object"},
        {with("/entities/0/publicIds/0", {{"type", "IANA Registrar ID"}}),
         entity + ".publicIds[0].identifier that is missing"},
        {with("/entities/0/publicIds/0/identifier", 292),
         entity + ".publicIds[0].identifier that is no text"},
        {with("/entities/0/publicIds/0/identifier", "0292"),
         entity + ".publicIds[0].identifier that is no number without leading zeros"},
        {with("/entities/0/publicIds/0/identifier", "292x"),
         entity + ".publicIds[0].identifier that is no number without leading zeros"},
        {with("/entities/0/publicIds/1", {{"type", "iana registrar id"}, {"identifier", "1"}}),
         entity + ".publicIds that has two IANA IDs"},
        {with("/entities/0/vcardArray", json::array({"vcard"})),
         entity + ".vcardArray that is no [\"vcard\", […]]"},
        {with("/entities/0/vcardArray", json::array({"vcard", json::array({"fn"})})),
         entity + ".vcardArray[1][0] that is no [name, {}, type, value]"},
        {with("/entities", second), "entities[1] that is a second registrar"},
        {with("/entities", many), "entities[200] that is one too many"},
        {with("/entities", deep),
         [] {
             std::string path = "entities";
             for (int i = 0; i < 9; ++i) path += "[0].entities";
             return path + " that is nested too deep";
         }()},
    };
    for (const auto& [answer, trouble] : wrong)
        CHECK_EQ(refusal_of(answer), "rdap answered with " + trouble);
}

TEST_CASE("what a registry really answers is understood") {
    const auto text = tests::shared_text("data/rdap/hhgames_com_response.json");
    if (!text) return;
    const auto domain = rdap::read_domain(json::parse(*text), "hhgames.com");
    CHECK(domain.registrar == rdap::Registrar{"411", "411", "Sea Wasp, LLC"});
    CHECK_EQ(domain.registered_at, "2002-07-04T19:15:32Z");
    CHECK_EQ(domain.status.size(), 3);
    const auto entity = tests::shared_text("data/rdap/entity.valid.json");
    REQUIRE(entity);
    CHECK(rdap::read_domain(with("/entities/0", json::parse(*entity)), "voorbeeld.vlaanderen")
              .registrar == rdap::Registrar{"292", "292", "Example Inc."});
}

TEST_CASE("the list of servers says what is wrong with an entry") {
    const auto servers = rdap::read_servers(
        ".example https://a.example/rdap/ , .co.example https://b.example handle");
    REQUIRE_EQ(servers.size(), 2);
    CHECK_EQ(servers[0].suffix, ".co.example");
    CHECK(servers[0].by == By::handle);
    CHECK_EQ(servers[1].url, "https://a.example/rdap");
    CHECK(rdap::read_servers("").empty());
    CHECK_EQ(rdap::read_servers(".Gré https://a.example")[0].suffix, ".xn--gr-cja");
    CHECK(objection_to("be https://a.example").starts_with("'be https://a.example' has to begin"));
    CHECK(objection_to(". https://a.example").find("has to begin with a TLD") != std::string::npos);
    CHECK(objection_to(".be").find("needs the https URL") != std::string::npos);
    CHECK(objection_to(".be ftp://a.example").find("needs the https URL") != std::string::npos);
    CHECK(objection_to(".be https://a.example iana").find("iana_id, handle or name") !=
          std::string::npos);
    CHECK(objection_to(".be https://a.example name x").find("one word") != std::string::npos);
    CHECK_EQ(objection_to(".be https://a.example, .be https://b.example"),
             "'.be https://b.example' names .be again");
}

}  // namespace rdap_test
