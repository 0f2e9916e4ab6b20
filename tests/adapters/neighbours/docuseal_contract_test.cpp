// Our calls, held to DocuSeal's own description of its API.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "adapters/docuseal/docuseal.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "tests/adapters/neighbours/agreements_in_memory.hpp"
#include "tests/adapters/neighbours/papers_in_memory.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/prism.hpp"

namespace docuseal_contract_test {

using docuseal::DocuSeal;
using nlohmann::json;
using tests::work;
using Asked = std::vector<std::string>;

namespace {

const char* minimal_pdf =
    "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

tests::Prism* prism() {
    // Some of its examples have null where its schemas want a text.
    static const auto one =
        tests::Prism::start("data/docuseal/openapi.json", tests::Prism::Holds::calls);
    return one.get();
}

// DocuSeal, as far as Prism can be it: its answers are the document's examples.
struct Service {
    std::map<std::string, std::string> instead = {};  // The answer to "GET /path".
    std::string without = {};                         // A header that is lost on the way.
    std::string body = {};                            // What arrives instead of ours.
    Asked asked = {};
    json answered = {};
    tests::AgreementsInMemory agreements = {};
    DocuSeal docuseal{{.url = "https://api.docuseal.eu", .api_key = "a key"},
                      [this](const adapters::Call& call) { return send(call); },
                      {},
                      agreements,
                      [](const auto&, const auto&) {
                          auto paper = tests::blank_paper("");
                          paper.signature = adapters::SignaturePlace{1, 300, 720, 220, 60};
                          return paper;
                      }};

    adapters::Reply send(adapters::Call call) {
        const std::string root = "https://api.docuseal.eu";
        if (!call.url.starts_with(root + "/")) {  // A file, from wherever it is kept.
            asked.push_back("file");
            for (const auto& header : call.headers) CHECK_FALSE(header.starts_with("X-Auth"));
            return {.status = 200, .headers = {}, .body = minimal_pdf};
        }
        const auto path = call.url.substr(root.size());
        asked.push_back(call.method + " " + path);
        if (const auto answer = instead.find(asked.back()); answer != instead.end())
            return {.status = 200, .headers = {}, .body = answer->second};
        call.url = prism()->url() + path;
        if (!body.empty()) call.body = body;
        if (!without.empty())
            std::erase_if(call.headers,
                          [&](const auto& header) { return header.starts_with(without); });
        auto reply = tests::send(call);
        answered = json::parse(reply.body, nullptr, false);
        return reply;
    }
    std::optional<engine::Event> send_contract(int attempt = 1) {
        return docuseal.perform(tests::contract(2), work("A-2026-000123/4/1", attempt));
    }
};

constexpr auto out = R"({"id": 5, "status": "pending", "archived_at": null,
                         "submitters": [{"id": 7, "email": "a@b.example", "status": "sent"}]})";

}  // namespace

TEST_CASE("DocuSeal's document takes the call that sends a contract") {
    if (!prism()) return;
    Service service;
    const auto event = service.send_contract();
    CHECK_EQ(service.asked, Asked{"POST /submissions/pdf"});
    REQUIRE(event);
    const auto prepared = states::decode<states::ContractPrepared>(event->data);
    CHECK_EQ(prepared.product, ".be");
    CHECK_EQ(prepared.edition, 2);
    CHECK_EQ(prepared.agreement, std::to_string(service.answered["id"].get<int>()));
    CHECK_EQ(service.agreements.open.at(prepared.agreement).signer, "an@voorbeeld.example");
}

TEST_CASE("… and those that find it again") {
    if (!prism()) return;
    Service service;
    service.send_contract(2);
    // The example's submitter bears another external id, so it is none of ours.
    CHECK_EQ(service.asked, Asked{"GET /submitters?external_id=A-2026-000123%2F.be%2F2&limit=100",
                                  "POST /submissions/pdf"});
}

TEST_CASE("… and those that void it and remind its signer") {
    if (!prism()) return;
    Service service;
    service.instead["GET /submissions/5"] = out;
    service.docuseal.perform(states::VoidContract{".be", "5", 2, "superseded"}, work("A-1/5/1"));
    CHECK_EQ(service.asked,
             Asked{"GET /submissions/5", "DELETE /submissions/5", "GET /submissions/5"});
    service.docuseal.perform(states::RemindSigner{"5"}, work("A-1/6/1"));
    CHECK_EQ(service.asked.back(), "PUT /submitters/7");
}

TEST_CASE("… and those that look at it and bring home what was signed") {
    if (!prism()) return;
    Service service;
    const auto seen = service.docuseal.look({.id = "1", .signer = "submitter@example.com"});
    CHECK(seen.standing == adapters::Seen::Standing::signed_);
    REQUIRE_EQ(seen.news.size(), 1);
    CHECK_EQ(seen.news[0].name, "contract_signed");
    service.asked.clear();
    const auto papers = service.docuseal.papers({.id = "1", .reference = "A-1", .product = ".be"});
    CHECK_EQ(service.asked,
             Asked{"GET /submissions/1/documents", "GET /submissions/1", "file", "file"});
    CHECK_EQ(papers.size(), 2);
}

TEST_CASE("DocuSeal's document is no rubber stamp: what is wrong or left out is missed") {
    if (!prism()) return;
    Service service;
    const auto refusal = [&](const auto& act) {
        try {
            act();
        } catch (const adapters::RefusedCall& refused) {
            return refused.status;
        }
        return 0;
    };
    service.body = R"({"submitters": [{"email": "a@b.example"}]})";  // No documents.
    CHECK_EQ(refusal([&] { service.send_contract(); }), 422);
    service.body = R"({"documents": [{"name": "a", "file": "JVBERi0=", "fields": [{"areas": [
        {"page": "one", "x": 1, "y": 1, "w": 1, "h": 1}]}]}], "submitters": []})";
    CHECK_EQ(refusal([&] { service.send_contract(); }), 422);
    service.body.clear();
    CHECK_EQ(refusal([&] { service.docuseal.look({.id = "no number"}); }), 422);
    service.without = "X-Auth-Token";
    CHECK_EQ(refusal([&] { service.send_contract(); }), 401);
    CHECK_EQ(refusal([&] { service.docuseal.look({.id = "1"}); }), 401);
    CHECK(service.agreements.open.empty());
}

}  // namespace docuseal_contract_test
