#include "adapters/adobe_sign/adobe_sign.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>

#include "adapters/adobe_sign/standing.hpp"
#include "adapters/base64.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "tests/adapters/neighbours/agreements_in_memory.hpp"
#include "tests/adapters/neighbours/papers_in_memory.hpp"
#include "tests/adapters/neighbours/renewed_in_memory.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/golden.hpp"

namespace adobe_sign_test {

using adapters::Seen;
using adobe_sign::AdobeSign;
using nlohmann::json;
using tests::work;

static_assert(adapters::Performs<AdobeSign, states::SendContract>);
static_assert(adapters::Performs<AdobeSign, states::VoidContract>);
static_assert(adapters::Performs<AdobeSign, states::RemindSigner>);
static_assert(adapters::Listens<AdobeSign>);

namespace {

struct Outside {
    tests::Simulator service{"adobe_sign", {"--api-key", tests::api_key}};
    tests::RenewedInMemory renewed;
    tests::AgreementsInMemory agreements;
    adobe_sign::Access access{.url = service.url(), .integration_key = tests::api_key};
    std::unique_ptr<AdobeSign> session = with(access);
    AdobeSign& adobe = *session;

    std::unique_ptr<AdobeSign> with(const adobe_sign::Access& how) {
        return std::make_unique<AdobeSign>(how, tests::send, renewed, agreements,
                                           tests::draw_contract);
    }
    std::string send(int attempt = 1, int edition = 1) {
        const auto event =
            adobe.perform(tests::contract(edition), work("A-2026-000123/4/1", attempt));
        REQUIRE(event);
        return states::decode<states::ContractPrepared>(event->data).agreement;
    }
    Seen look(const std::string& agreement) { return adobe.look(agreements.open.at(agreement)); }
    void act(const std::string& agreement, const std::string& verb,
             const json& said = json::object()) {
        service.post("/sim/agreements/" + agreement + "/" + verb, said);
    }
    json sent() { return service.created("agreements"); }
    // How often a call was made: "PUT /agreements/…/state".
    int calls(const std::string& begin) {
        int count = 0;
        const auto log = service.get("/sim/log");
        for (const auto& call : log.at("calls"))
            count += call.get<std::string>().starts_with(begin) ? 1 : 0;
        return count;
    }
};

std::vector<std::string> names(const Seen& seen) {
    std::vector<std::string> names;
    for (const auto& event : seen.news) names.push_back(event.name);
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a contract goes out to its signer, in the signer's language, with our reference") {
    Outside outside;
    const auto agreement = outside.send();
    REQUIRE_EQ(outside.sent().size(), 1);
    const auto sent = outside.sent()[0];
    CHECK_EQ(sent["id"], agreement);
    CHECK_EQ(sent["externalId"]["id"], "A-2026-000123/.be/1");
    CHECK_EQ(sent["name"], ".be Voorbeeld Hosting BV (A-2026-000123)");
    CHECK_EQ(sent["locale"], "nl_NL");
    CHECK_EQ(sent["participantSetsInfo"][0]["memberInfos"][0]["email"], "an@voorbeeld.example");
    CHECK_EQ(outside.service.get("/sim/log")["transient"]["transient-1"],
             adapters::base64(tests::blank_paper("A-2026-000123 .be 1").content));
    CHECK_EQ(outside.agreements.open.at(agreement).reference, "A-2026-000123");
}

TEST_CASE("the answer to a contract is lost: the retry finds it and sends no second one") {
    Outside outside;
    outside.service.post("/sim/faults", {{"drop_after_create", 1}});
    CHECK_THROWS_AS(outside.send(1), engine::Unavailable);
    CHECK(outside.agreements.open.empty());
    const auto agreement = outside.send(2);
    REQUIRE_EQ(outside.sent().size(), 1);
    CHECK_EQ(outside.sent()[0]["id"], agreement);
    CHECK(outside.agreements.open.contains(agreement));
    CHECK_NE(outside.send(1, 2), agreement);
    CHECK_EQ(outside.sent().size(), 2);
}

TEST_CASE("what people do to an agreement is seen as our events") {
    Outside outside;
    const auto agreement = outside.send();
    CHECK(outside.look(agreement).news.empty());

    SUBCASE("signed by the one who was asked, however the address is written") {
        outside.act(agreement, "sign", {{"by", "An@Voorbeeld.example"}});
        const auto seen = outside.look(agreement);
        CHECK(seen.standing == Seen::Standing::signed_);
        CHECK_EQ(names(seen), Names{"contract_signed"});
        CHECK_EQ(seen.odd, "");
    }
    SUBCASE("signed by somebody else") {
        outside.act(agreement, "sign", {{"by", "trainee@voorbeeld.example"}});
        const auto seen = outside.look(agreement);
        CHECK_EQ(names(seen), Names{"contract_delegated", "contract_signed"});
        CHECK_EQ(states::decode<states::ContractDelegated>(seen.news[0].data).to,
                 "trainee@voorbeeld.example");
    }
    SUBCASE("passed on: it stays open, and the same is told when it is signed") {
        outside.act(agreement, "delegate", {{"by", "director@voorbeeld.example"}});
        const auto passed_on = outside.look(agreement);
        CHECK(passed_on.standing == Seen::Standing::waiting);
        REQUIRE_EQ(names(passed_on), Names{"contract_delegated"});
        outside.act(agreement, "sign");
        const auto seen = outside.look(agreement);
        REQUIRE_EQ(names(seen), Names{"contract_delegated", "contract_signed"});
        CHECK(seen.news[0].data == passed_on.news[0].data);
    }
    SUBCASE("troubles") {
        const std::map<std::string, std::string> troubles{{"decline", "declined"},
                                                          {"expire", "expired"},
                                                          {"recall", "recalled"},
                                                          {"bounce", "bounced"}};
        for (const auto& [verb, trouble] : troubles) {
            CAPTURE(verb);
            outside.act(agreement, verb, {{"comment", "not like this"}});
            const auto seen = outside.look(agreement);
            CHECK_EQ(seen.standing == Seen::Standing::waiting, verb == "bounce");
            REQUIRE_EQ(names(seen), Names{"contract_failed"});
            const auto failed = states::decode<states::ContractFailed>(seen.news[0].data);
            if (verb != "recall") CHECK_EQ(failed.trouble, trouble);
            if (verb == "decline") CHECK_EQ(failed.detail, "not like this");
        }
    }
    SUBCASE("a status that nobody knows is waited out, and named to a person") {
        outside.act(agreement, "mangle", {{"status", "FOLDED"}});
        const auto seen = outside.look(agreement);
        CHECK(seen.standing == Seen::Standing::waiting);
        CHECK(seen.news.empty());
        CHECK_EQ(seen.odd, "its status is 'FOLDED'");
    }
}

TEST_CASE("the signed document and its audit trail are brought home") {
    Outside outside;
    const auto agreement = outside.send();
    outside.act(agreement, "sign");
    outside.service.post("/sim/faults", {{"preparing", 1}});
    const auto& known = outside.agreements.open.at(agreement);
    CHECK_THROWS_AS(outside.adobe.papers(known), engine::Unavailable);
    const auto papers = outside.adobe.papers(known);
    REQUIRE_EQ(papers.size(), 2);
    CHECK(papers[0].content.find("combinedDocument of " + agreement) != std::string::npos);
    CHECK(papers[1].content.find("auditTrail of " + agreement) != std::string::npos);
    CHECK_EQ(papers[0].file_name, "A-2026-000123.be-signed.pdf");
    CHECK_NE(papers[0].id, papers[1].id);
}

TEST_CASE("a contract is voided as it was last seen, and nobody takes that for news") {
    Outside outside;
    const auto agreement = outside.send();
    SUBCASE("under its name") {
        outside.adobe.perform(states::VoidContract{".be", agreement, 1, "superseded"},
                              work("A-2026-000123/6/1"));
    }
    SUBCASE("before we know its name") {
        outside.adobe.perform(states::VoidContract{".be", "", 1, "superseded"},
                              work("A-2026-000123/6/1"));
    }
    SUBCASE("while somebody else changes it: it is read again") {
        outside.service.post("/sim/faults", {{"modify", 1}});
        outside.adobe.perform(states::VoidContract{".be", agreement, 1, "superseded"},
                              work("A-2026-000123/6/1"));
        CHECK_EQ(outside.calls("PUT /agreements/"), 2);
    }
    SUBCASE("twice") {
        for (int attempt = 1; attempt <= 2; ++attempt)
            outside.adobe.perform(states::VoidContract{".be", agreement, 1, "superseded"},
                                  work("A-2026-000123/6/1", attempt));
        CHECK_EQ(outside.calls("PUT /agreements/"), 1);
    }
    CHECK_EQ(outside.sent()[0]["status"], "CANCELLED");
    CHECK(outside.agreements.open.empty());
}

TEST_CASE("a contract that is signed, or not there yet, is not voided silently") {
    Outside outside;
    CHECK_THROWS_AS(outside.adobe.perform(states::VoidContract{".be", "", 1, "superseded"},
                                          work("A-2026-000123/6/1")),
                    engine::Unavailable);
    const auto agreement = outside.send();
    outside.act(agreement, "sign");
    CHECK_THROWS_WITH_AS(
        outside.adobe.perform(states::VoidContract{".be", agreement, 1, "withdrawn"},
                              work("A-2026-000123/6/1")),
        ("agreement " + agreement + " was signed before it could be voided").c_str(),
        engine::Rejected);
    CHECK(outside.agreements.open.contains(agreement));
}

TEST_CASE("a signer is reminded while there is something to sign") {
    Outside outside;
    const auto agreement = outside.send();
    outside.act(agreement, "delegate", {{"by", "director@voorbeeld.example"}});
    outside.adobe.perform(states::RemindSigner{agreement}, work("A-2026-000123/5/1"));
    CHECK_EQ(outside.sent()[0]["reminders"], 1);
    outside.act(agreement, "sign");
    outside.adobe.perform(states::RemindSigner{agreement}, work("A-2026-000123/6/1"));
    CHECK_EQ(outside.sent()[0]["reminders"], 1);
}

TEST_CASE("Adobe is left alone for as long as it asks") {
    Outside outside;
    outside.service.post("/sim/faults", {{"throttle", 1}, {"retry_after", 77}});
    try {
        outside.send();
        FAIL("not throttled");
    } catch (const engine::Unavailable& busy) {
        REQUIRE(busy.retry_after);
        CHECK_EQ(*busy.retry_after, std::chrono::seconds{77});
    }
    CHECK_EQ(outside.sent().size(), 0);
}

TEST_CASE("an access token is renewed when it has run out, and once for all") {
    Outside outside;
    const adobe_sign::Access oauth{.url = outside.service.url(),
                                   .client_id = "a-client",
                                   .client_secret = "a-secret",
                                   .refresh_token = "a-refresh-token"};
    const auto adobe = outside.with(oauth);
    const auto prepared = adobe->perform(tests::contract(), work("A-2026-000123/4/1"));
    const auto agreement = states::decode<states::ContractPrepared>(prepared->data).agreement;
    CHECK_EQ(outside.service.get("/sim/log")["refreshes"], 1);
    outside.service.post("/sim/faults", {{"expire_tokens", 1}});
    adobe->look({.id = agreement});
    adobe->look({.id = agreement});
    CHECK_EQ(outside.service.get("/sim/log")["refreshes"], 2);
    adobe->stay_known();
    CHECK_EQ(outside.service.get("/sim/log")["refreshes"], 3);
    CHECK_EQ(outside.calls("GET /baseUris"), 1);

    auto wrong = oauth;
    wrong.refresh_token = "stolen";
    CHECK_THROWS_WITH_AS(outside.with(wrong)->look({.id = agreement}),
                         "adobe_sign does not accept the refresh token: 400", engine::Rejected);
    wrong.refresh_token = "";
    CHECK_THROWS_WITH_AS(outside.with(wrong)->look({.id = agreement}),
                         "adobe_sign needs esign.api_key, or esign.refresh_token",
                         engine::Rejected);
}

TEST_CASE("a refresh token that is good for one use is renewed for good, and for all nodes") {
    Outside outside;
    outside.service.post("/sim/faults", {{"rotate", 1}});
    adobe_sign::Access oauth{.url = outside.service.url(),
                             .client_id = "a-client",
                             .client_secret = "a-secret",
                             .refresh_token = "a-refresh-token"};
    const auto first = outside.with(oauth);
    const auto second = outside.with(oauth);
    first->stay_known();
    CHECK_EQ(outside.renewed.kept.size(), 1);
    second->stay_known();
    first->stay_known();
    outside.with(oauth)->stay_known();  // After a restart.
    CHECK_EQ(outside.service.get("/sim/log")["refreshes"], 4);

    // What could not be kept is not lost as long as we live, and kept when it can be.
    outside.renewed.is_away = true;
    CHECK_THROWS_AS(first->stay_known(), std::runtime_error);
    outside.renewed.is_away = false;
    CHECK_THROWS_AS(second->stay_known(), engine::Rejected);
    const auto sent = first->perform(tests::contract(), work("A-2026-000123/4/1"));
    CHECK_EQ(outside.service.get("/sim/log")["refreshes"], 5);
    second->stay_known();

    // What somebody has configured anew is not what the others were made from.
    oauth.refresh_token = "another";
    CHECK_THROWS_AS(outside.with(oauth)->stay_known(), engine::Rejected);
}

TEST_CASE("an account that moves to another shard is followed there") {
    Outside outside;
    const auto agreement = outside.send();
    CHECK_EQ(outside.calls("GET /baseUris"), 1);
    outside.service.post("/sim/faults", {{"move", 1}});
    CHECK(outside.look(agreement).news.empty());
    CHECK_EQ(outside.calls("GET /baseUris"), 2);
    outside.look(agreement);
    CHECK_EQ(outside.calls("GET /baseUris"), 2);
}

TEST_CASE("who names our client id is greeted with it, and nobody else") {
    tests::RenewedInMemory renewed;
    tests::AgreementsInMemory agreements;
    const AdobeSign adobe{{.client_id = "CBJCHBCAABAAo"}, tests::send, renewed, agreements, {}};
    const auto greeting = adobe.greet({{"x-adobesign-clientid", "CBJCHBCAABAAo"}});
    REQUIRE_EQ(greeting.size(), 1);
    CHECK_EQ(greeting[0].first, "X-AdobeSign-ClientId");
    CHECK_EQ(greeting[0].second, "CBJCHBCAABAAo");
    CHECK_THROWS_AS(adobe.greet({{"x-adobesign-clientid", "somebody else's"}}), adapters::Forged);
    CHECK_THROWS_AS(adobe.greet({}), adapters::Forged);
    const AdobeSign nobody{{}, tests::send, renewed, agreements, {}};
    CHECK_THROWS_AS(nobody.greet({{"x-adobesign-clientid", ""}}), adapters::Forged);
}

TEST_CASE("every notification that Adobe shows is taken, and is a hint and no more") {
    const auto* shared = std::getenv("DOORSTEP_SHARED");
    const auto* source = std::getenv("DOORSTEP_SOURCE");
    const auto folder =
        std::filesystem::path{shared ? shared : std::string{source ? source : "."} + "/../shared"} /
        "data/adobe";
    if (!std::filesystem::exists(folder)) {
        MESSAGE("skipped: there is no data/adobe in DOORSTEP_SHARED");
        return;
    }
    tests::RenewedInMemory renewed;
    tests::AgreementsInMemory agreements;
    const AdobeSign adobe{{.client_id = "ours"}, tests::send, renewed, agreements, {}};
    int count = 0;
    for (const auto* kind : {"payload-examples", "payload-templates"})
        for (const auto& entry : std::filesystem::directory_iterator{folder / kind}) {
            CAPTURE(entry.path().string());
            ++count;
            const engine::Arrival arrival{.headers = {{"x-adobesign-clientid", "ours"}},
                                          .body = tests::read_file(entry.path())};
            const auto body = json::parse(arrival.body, nullptr, false);
            REQUIRE(body.is_object());
            const std::string notification = body["webhookNotificationId"];
            const auto delivery = adobe.verify(arrival, tests::now());
            CHECK_EQ(delivery.empty(), false);
            if (!notification.empty()) CHECK_EQ(delivery, notification);
            agreements.hints.clear();
            const auto understood = adobe.understand(arrival);
            CHECK_FALSE(understood.event);
            const std::string id = body["agreement"]["id"];
            CHECK_EQ(agreements.hints, id.empty() ? Names{} : Names{id});
        }
    CHECK_GE(count, 6);
    // One without any sense is kept, too: Adobe would hold back all that come after it.
    const engine::Arrival nonsense{.headers = {{"x-adobesign-clientid", "ours"}}, .body = "{}"};
    CHECK(adobe.verify(nonsense, tests::now()).starts_with("sha256:"));
    CHECK_FALSE(adobe.understand(nonsense).event);
}

TEST_CASE("nothing is signed but what is signed") {
    using adobe_sign::Standing;
    using adobe_sign::standing_of;
    CHECK(standing_of("SIGNED") == Standing::signed_);
    for (const auto* status : {"CANCELLED", "ABORTED"})
        CHECK(standing_of(status) == Standing::cancelled);
    CHECK(standing_of("EXPIRED") == Standing::expired);
    for (const auto* status :
         {"OUT_FOR_SIGNATURE", "OUT_FOR_DELIVERY", "OUT_FOR_ACCEPTANCE", "OUT_FOR_FORM_FILLING",
          "OUT_FOR_APPROVAL", "AUTHORING", "PREFILL", "WIDGET_WAITING_FOR_VERIFICATION", "DRAFT",
          "DOCUMENTS_NOT_YET_PROCESSED", "WAITING_FOR_FAXIN", "WAITING_FOR_VERIFICATION"})
        CHECK(standing_of(status) == Standing::waiting);
    for (const auto* status : {"APPROVED", "DELIVERED", "ACCEPTED", "FORM_FILLED", "ARCHIVED",
                               "signed", "", "SOMETHING_NEW"})
        CHECK(standing_of(status) == Standing::unknown);
}

}  // namespace adobe_sign_test
