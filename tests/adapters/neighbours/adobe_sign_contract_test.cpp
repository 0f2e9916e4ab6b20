// Our calls, held to Adobe's own description of its API.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "adapters/adobe_sign/adobe_sign.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "tests/adapters/neighbours/agreements_in_memory.hpp"
#include "tests/adapters/neighbours/papers_in_memory.hpp"
#include "tests/adapters/neighbours/renewed_in_memory.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/prism.hpp"

namespace adobe_sign_contract_test {

using adobe_sign::AdobeSign;
using nlohmann::json;
using tests::work;

namespace {

tests::Prism* prism() {
    static const auto one = tests::Prism::start("data/adobe/adobe-sign-v6.oas3.json");
    return one.get();
}

// Adobe, as far as Prism can be it: without /api/rest/v6, and with answers that make no sense.
struct Adobe {
    std::vector<std::string> extra = {};              // Headers of every call.
    std::map<std::string, std::string> instead = {};  // The answer to "GET /path".
    std::string without = {};                         // A header that is lost on the way.
    std::vector<std::string> asked = {};
    tests::RenewedInMemory renewed = {};
    tests::AgreementsInMemory agreements = {};
    AdobeSign adobe{{.url = "https://api.adobesign.com", .integration_key = "a key"},
                    [this](const adapters::Call& call) { return send(call); },
                    renewed,
                    agreements,
                    tests::draw_contract};

    adapters::Reply send(adapters::Call call) {
        const std::string api = "/api/rest/v6";
        const auto path = call.url.substr(call.url.find(api) + api.size());
        if (path == "/baseUris")
            return {.status = 200,
                    .headers = {},
                    .body = R"({"apiAccessPoint": "https://api.eu1.adobesign.com/"})"};
        asked.push_back(call.method + " " + path);
        if (const auto answer = instead.find(asked.back()); answer != instead.end())
            return {.status = 200, .headers = {{"etag", "\"7\""}}, .body = answer->second};
        CHECK(call.url.starts_with("https://api.eu1.adobesign.com/api/rest/v6/"));
        call.url = prism()->url() + path;
        for (const auto& header : extra) call.headers.push_back(header);
        if (!without.empty())
            std::erase_if(call.headers,
                          [&](const auto& header) { return header.starts_with(without); });
        return tests::send(call);
    }
    std::optional<engine::Event> send_contract(int attempt = 1) {
        return adobe.perform(tests::contract(2), work("A-2026-000123/4/1", attempt));
    }
};

constexpr auto out = R"({"id": "CBJ1", "status": "OUT_FOR_SIGNATURE"})";

}  // namespace

TEST_CASE("Adobe's document takes the calls that send a contract") {
    if (!prism()) return;
    Adobe adobe;
    const auto event = adobe.send_contract();
    CHECK_EQ(adobe.asked, std::vector<std::string>{"POST /transientDocuments", "POST /agreements"});
    REQUIRE(event);
    const auto prepared = states::decode<states::ContractPrepared>(event->data);
    CHECK_EQ(prepared.product, ".be");
    CHECK_EQ(prepared.edition, 2);
    REQUIRE(adobe.agreements.open.contains(prepared.agreement));
    CHECK_EQ(adobe.agreements.open.at(prepared.agreement).signer, "an@voorbeeld.example");
}

TEST_CASE("… and those that find it again") {
    if (!prism()) return;
    Adobe adobe;
    adobe.send_contract(2);
    REQUIRE_GE(adobe.asked.size(), 1);
    CHECK_EQ(adobe.asked[0], "GET /agreements?externalId=A-2026-000123%2F.be%2F2");
}

TEST_CASE("… and those that void it and remind its signer") {
    if (!prism()) return;
    Adobe adobe;
    adobe.instead["GET /agreements/CBJ1"] = out;
    adobe.adobe.perform(states::VoidContract{".be", "CBJ1", 2, "superseded"}, work("A-1/5/1"));
    CHECK_EQ(adobe.asked.back(), "PUT /agreements/CBJ1/state");

    adobe.instead["GET /agreements/CBJ1/members"] = R"({"participantSets": [{"order": 1,
        "role": "SIGNER", "status": "WAITING_FOR_MY_SIGNATURE", "memberInfos": [
            {"id": "P1", "email": "a@b.example", "status": "REPLACED"},
            {"id": "P2", "email": "c@d.example", "status": "ACTIVE"}]}]})";
    adobe.adobe.perform(states::RemindSigner{"CBJ1"}, work("A-1/6/1"));
    CHECK_EQ(adobe.asked.back(), "POST /agreements/CBJ1/reminders");
}

TEST_CASE("… and those that look at it and bring home what was signed") {
    if (!prism()) return;
    Adobe adobe;
    adobe.adobe.look({.id = "CBJ1"});
    CHECK_EQ(adobe.asked.back(), "GET /agreements/CBJ1/events");
    adobe.asked.clear();
    // What Prism gives for a PDF is none, and is not kept as one.
    CHECK_THROWS_WITH_AS(adobe.adobe.papers({.id = "CBJ1", .reference = "A-1", .product = ".be"}),
                         "adobe_sign gave no PDF for combinedDocument?attachAuditReport=false",
                         engine::Rejected);
    adobe.instead["GET /agreements/CBJ1/combinedDocument?attachAuditReport=false"] =
        tests::blank_paper("signed").content;
    CHECK_THROWS_WITH_AS(adobe.adobe.papers({.id = "CBJ1", .reference = "A-1", .product = ".be"}),
                         "adobe_sign gave no PDF for auditTrail", engine::Rejected);
}

TEST_CASE("the document is no rubber stamp: what is left out is missed") {
    if (!prism()) return;
    Adobe adobe;
    adobe.instead["GET /agreements/CBJ1"] = out;
    for (const auto* header : {"If-Match", "Authorization"}) {
        CAPTURE(header);
        adobe.without = header;
        CHECK_THROWS_AS(adobe.adobe.perform(states::VoidContract{".be", "CBJ1", 2, "superseded"},
                                            work("A-1/5/1")),
                        adobe_sign::Refusal);
    }
}

TEST_CASE("Adobe's own refusals are told from its troubles") {
    if (!prism()) return;
    Adobe adobe;
    adobe.extra = {"Prefer: code=404, example=INVALID_AGREEMENT_ID"};
    try {
        adobe.adobe.look({.id = "CBJ1"});
        FAIL("no refusal");
    } catch (const adobe_sign::Refusal& refusal) {
        CHECK_EQ(refusal.status, 404);
        CHECK_EQ(refusal.code, "INVALID_AGREEMENT_ID");
        CHECK(std::string{refusal.what()}.starts_with(
            "adobe_sign answered 404 INVALID_AGREEMENT_ID: "));
    }
    for (const auto* trouble : {"Prefer: code=429", "Prefer: code=500"}) {
        adobe.extra = {trouble};
        CHECK_THROWS_AS(adobe.adobe.look({.id = "CBJ1"}), engine::Unavailable);
    }
    adobe.extra = {"Prefer: code=404, example=AGREEMENT_NOT_AVAILABLE"};
    CHECK_THROWS_AS(adobe.adobe.papers({.id = "CBJ1"}), engine::Unavailable);
}

}  // namespace adobe_sign_contract_test
