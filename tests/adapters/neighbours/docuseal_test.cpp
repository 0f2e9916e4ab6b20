#include "adapters/docuseal/docuseal.hpp"

#include <doctest/doctest.h>

#include "adapters/base64.hpp"
#include "adapters/docuseal/signature.hpp"
#include "adapters/docuseal/standing.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "tests/adapters/neighbours/agreements_in_memory.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/shared_data.hpp"

namespace docuseal_test {

using adapters::Seen;
using docuseal::DocuSeal;
using nlohmann::json;
using tests::work;

static_assert(adapters::Performs<DocuSeal, states::SendContract>);
static_assert(adapters::Performs<DocuSeal, states::VoidContract>);
static_assert(adapters::Performs<DocuSeal, states::RemindSigner>);
static_assert(adapters::Listens<DocuSeal>);

namespace {

constexpr auto paper = "%PDF-1.4 …";
constexpr auto tagged = "%PDF-1.4 {{Signature;role=Representative;type=signature}}";

const adapters::SignaturePlace somewhere{2, 300, 720, 220, 60};

struct Outside {
    tests::Simulator service{"docuseal", {"--api-key", tests::api_key}};
    tests::AgreementsInMemory agreements;
    DocuSeal docuseal = with(tests::api_key);

    DocuSeal with(const std::string& key, const std::string& pdf = paper,
                  std::optional<adapters::SignaturePlace> place = somewhere) {
        return {{.url = service.url() + "/", .api_key = key},
                tests::send,
                docuseal::signed_by({tests::secret}),
                agreements,
                [=](const auto&, const auto&) {
                    return adapters::SentPaper{.content = pdf,
                                               .document = "its hash",
                                               .template_version = "2026.1",
                                               .signature = place};
                }};
    }
    std::string send(int attempt = 1, int edition = 1) {
        const auto event =
            docuseal.perform(tests::contract(edition), work("A-2026-000123/4/1", attempt));
        REQUIRE(event);
        return states::decode<states::ContractPrepared>(event->data).agreement;
    }
    void make_void(const std::string& agreement, int attempt = 1) {
        docuseal.perform(states::VoidContract{".be", agreement, 1, "superseded"},
                         work("A-2026-000123/6/1", attempt));
    }
    Seen look(const std::string& agreement) { return docuseal.look(agreements.open.at(agreement)); }
    void act(const std::string& agreement, const std::string& verb,
             const json& said = json::object()) {
        service.post("/sim/submissions/" + agreement + "/" + verb, said);
    }
    void fault(const json& faults) { service.post("/sim/faults", faults); }
    json sent() { return service.created("submissions"); }
    int calls(const std::string& begin) {
        int count = 0;
        const auto log = service.get("/sim/log");
        for (const auto& call : log.at("calls"))
            count += call.get<std::string>().starts_with(begin) ? 1 : 0;
        return count;
    }
};

using Names = std::vector<std::string>;

Names names(const Seen& seen) {
    Names names;
    for (const auto& event : seen.news) names.push_back(event.name);
    return names;
}

const adapters::Agreement known{
    .id = "1001", .reference = "A-2026-000123", .product = ".be", .signer = "an@voorbeeld.example"};

// A submission with one signer, as far as seen() reads it.
json submission(const std::string& status, const std::string& by = "An@Voorbeeld.example") {
    return {{"id", 1001},
            {"status", status},
            {"archived_at", nullptr},
            {"submitters", {{{"id", 7}, {"email", by}, {"status", "sent"}}}},
            {"submission_events", json::array()}};
}

json with_event(json submission, const std::string& type, const json& data = json::object()) {
    submission["submission_events"].push_back(
        {{"id", 1}, {"submitter_id", 7}, {"event_type", type}, {"data", data}});
    return submission;
}

states::ContractFailed failure(const Seen& seen) {
    REQUIRE_FALSE(seen.news.empty());
    return states::decode<states::ContractFailed>(seen.news.back().data);
}

}  // namespace

TEST_CASE("nothing is signed but what is completed") {
    using docuseal::Standing;
    const std::map<std::string, Standing> words{
        {"completed", Standing::signed_}, {"declined", Standing::declined},
        {"expired", Standing::expired},   {"pending", Standing::waiting},
        {"Completed", Standing::unknown}, {"", Standing::unknown},
        {"sent", Standing::unknown},      {"something new", Standing::unknown}};
    for (const auto& [word, standing] : words) {
        CAPTURE(word);
        CHECK(docuseal::standing_of(submission(word)) == standing);
    }
    for (const auto& odd : {json{}, json::array(), json{{"status", 7}}, json("completed")})
        CHECK(docuseal::standing_of(odd) == Standing::unknown);
    auto archived = submission("pending");
    archived["archived_at"] = "2026-05-14T10:00:00.000Z";
    CHECK(docuseal::standing_of(archived) == Standing::archived);
    archived["status"] = "completed";  // Tidied away after it was signed.
    CHECK(docuseal::standing_of(archived) == Standing::signed_);
}

TEST_CASE("what has become of a submission, in our events") {
    const auto seen = [](const json& said) { return docuseal::seen(known, said); };
    CHECK(seen(submission("pending")).news.empty());

    const auto done = seen(submission("completed"));
    CHECK(done.standing == Seen::Standing::signed_);
    CHECK_EQ(names(done), Names{"contract_signed"});
    CHECK_EQ(done.odd, "");

    const auto other = seen(submission("completed", "trainee@voorbeeld.example"));
    REQUIRE_EQ(names(other), Names{"contract_delegated", "contract_signed"});
    CHECK_EQ(states::decode<states::ContractDelegated>(other.news[0].data).to,
             "trainee@voorbeeld.example");

    auto nobody = submission("completed");
    nobody["submitters"][0]["email"] = nullptr;
    CHECK_EQ(seen(nobody).odd, "it is signed, and nothing says by whom");
    CHECK_EQ(seen(with_event(submission("completed"), "api_complete_form")).odd,
             "it was completed through DocuSeal's API and not by its signer");

    const auto passed_on = seen(submission("pending", "director@voorbeeld.example"));
    CHECK(passed_on.standing == Seen::Standing::waiting);
    CHECK_EQ(names(passed_on), Names{"contract_delegated"});

    const auto declined =
        seen(with_event(submission("declined"), "decline_form", {{"reason", "not like this"}}));
    CHECK(declined.standing == Seen::Standing::ended);
    CHECK_EQ(failure(declined).trouble, "declined");
    CHECK_EQ(failure(declined).detail, "not like this");
    CHECK_EQ(failure(seen(submission("declined"))).detail, "");
    CHECK_EQ(failure(seen(submission("expired"))).trouble, "expired");

    const auto bounced = seen(with_event(submission("pending"), "bounce_email"));
    CHECK(bounced.standing == Seen::Standing::waiting);
    CHECK_EQ(failure(bounced).trouble, "bounced");
    CHECK_EQ(failure(bounced).detail, "An@Voorbeeld.example");
    CHECK_NE(seen(with_event(submission("pending"), "complaint_email")).odd, "");

    auto archived = submission("pending");
    archived["archived_at"] = "2026-05-14T10:00:00.000Z";
    CHECK_EQ(failure(seen(archived)).trouble, "recalled");
    archived["status"] = "declined";
    CHECK_EQ(failure(seen(archived)).trouble, "declined");

    const auto folded = seen(submission("folded"));
    CHECK(folded.standing == Seen::Standing::waiting);
    CHECK(folded.news.empty());
    CHECK_EQ(folded.odd, "its status is 'folded'");
}

TEST_CASE("a contract goes out to its signer, with a place to sign and our reference") {
    Outside outside;
    const auto agreement = outside.send();
    REQUIRE_EQ(outside.sent().size(), 1);
    const auto sent = outside.sent()[0];
    CHECK_EQ(std::to_string(sent["id"].get<int>()), agreement);
    CHECK_EQ(sent["name"], ".be Voorbeeld Hosting BV (A-2026-000123)");
    CHECK_EQ(sent["submitters"][0]["external_id"], "A-2026-000123/.be/1");
    CHECK_EQ(sent["submitters"][0]["email"], "an@voorbeeld.example");
    CHECK_EQ(sent["submitters"][0]["name"], "An Peeters");
    CHECK_EQ(sent["fields"][0]["type"], "signature");
    CHECK_EQ(sent["fields"][0]["role"], sent["submitters"][0]["role"]);
    CHECK_EQ(sent["fields"][0]["areas"],
             json::parse(R"([{"page": 2, "x": 300, "y": 720, "w": 220, "h": 60}])"));
    CHECK_EQ(outside.service.get("/sim/log")["documents"][agreement], adapters::base64(paper));
    CHECK_EQ(outside.agreements.open.at(agreement).signer, "an@voorbeeld.example");
}

TEST_CASE("a PDF may say itself where it is signed, but one that does not is refused") {
    Outside outside;
    CHECK(outside.with(tests::api_key, tagged, std::nullopt)
              .perform(tests::contract(), work("A-2026-000123/4/1")));
    CHECK_THROWS_WITH_AS(outside.with(tests::api_key, paper, std::nullopt)
                             .perform(tests::contract(), work("A-2026-000123/4/1")),
                         "docuseal answered 422: PDF does not contain fields", engine::Rejected);
    CHECK_EQ(outside.sent().size(), 1);
}

TEST_CASE("the answer to a contract is lost: the retry finds it and sends no second one") {
    Outside outside;
    outside.fault({{"drop_after_create", 1}});
    CHECK_THROWS_AS(outside.send(1), engine::Unavailable);
    CHECK(outside.agreements.open.empty());
    const auto agreement = outside.send(2);
    REQUIRE_EQ(outside.sent().size(), 1);
    CHECK(outside.agreements.open.contains(agreement));
    CHECK_NE(outside.send(1, 2), agreement);
    CHECK_EQ(outside.sent().size(), 2);
    CHECK_EQ(outside.send(2, 1), agreement);
    CHECK_EQ(outside.sent().size(), 2);
}

TEST_CASE("what people do at DocuSeal is seen as our events") {
    Outside outside;
    const auto agreement = outside.send();
    CHECK(outside.look(agreement).news.empty());
    SUBCASE("signed, however the address is written") {
        outside.act(agreement, "sign", {{"by", "An@Voorbeeld.example"}});
        CHECK_EQ(names(outside.look(agreement)), Names{"contract_signed"});
    }
    SUBCASE("passed on: it stays open, and the same is told when it is signed") {
        outside.act(agreement, "reassign", {{"by", "director@voorbeeld.example"}});
        const auto passed_on = outside.look(agreement);
        REQUIRE_EQ(names(passed_on), Names{"contract_delegated"});
        outside.act(agreement, "sign");
        const auto seen = outside.look(agreement);
        REQUIRE_EQ(names(seen), Names{"contract_delegated", "contract_signed"});
        CHECK(seen.news[0].data == passed_on.news[0].data);
    }
    SUBCASE("troubles") {
        const std::map<std::string, std::string> troubles{{"bounce", "bounced"},
                                                          {"decline", "declined"},
                                                          {"expire", "expired"},
                                                          {"archive", "recalled"}};
        for (const auto& [verb, trouble] : troubles) {
            CAPTURE(verb);
            const auto one = outside.send();
            outside.act(one, verb, {{"reason", "not like this"}});
            CHECK_EQ(failure(outside.look(one)).trouble, trouble);
        }
    }
}

TEST_CASE("the signed document and its audit log are brought home") {
    Outside outside;
    const auto agreement = outside.send();
    const auto& awaited = outside.agreements.open.at(agreement);
    outside.act(agreement, "sign");
    outside.fault({{"preparing", 1}});
    CHECK_THROWS_AS(outside.docuseal.papers(awaited), engine::Unavailable);
    const auto papers = outside.docuseal.papers(awaited);
    REQUIRE_EQ(papers.size(), 2);
    CHECK(papers[0].content.find("agreement of " + agreement) != std::string::npos);
    CHECK(papers[1].content.find("audit-log of " + agreement) != std::string::npos);
    CHECK_EQ(papers[0].file_name, "A-2026-000123.be-signed.pdf");
    CHECK_EQ(papers[1].file_name, "A-2026-000123.be-audit-trail.pdf");
    CHECK_NE(papers[0].id, papers[1].id);

    outside.fault({{"no_pdf", 1}});
    CHECK_THROWS_WITH_AS(outside.docuseal.papers(awaited),
                         "docuseal gave no PDF for the signed document", engine::Rejected);
}

TEST_CASE("a contract is voided, and nobody takes that for news") {
    Outside outside;
    const auto agreement = outside.send();
    SUBCASE("under its name") { outside.make_void(agreement); }
    SUBCASE("before we know its name") { outside.make_void(""); }
    SUBCASE("twice") {
        outside.make_void(agreement, 1);
        outside.make_void(agreement, 2);
        CHECK_EQ(outside.calls("DELETE "), 1);
    }
    SUBCASE("although it has expired: somebody could give it more time") {
        outside.act(agreement, "expire");
        outside.make_void(agreement);
    }
    CHECK_FALSE(outside.sent()[0]["archived_at"].is_null());
    CHECK(outside.agreements.open.empty());
}

TEST_CASE("a contract that is signed, or not there yet, is not voided silently") {
    Outside outside;
    CHECK_THROWS_AS(outside.make_void(""), engine::Unavailable);
    const auto agreement = outside.send();
    const auto words = "agreement " + agreement + " was signed before it could be voided";
    SUBCASE("signed long ago") {
        outside.act(agreement, "sign");
        CHECK_THROWS_WITH_AS(outside.make_void(agreement), words.c_str(), engine::Rejected);
        CHECK(outside.agreements.open.contains(agreement));
        CHECK_EQ(outside.calls("DELETE "), 0);
    }
    SUBCASE("signed while it is voided") {
        outside.fault({{"sign_first", 1}});
        CHECK_THROWS_WITH_AS(outside.make_void(agreement), words.c_str(), engine::Rejected);
    }
    SUBCASE("of another name") {
        CHECK_THROWS_WITH_AS(outside.make_void("4711"),
                             "docuseal answered 404: Submission not found", engine::Rejected);
    }
}

TEST_CASE("a signer is reminded while there is something to sign") {
    Outside outside;
    const auto agreement = outside.send();
    const auto remind = [&] {
        outside.docuseal.perform(states::RemindSigner{agreement}, work("A-2026-000123/5/1"));
        return outside.sent()[0]["submitters"][0]["reminders"].get<int>();
    };
    CHECK_EQ(remind(), 1);
    outside.fault({{"sign_first", 1}});
    CHECK_EQ(remind(), 1);  // Signed between our two calls.
    CHECK_EQ(remind(), 1);
    CHECK_EQ(outside.calls("PUT /submitters/"), 2);
}

TEST_CASE("DocuSeal is left alone for as long as it asks") {
    Outside outside;
    outside.fault({{"throttle", 1}, {"retry_after", 77}});
    try {
        outside.send();
        FAIL("not throttled");
    } catch (const engine::Unavailable& busy) {
        REQUIRE(busy.retry_after);
        CHECK_EQ(*busy.retry_after, std::chrono::seconds{77});
    }
    CHECK_EQ(outside.sent().size(), 0);
}

TEST_CASE("a wrong key, a missing one and a missing service are named") {
    Outside outside;
    CHECK_THROWS_WITH_AS(outside.with("stolen").look(known),
                         "docuseal answered 401: Not authenticated", engine::Rejected);
    CHECK_THROWS_WITH_AS(outside.with("").look(known), "docuseal needs esign.api_key",
                         engine::Rejected);
    DocuSeal nowhere{{}, tests::send, {}, outside.agreements, {}};
    CHECK_THROWS_WITH_AS(nowhere.look(known), "no esign is configured: esign.url is empty",
                         engine::Rejected);
}

TEST_CASE("answers that are not as agreed, and papers without TLS, are named and not believed") {
    tests::AgreementsInMemory agreements;
    std::string body;
    DocuSeal odd{{.url = "https://api.docuseal.eu", .api_key = "a key"},
                 [&](const adapters::Call& call) {
                     CHECK(call.url.starts_with("https://api.docuseal.eu/"));
                     return adapters::Reply{.status = 200, .headers = {}, .body = body};
                 },
                 {},
                 agreements,
                 [](const auto&, const auto&) { return adapters::SentPaper{.content = paper}; }};
    body = R"({"id": 1, "status": "comple)";
    CHECK_THROWS_WITH_AS(odd.look(known), "docuseal answered something else than JSON",
                         engine::Rejected);
    body = R"({"id": "1001"})";
    CHECK_THROWS_WITH_AS(odd.perform(tests::contract(), work("A-1/4/1")),
                         "docuseal answered without a proper 'id'", engine::Rejected);
    CHECK(agreements.open.empty());
    body = R"({"documents": [{"url": "http://elsewhere.example/a.pdf"}],
               "audit_log_url": "https://elsewhere.example/b.pdf"})";
    CHECK_THROWS_WITH_AS(odd.papers(known),
                         "docuseal names a place without TLS for "
                         "the signed document",
                         engine::Rejected);
    // A server that does not know the parameter answers with everybody's submitters.
    body = R"({"data": [{"external_id": "A-2026-000999/.be/1", "submission_id": 5}]})";
    CHECK_THROWS_AS(odd.perform(states::VoidContract{".be", "", 1, ""}, work("A-1/6/1")),
                    engine::Unavailable);
}

TEST_CASE("DocuSeal's signatures are known, and no others") {
    const auto lines = tests::shared_lines("data/vectors/docuseal.jsonl");
    if (!lines) return;
    for (const auto& line : *lines) {
        const auto vector = json::parse(line);
        const std::string secret = vector["secret"];
        const std::string body = vector["body"];
        const std::string value = vector["value"];
        const auto then = std::chrono::sys_seconds{std::chrono::seconds{vector["timestamp"]}};
        using std::chrono::seconds;
        const auto flaw = [&](const std::string& header, const std::string& text,
                              std::chrono::sys_seconds now) {
            return docuseal::flaw_of(header, text, {"whsec_older", secret}, now);
        };
        CHECK_EQ(vector["header"], "X-Docuseal-Signature");
        CHECK_EQ(docuseal::sign(secret, then, body), value);
        for (const auto apart : {seconds{-300}, seconds{0}, seconds{300}})
            CHECK_EQ(flaw(value, body, then + apart), "");
        CHECK_EQ(flaw(value, body, then + seconds{301}),
                 "In x-docuseal-signature, the timestamp is too far in the past.");
        CHECK_EQ(flaw(value, body, then - seconds{301}),
                 "In x-docuseal-signature, the timestamp is too far in the future.");
        for (const auto& wrong :
             {value.substr(0, value.size() - 1), value + "0", "1" + value, value.substr(0, 11),
              "+" + value, value.substr(0, 10), value.substr(11), std::string{"."}, std::string{}})
            CHECK_NE(flaw(wrong, body, then), "");
        CHECK_NE(flaw(value, body + " ", then), "");
        CHECK_NE(docuseal::flaw_of(value, body, {secret.substr(6)}, then), "");
        CHECK_NE(docuseal::flaw_of(value, body, {}, then), "");
    }
    CHECK_THROWS_AS(docuseal::signed_by({"a custom header's value"}), std::invalid_argument);
}

TEST_CASE("a notification that is genuine is a hint and no more") {
    tests::AgreementsInMemory agreements;
    const DocuSeal docuseal{{}, tests::send, docuseal::signed_by({tests::secret}), agreements, {}};
    const auto arrival = [](const std::string& body) {
        const auto now = std::chrono::floor<std::chrono::seconds>(tests::now());
        return engine::Arrival{
            .headers = {{"x-docuseal-signature", docuseal::sign(tests::secret, now, body)}},
            .body = body};
    };
    const auto hinted = [&](const std::string& body) {
        agreements.hints.clear();
        CHECK_FALSE(docuseal.verify(arrival(body), tests::now()).empty());
        CHECK_FALSE(docuseal.understand(arrival(body)).event);
        return agreements.hints;
    };
    const std::string signer = R"("timestamp": "2026-05-14T10:00:00Z", "data": {"id": 7, )";
    CHECK_EQ(hinted(R"({"event_type": "form.completed", )" + signer +
                    R"("submission": {"id": 1001, "status": "completed"}}})"),
             Names{"1001"});
    CHECK_EQ(hinted(R"({"event_type": "form.declined", )" + signer + R"("submission_id": 1002}})"),
             Names{"1002"});
    CHECK_EQ(hinted(R"({"event_type": "submission.completed", "data": {"id": 1003}})"),
             Names{"1003"});
    CHECK_EQ(hinted(R"({"event_type": "template.created", "data": {"id": 1004}})"), Names{});
    CHECK_EQ(hinted(R"({"event_type": "submission.completed", "data": {"id": "1 or 1=1"}})"),
             Names{});
    CHECK_EQ(hinted("{}"), Names{});

    // Truncated: it is kept, for it was signed, and goes to a person.
    const auto truncated = arrival(R"({"event_type": "submission.comp)");
    CHECK_EQ(docuseal.verify(truncated, tests::now()).size(), 64);
    CHECK_THROWS_WITH_AS(docuseal.understand(truncated), "the body is not a JSON object",
                         engine::Rejected);

    // The same moment of the same thing is the same delivery, whatever has moved on meanwhile.
    const auto name = [&](const std::string& type, const std::string& data) {
        return docuseal.verify(
            arrival(R"({"event_type": ")" + type +
                    R"(", "timestamp": "2026-05-14T10:00:00Z", "data": )" + data + "}"),
            tests::now());
    };
    CHECK_EQ(name("form.viewed", R"({"id": 7, "ua": "a"})"),
             name("form.viewed", R"({"id": 7, "ua": "b"})"));
    CHECK_NE(name("form.viewed", R"({"id": 7})"), name("form.viewed", R"({"id": 8})"));
    CHECK_NE(name("form.viewed", R"({"id": 7})"), name("form.started", R"({"id": 7})"));

    auto forged = arrival("{}");
    forged.body = R"({"event_type": "submission.completed", "data": {"id": 1001}})";
    CHECK_THROWS_AS(docuseal.verify(forged, tests::now()), adapters::Forged);
    CHECK_THROWS_AS(docuseal.verify({.headers = {}, .body = "{}"}, tests::now()), adapters::Forged);
    CHECK_THROWS_AS(docuseal.verify(arrival("{}"), tests::now() + std::chrono::minutes{6}),
                    adapters::Forged);
}

TEST_CASE("the simulator's news are signed as DocuSeal signs") {
    tests::WebhookReceiver receiver;
    const auto service = tests::start("docuseal", receiver);
    tests::AgreementsInMemory agreements;
    DocuSeal docuseal{
        {.url = service.url(), .api_key = tests::api_key},
        tests::send,
        docuseal::signed_by({tests::secret}),
        agreements,
        [](const auto&, const auto&) { return adapters::SentPaper{.content = tagged}; }};
    docuseal.perform(tests::contract(), work("A-2026-000123/4/1"));
    const auto arrival = receiver.next();
    CHECK_EQ(docuseal.verify(arrival, tests::now()).size(), 64);
    docuseal.understand(arrival);
    CHECK_EQ(agreements.hints, Names{"1001"});
}

}  // namespace docuseal_test
