// What becomes of money when an application ends: whole servers, statement files, payment services,
// and the mails that the applicant gets.

#include <doctest/doctest.h>
#include <httplib.h>

#include <cctype>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "adapters/scratch_folder.hpp"
#include "tests/adapters/bank/coda_files.hpp"
#include "tests/faults/chance.hpp"
#include "tests/faults/neighbourhood.hpp"
#include "tests/faults/server.hpp"

namespace refunds_test {

namespace {

using nlohmann::json;
using tests::Simulator;

constexpr auto secret = "whsec_ZW5kLXRvLWVuZC1lbmQtdG8tZW5kLWVuZC10by1lbmQ=";

// What a reader sees of a quoted-printable mail, without its line ends.
std::string readable(const std::string& mail) {
    std::string text;
    for (std::size_t i = 0; i < mail.size(); ++i) {
        const bool is_code = i + 2 < mail.size() && mail[i] == '=' &&
                             (mail[i + 1] == '\r' || mail[i + 1] == '\n' ||
                              (std::isxdigit(static_cast<unsigned char>(mail[i + 1])) != 0 &&
                               std::isxdigit(static_cast<unsigned char>(mail[i + 2])) != 0));
        if (!is_code) {
            text += mail[i] == '\r' || mail[i] == '\n' ? ' ' : mail[i];
        } else if (mail[i + 1] == '\r' || mail[i + 1] == '\n') {
            i += mail[i + 1] == '\r' ? 2 : 1;
        } else {
            text += static_cast<char>(std::stoi(mail.substr(i + 1, 2), nullptr, 16));
            i += 2;
        }
    }
    return text;
}

class Registry {
public:
    Registry(const std::string& provider, const std::string& accounting)
        : service_{name(provider)} {
        auto keys = neighbours_.keys();
        keys["data"] = scratch_ / "data";
        keys["payments.provider"] = provider;
        keys["payments.url"] = service_.url();
        std::ofstream{scratch_ / "secret"} << secret << '\n';
        keys["payments.webhook_secret_file"] = scratch_ / "secret";
        if (accounting == "own")
            for (const auto* key : {"url", "api_key_file", "webhook_secret_file"})
                keys.erase("accounting." + std::string{key});
        tests::write_config(config(), keys);
        const auto written = tests::read_file(config());
        std::ofstream{config()} << "test_clock = true\n" << written;
        server_.start();
        neighbours_.send_news_to(server_.url());
        service_.post("/sim/webhook",
                      {{"url", server_.url() + "/webhooks/payments"}, {"secret", secret}});
        token_ = tests::new_token(config(), "website", {"apply", "read", "audit", "finance"});
        approver_ = tests::new_token(config(), "approver", {"approver"});
    }
    ~Registry() { server_.stop(); }

    const Simulator& service() const { return service_; }
    json books(const std::string& kind) const {
        return neighbours_.log("accounting").at("created").value(kind, json::array());
    }

    json ask(const std::string& path) const {
        return json::parse(client().Get("/api/v1" + path, head(token_))->body);
    }
    json send(const std::string& path, const json& body) const { return send(path, body, token_); }
    json send(const std::string& path, const json& body, const std::string& token) const {
        const auto result = client().Post(path, head(token), body.dump(), "application/json");
        REQUIRE_MESSAGE(result->status / 100 == 2, result->body);
        return json::parse(result->body);
    }
    json happen(const std::string& reference, const std::string& event, const json& data) const {
        return send("/api/v1/applications/" + reference + "/events",
                    {{"event", event}, {"data", data}});
    }
    json import(const std::vector<tests::CodaMovement>& movements,
                const std::string& number) const {
        const auto result = client().Post("/api/v1/statements", head(token_),
                                          tests::coda_file(movements, number), "text/plain");
        REQUIRE_MESSAGE(result->status == 200, result->body);
        return json::parse(result->body);
    }
    std::string credit_note(const std::string& reference) const {
        return client()
            .Get("/api/v1/applications/" + reference + "/credit_note.xml", head(token_))
            ->body;
    }

    // One whose invoice waits to be paid.
    std::string invoiced() const {
        std::ifstream file{std::string{std::getenv("DOORSTEP_SOURCE")} + "/examples/sign_up.json"};
        const auto reference =
            send("/api/v1/applications", json::parse(file)).at("reference").get<std::string>();
        send("/api/v1/applications/" + reference + "/events",
             {{"event", "approved"}, {"data", json::object()}}, approver_);
        wait_for(reference, "payment_requested", 1);
        return reference;
    }
    std::string message(const std::string& reference) const {
        const auto marked = ask("/applications/" + reference)
                                .at("invoice")
                                .at("structured_message")
                                .get<std::string>();
        std::string digits;
        for (const char c : marked)
            if (c >= '0' && c <= '9') digits += c;
        return digits;
    }

    int count(const std::string& reference, const std::string& event) const {
        int count = 0;
        const auto journal = ask("/applications/" + reference + "/journal?limit=200");
        for (const auto& line : journal.at("items"))
            if (line.at("event") == event && line.at("refusal").is_null()) ++count;
        return count;
    }
    void wait_for(const std::string& reference, const std::string& event, int times) const {
        for (int i = 0; i < 600 && count(reference, event) < times; ++i) rest();
        CAPTURE(ask("/applications/" + reference + "/journal?limit=200").dump().substr(0, 6000));
        CAPTURE(server_.last_words());
        REQUIRE_EQ(count(reference, event), times);
    }
    std::string state(const std::string& reference) const {
        return ask("/applications/" + reference).at("state").get<std::string>();
    }
    json refunds() const { return ask("/refunds").at("items"); }

    // Of the only mail whose subject and text have these words; waits for it.
    std::string mail(const std::string& words) const {
        for (int i = 0; i < 600; ++i, rest()) {
            std::vector<std::string> found;
            for (const auto& entry :
                 std::filesystem::directory_iterator{scratch_ / "neighbours/mails"})
                if (entry.path().extension() == ".eml")
                    if (auto text = readable(tests::read_file(entry.path()));
                        text.find(words) != std::string::npos)
                        found.push_back(std::move(text));
            if (found.size() > 1) FAIL("two mails say: " << words);
            if (!found.empty()) return found.front();
        }
        FAIL("no mail says: " << words);
        return {};
    }
    static void rest() {
        constexpr auto pause = std::chrono::milliseconds{50};
        tests::Chance{}.rest(pause, pause);
    }

private:
    static std::string name(const std::string& provider) {
        return provider == "simple" ? "payments" : provider;
    }
    std::string config() const { return scratch_ / "doorstep.toml"; }
    httplib::Client client() const { return httplib::Client{server_.url()}; }
    static httplib::Headers head(const std::string& token) {
        return {{"Authorization", "Bearer " + token}};
    }
    static std::filesystem::path made(const std::filesystem::path& folder) {
        std::filesystem::create_directory(folder);
        return folder;
    }

    const adapters::ScratchFolder scratch_{"refunds"};
    const tests::Neighbourhood neighbours_{made(scratch_ / "neighbours")};
    Simulator service_;
    tests::Server server_{config(), scratch_ / "log"};
    std::string token_;
    std::string approver_;  // Another one: who sends a sign-up in does not approve it.
};

bool says(const std::string& mail, const std::string& words) {
    return mail.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "paid by bank, then withdrawn: a credit note, finance's task, and the transfer closes it") {
    const Registry registry{"simple", "own"};
    const auto reference = registry.invoiced();
    const auto message = registry.message(reference);
    const auto invoice =
        registry.ask("/applications/" + reference).at("invoice").at("number").get<std::string>();
    CHECK_EQ(registry.import({{.cents = 302'500, .structured = message}}, "061").at("booked"), 1);
    CHECK_NE(registry.state(reference), "payment_due");

    registry.happen(reference, "withdrawn", {{"reason", "Another plan."}});
    registry.wait_for(reference, "credit_note_issued", 1);
    CHECK(says(registry.credit_note(reference), "<cbc:ID>" + invoice + "</cbc:ID>"));
    const auto withdrawn = registry.mail("Uw aanvraag is ingetrokken");
    for (const auto* words : {"3.025,00", "rekening of de kaart", "14 dagen", "creditnota"})
        CHECK_MESSAGE(says(withdrawn, words), words);
    CHECK(says(withdrawn, invoice));
    CHECK(says(registry.mail("Creditnota C"), invoice));

    for (int i = 0; i < 600 && registry.refunds().empty(); ++i) Registry::rest();
    const auto refunds = registry.refunds();
    REQUIRE_EQ(refunds.size(), 1);
    CHECK_EQ(refunds[0].at("account"), "BE71096123456769");
    CHECK_EQ(refunds[0].at("amount"), "3025.00");
    CHECK_EQ(refunds[0].at("reference"), reference);
    CHECK(registry.service().created("refunds").empty());

    const auto out = registry.import({{.cents = -302'500, .text = "terugbetaling"}}, "062");
    CHECK_EQ(out.at("passed"), 1);
    registry.wait_for(reference, "refund_sent", 1);
    CHECK(registry.refunds().empty());
    const auto sent = registry.mail("Uw geld is onderweg");
    CHECK(says(sent, "3.025,00"));
    CHECK(says(sent, "overgeschreven"));
}

TEST_CASE(
    "a part paid by bank, then withdrawn; what still comes goes back, too, noted by a person") {
    const Registry registry{"simple", "service"};
    const auto reference = registry.invoiced();
    const auto message = registry.message(reference);
    registry.import({{.cents = 100'000, .structured = message}}, "061");
    registry.happen(reference, "withdrawn", {{"reason", "Another plan."}});
    registry.wait_for(reference, "credit_note_issued", 1);
    CHECK(says(registry.mail("Uw aanvraag is ingetrokken"), "1.000,00"));
    REQUIRE_EQ(registry.books("credit_notes").size(), 1);
    const auto note = registry.books("credit_notes")[0].at("number").get<std::string>();
    CHECK(says(registry.mail("Creditnota " + note), reference));

    CHECK_EQ(registry.import({{.cents = 202'500, .structured = message}}, "062").at("booked"), 1);
    CHECK(says(registry.mail("We betalen u terug"), "2.025,00"));
    for (int i = 0; i < 600 && registry.refunds().size() < 2; ++i) Registry::rest();
    const auto refunds = registry.refunds();
    REQUIRE_EQ(refunds.size(), 2);
    CHECK_EQ(refunds[0].at("amount"), "1000.00");
    CHECK_EQ(refunds[1].at("amount"), "2025.00");
    CHECK_EQ(refunds[1].at("reason"), "payment_after_end");
    for (const auto& refund : refunds)
        registry.send("/api/v1/refunds/" + refund.at("refund").dump() + "/sent",
                      {{"reason", "By our other bank."}});
    registry.wait_for(reference, "refund_sent", 2);
    CHECK(registry.refunds().empty());
    CHECK_EQ(registry.books("credit_notes").size(), 1);
}

TEST_CASE("paid through Mollie, then expired: Mollie pays back once, and the applicant is told") {
    const Registry registry{"mollie", "service"};
    const auto reference = registry.invoiced();
    registry.service().post("/sim/pay", {{"application", reference}, {"status", "failed"}});
    registry.wait_for(reference, "payment_failed", 1);
    registry.mail("Uw betaling is niet aangekomen");
    registry.service().post("/sim/pay", {{"application", reference}});
    registry.wait_for(reference, "payment_received", 1);
    registry.send("/test/clock", {{"advance", "P40D"}});
    registry.wait_for(reference, "refund_sent", 1);
    registry.wait_for(reference, "credit_note_issued", 1);
    CHECK_EQ(registry.state(reference), "expired");
    const auto refunds = registry.service().created("refunds");
    REQUIRE_EQ(refunds.size(), 1);
    CHECK_EQ(refunds[0].at("amount").at("value"), "3025.00");
    CHECK(registry.refunds().empty());
    CHECK(says(registry.mail("Uw aanvraag is vervallen"), "3.025,00"));
    CHECK(says(registry.mail("Uw geld is onderweg"), "betaaldienst"));
    CHECK_EQ(registry.books("credit_notes").size(), 1);
}

TEST_CASE("a bank that does not pay Stripe is told to the applicant, and the link stays open") {
    const Registry registry{"stripe", "service"};
    const auto reference = registry.invoiced();
    const auto failing =
        registry.service().post("/sim/pay", {{"application", reference}, {"by", "bank"}});
    registry.service().post("/sim/settle", {{"payment", failing["id"]}, {"fails", true}});
    registry.wait_for(reference, "payment_failed", 1);
    CHECK(says(registry.mail("Uw betaling is niet aangekomen"), "3.025,00"));
    CHECK_EQ(registry.state(reference), "payment_due");
    // In two ways, and each part goes back by its own.
    registry.import({{.cents = 2'500, .structured = registry.message(reference)}}, "061");
    registry.service().post("/sim/pay", {{"application", reference}, {"amount_cents", 300'000}});
    registry.wait_for(reference, "payment_received", 2);
    registry.happen(reference, "withdrawn", {{"reason", "Another plan."}});
    registry.wait_for(reference, "refund_sent", 1);
    const auto refunds = registry.service().created("refunds");
    REQUIRE_EQ(refunds.size(), 1);
    CHECK_EQ(refunds[0].at("amount"), 300'000);
    REQUIRE_EQ(registry.refunds().size(), 1);
    CHECK_EQ(registry.refunds()[0].at("amount"), "25.00");
}

}  // namespace refunds_test
