#include "adapters/esign/esign.hpp"

#include <doctest/doctest.h>

#include "adapters/base64.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "tests/adapters/neighbours/papers_in_memory.hpp"
#include "tests/adapters/neighbours/seams.hpp"

namespace esign_test {

using esign::Esign;
using nlohmann::json;
using tests::work;

static_assert(adapters::Performs<Esign, states::SendContract>);
static_assert(adapters::Performs<Esign, states::VoidContract>);
static_assert(adapters::Performs<Esign, states::RemindSigner>);
static_assert(adapters::Listens<Esign>);

namespace {

struct Outside {
    tests::WebhookReceiver receiver;
    tests::Simulator service = tests::start("esign", receiver);
    tests::ArchiveInMemory archive;
    Esign esign{tests::access(service), tests::send, tests::verify, tests::draw_contract, archive};

    std::string send(const engine::Work& work, int edition = 1) {
        const auto event = esign.perform(tests::contract(edition), work);
        REQUIRE(event);
        REQUIRE_EQ(event->name, "contract_prepared");
        const auto prepared = states::decode<states::ContractPrepared>(event->data);
        CHECK_EQ(prepared.product, ".be");
        CHECK_EQ(prepared.edition, edition);
        return prepared.agreement;
    }
    adapters::Understood next() {
        const auto arrival = receiver.next();
        esign.verify(arrival, tests::now());
        return esign.understand(arrival);
    }
    std::string status(const std::string& agreement) {
        for (const auto& each : service.created("agreements"))
            if (each["id"] == agreement) return each["status"];
        return "unknown";
    }
};

}  // namespace

TEST_CASE("a contract goes out to its signer, with our reference") {
    Outside outside;
    const auto agreement = outside.send(work("A-2026-000123/4/1"));
    const auto agreements = outside.service.created("agreements");
    REQUIRE_EQ(agreements.size(), 1);
    CHECK_EQ(agreements[0]["id"], agreement);
    CHECK_EQ(agreements[0]["external_id"], "A-2026-000123");
    CHECK_EQ(agreements[0]["signer"]["email"], "an@voorbeeld.example");
    CHECK_EQ(agreements[0]["language"], "nl");
    CHECK_EQ(agreements[0]["document"],
             adapters::base64(tests::blank_paper("A-2026-000123 .be 1").content));
}

TEST_CASE("the signature comes back as our event, under our reference") {
    Outside outside;
    const auto agreement = outside.send(work("A-2026-000123/4/1"));
    outside.service.post("/sim/agreements/" + agreement + "/sign");
    const auto understood = outside.next();
    CHECK_EQ(understood.reference, "A-2026-000123");
    REQUIRE(understood.event);
    CHECK_EQ(understood.event->name, "contract_signed");
    CHECK_EQ(states::decode<states::ContractSigned>(understood.event->data).agreement, agreement);
}

TEST_CASE("a contract that will not be signed comes back with its trouble") {
    Outside outside;
    const std::map<std::string, std::string> troubles{{"decline", "declined"},
                                                      {"expire", "expired"},
                                                      {"bounce", "bounced"},
                                                      {"recall", "recalled"}};
    int edition = 0;
    for (const auto& [verb, trouble] : troubles) {
        CAPTURE(verb);
        ++edition;
        const auto agreement = outside.send(work("A-1/4/" + std::to_string(edition)), edition);
        outside.service.post("/sim/agreements/" + agreement + "/" + verb,
                             {{"detail", "not like this"}});
        const auto understood = outside.next();
        REQUIRE(understood.event);
        CHECK_EQ(understood.event->name, "contract_failed");
        const auto failed = states::decode<states::ContractFailed>(understood.event->data);
        CHECK_EQ(failed.agreement, agreement);
        CHECK_EQ(failed.trouble, trouble);
        CHECK_EQ(failed.detail, "not like this");
    }
}

TEST_CASE("a contract that was passed on stays open") {
    Outside outside;
    const auto agreement = outside.send(work("A-2026-000123/4/1"));
    outside.service.post("/sim/agreements/" + agreement + "/delegate",
                         {{"to", "director@voorbeeld.example"}});
    const auto understood = outside.next();
    REQUIRE(understood.event);
    CHECK_EQ(understood.event->name, "contract_delegated");
    CHECK_EQ(states::decode<states::ContractDelegated>(understood.event->data).to,
             "director@voorbeeld.example");
    CHECK_EQ(outside.status(agreement), "out_for_signature");
}

TEST_CASE("the service hangs up after it has made the agreement: the retry finds that one") {
    Outside outside;
    outside.service.post("/sim/faults", {{"drop_after_create", 1}});
    CHECK_THROWS_AS(outside.send(work("A-2026-000123/4/1", 1)), engine::Unavailable);
    const auto agreement = outside.send(work("A-2026-000123/4/1", 2));
    const auto agreements = outside.service.created("agreements");
    REQUIRE_EQ(agreements.size(), 1);
    CHECK_EQ(agreements[0]["id"], agreement);

    // It is found by what it is about, for services that know no idempotency keys.
    CHECK_EQ(outside.send(work("a key that the service has never seen", 3)), agreement);
    CHECK_EQ(outside.service.created("agreements").size(), 1);
}

TEST_CASE("another edition of the same contract is another agreement") {
    Outside outside;
    const auto first = outside.send(work("A-2026-000123/4/1"), 1);
    const auto second = outside.send(work("A-2026-000123/6/1", 2), 2);
    CHECK_NE(first, second);
    CHECK_EQ(outside.service.created("agreements").size(), 2);
}

TEST_CASE("a service that is down is asked again later, one that refuses is not") {
    Outside outside;
    for (const auto status : {500, 503, 429}) {
        outside.service.post("/sim/faults", {{"fail_next", 1}, {"status", status}});
        CHECK_THROWS_AS(outside.send(work("A-2026-000123/4/1")), engine::Unavailable);
    }
    for (const auto status : {400, 403, 404, 422}) {
        outside.service.post("/sim/faults", {{"fail_next", 1}, {"status", status}});
        CHECK_THROWS_AS(outside.send(work("A-2026-000123/4/1")), engine::Rejected);
    }
    CHECK_EQ(outside.service.created("agreements").size(), 0);
}

TEST_CASE("a refusal names the neighbour, its status and its words") {
    Outside outside;
    auto access = tests::access(outside.service);
    access.api_key = "another";
    Esign stranger{access, tests::send, tests::verify, tests::draw_contract, outside.archive};
    CHECK_THROWS_WITH_AS(stranger.perform(states::RemindSigner{"agreement-1"}, work("A-1/4/1")),
                         R"(esign answered 401: {"error":"the bearer token is missing or wrong"})",
                         engine::Rejected);
}

TEST_CASE("the paper goes out, and what was signed comes home with the record of its signing") {
    Outside outside;
    const auto sent = tests::blank_paper("A-2026-000123 .be 1");
    const auto event = outside.esign.perform(tests::contract(), work("A-2026-000123/4/1"));
    const auto prepared = states::decode<states::ContractPrepared>(event->data);
    CHECK_EQ(prepared.document, sent.document);
    CHECK_EQ(prepared.template_version, "2026.1");

    outside.service.post("/sim/agreements/" + prepared.agreement + "/sign", json::object());
    const auto heard = outside.next();
    REQUIRE(heard.event);
    const auto told = states::decode<states::ContractSigned>(heard.event->data);
    REQUIRE_EQ(told.papers.size(), 2);
    CHECK_EQ(told.papers[0], sent.document);  // This service signs by adding nothing.
    for (const auto& id : told.papers) {
        REQUIRE(outside.archive.documents.contains(id));
        CHECK_EQ(adapters::sha256_of(outside.archive.documents[id]), id);
        CHECK_EQ(outside.archive.kept_from[id], "esign:" + prepared.agreement);
    }
    CHECK_NE(outside.archive.documents[told.papers[1]].find("signed by an@voorbeeld.example"),
             std::string::npos);
}

TEST_CASE("a contract can be voided, also before we know what the service calls it") {
    Outside outside;
    const auto named = outside.send(work("A-2026-000123/4/1"), 1);
    const auto unnamed = outside.send(work("A-2026-000123/5/1"), 2);
    outside.esign.perform(states::VoidContract{".be", named, 1, "superseded"},
                          work("A-2026-000123/6/1"));
    CHECK_EQ(outside.status(named), "cancelled");
    CHECK_EQ(outside.status(unnamed), "out_for_signature");
    outside.esign.perform(states::VoidContract{".be", "", 2, "superseded"},
                          work("A-2026-000123/6/2"));
    CHECK_EQ(outside.status(unnamed), "cancelled");
    // The same work may come twice.
    CHECK_NOTHROW(outside.esign.perform(states::VoidContract{".be", "", 2, "superseded"},
                                        work("A-2026-000123/6/2", 2)));
}

TEST_CASE("a contract that the service has not got yet is voided when it has") {
    Outside outside;
    CHECK_THROWS_AS(outside.esign.perform(states::VoidContract{".be", "", 1, "superseded"},
                                          work("A-2026-000123/6/1")),
                    engine::Unavailable);
}

TEST_CASE("a contract that was signed meanwhile is not voided silently") {
    Outside outside;
    const auto agreement = outside.send(work("A-2026-000123/4/1"));
    outside.service.post("/sim/agreements/" + agreement + "/sign");
    CHECK_THROWS_AS(outside.esign.perform(states::VoidContract{".be", agreement, 1, "withdrawn"},
                                          work("A-2026-000123/6/1")),
                    engine::Rejected);
}

TEST_CASE("a signer is reminded while there is something to sign") {
    Outside outside;
    const auto agreement = outside.send(work("A-2026-000123/4/1"));
    outside.esign.perform(states::RemindSigner{agreement}, work("A-2026-000123/5/1"));
    outside.esign.perform(states::RemindSigner{agreement}, work("A-2026-000123/5/1", 2));
    CHECK_EQ(outside.service.created("agreements")[0]["reminders"], 1);
    outside.service.post("/sim/agreements/" + agreement + "/sign");
    outside.esign.perform(states::RemindSigner{agreement}, work("A-2026-000123/6/1"));
    CHECK_EQ(outside.service.created("agreements")[0]["reminders"], 1);
}

TEST_CASE("news that was forged, changed on the way or kept too long is not believed") {
    Outside outside;
    const auto agreement = outside.send(work("A-2026-000123/4/1"));
    outside.service.post("/sim/agreements/" + agreement + "/sign");
    const auto genuine = outside.receiver.next();
    CHECK_EQ(outside.esign.verify(genuine, tests::now()), genuine.headers.at("webhook-id"));

    auto changed = genuine;
    changed.body.back() = ' ';
    CHECK_THROWS_AS(outside.esign.verify(changed, tests::now()), adapters::Forged);
    auto unsigned_ = genuine;
    unsigned_.headers.erase("webhook-signature");
    CHECK_THROWS_AS(outside.esign.verify(unsigned_, tests::now()), adapters::Forged);
    CHECK_THROWS_AS(outside.esign.verify(genuine, tests::now() + std::chrono::hours{1}),
                    adapters::Forged);
}

TEST_CASE("news that is none of our business is kept and nothing else") {
    tests::ArchiveInMemory archive;
    const Esign esign{{}, tests::send, tests::verify, tests::draw_contract, archive};
    const auto understood = esign.understand(
        {.body = R"({"type":"agreement.viewed","data":{"external_id":"A-2026-000123"}})"});
    CHECK_EQ(understood.reference, "A-2026-000123");
    CHECK_FALSE(understood.event);
}

TEST_CASE("news that cannot be read goes to a person, who is told what is wrong with it") {
    tests::ArchiveInMemory archive;
    const Esign esign{{}, tests::send, tests::verify, tests::draw_contract, archive};
    const auto trouble = [&](const std::string& body) -> std::string {
        try {
            esign.understand({.body = body});
            return "";
        } catch (const engine::Rejected& rejected) {
            return rejected.what();
        }
    };
    CHECK_EQ(trouble("hello"), "the body is not a JSON object");
    CHECK_EQ(trouble("{}"), "no text in 'type'");
    CHECK_EQ(trouble(R"({"type":"agreement.signed"})"),
             "agreement.signed without an object in 'data'");
    CHECK_EQ(trouble(R"({"type":"agreement.signed","data":{"external_id":"A-1"}})"),
             "agreement.signed without a proper data.agreement");
    CHECK_EQ(trouble(R"({"type":"agreement.signed","data":{"external_id":1}})"),
             "agreement.signed without a proper data.external_id");
}

}  // namespace esign_test
