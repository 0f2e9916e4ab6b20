// A contract on its whole way: the real program, a simulator of DocuSeal, and the application in
// between.

#include <doctest/doctest.h>
#include <httplib.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

#include "adapters/base64.hpp"
#include "adapters/docuseal/signature.hpp"
#include "adapters/sha256.hpp"
#include "tests/end_to_end/signing_office.hpp"

namespace docuseal_test {

namespace {

using nlohmann::json;

constexpr auto secret = "whsec_CtUuM4ZiySOxX9Rac8bpczbvzPKKeu+U";

class Office : public tests::SigningOffice {
public:
    explicit Office(const std::string& poll_every = "3600")
        : SigningOffice{"docuseal", poll_every} {
        set("esign.api_key", api_key);
        set("esign.webhook_secret", std::string{"whsec_an-older-one\n"} + secret);
        start();
    }

    void ask_for_news() {
        service.post("/sim/webhook", {{"url", url() + webhooks}, {"secret", secret}});
    }
    void act(const std::string& agreement, const std::string& verb,
             const json& said = json::object()) {
        service.post("/sim/submissions/" + agreement + "/" + verb, said);
    }

    // Our answer to a webhook: its status.
    int hears(const std::string& body, const std::string& with = secret,
              std::chrono::seconds age = std::chrono::seconds{0}) {
        const auto then =
            std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) - age;
        const auto result = httplib::Client{url()}.Post(
            webhooks, {{"X-Docuseal-Signature", docuseal::sign(with, then, body)}}, body,
            "application/json");
        REQUIRE(result);
        return result->status;
    }

    // All that was sent to us has been dealt with, and the agreement was looked at for it.  News
    // that comes during the look that settles it needs no other.
    bool has_settled_down() {
        return comes("select count(*) from inbox where done_at is null and parked_at is null",
                     "0") &&
               comes(
                   "select count(*) from agreements "
                   "where settled_at is null and hinted_at > looked_at",
                   "0");
    }
};

// What DocuSeal would say of a submission.
std::string news(const std::string& type, const std::string& agreement, const std::string& time) {
    const auto id = std::stoll(agreement);
    const bool of_signer = type.starts_with("form.");
    const json data =
        of_signer ? json{{"id", id + 500000}, {"submission", {{"id", id}, {"status", "completed"}}}}
                  : json{{"id", id}, {"status", "completed"}};
    return json{{"event_type", type}, {"timestamp", time}, {"data", data}}.dump();
}

}  // namespace

TEST_CASE("DocuSeal's news of a signature brings the application on, and the papers home") {
    Office office;
    office.ask_for_news();
    const auto agreement = office.contract();
    const auto sent = office.service.created("submissions")[0];
    CHECK_EQ(sent["submitters"][0]["external_id"], office.reference + "/.be/1");
    const auto& field = sent["fields"][0]["areas"][0];  // Where the paper has it.
    CHECK_EQ(office.database.ask("select concat_ws(' ', signature_page, signature_x, signature_y) "
                                 "from sent_papers"),
             field["page"].dump() + ' ' + field["x"].dump() + ' ' + field["y"].dump());
    CHECK_EQ(office.database.ask("select document from sent_papers"),
             adapters::sha256_of(
                 adapters::read_base64(
                     office.service.get("/sim/log")["documents"][agreement].get<std::string>())
                     .value()));

    office.act(agreement, "sign", {{"by", "trainee@voorbeeld.example"}});
    CHECK(office.comes("select standing from agreements", "signed"));
    CHECK_NE(office.database.ask("select state from cases"), "contract_sent");
    // Both papers, under the hashes of their bytes.
    CHECK_EQ(office.papers_kept(), "2");
    // It was not the representative who signed: a person has to look.
    CHECK(office.comes("select count(*) from tasks where kind = 'contract_delegated'", "1"));
    CHECK_EQ(office.database.ask("select signer from agreements"), "");
    CHECK(office.has_settled_down());
    CHECK_EQ(office.database.ask("select count(*) from inbox where parked_at is not null"), "0");
}

TEST_CASE("a signature that DocuSeal does not tell us of is found by looking") {
    Office office{"1"};
    const auto agreement = office.contract();
    office.act(agreement, "mangle", {{"status", "folded"}, {"quiet", true}});
    CHECK(office.comes("select count(*) from tasks where kind = 'contract_unclear'", "1"));
    CHECK_EQ(office.database.ask("select state from cases"), "contract_sent");
    // What is no PDF is not kept as one; the next look finds the papers.
    office.service.post("/sim/faults", {{"no_pdf", 1}});
    office.act(agreement, "sign", {{"quiet", true}});
    CHECK(office.comes("select standing from agreements", "signed"));
    CHECK_EQ(office.papers_kept(), "2");
    CHECK_EQ(office.database.ask("select count(*) from tasks where kind = 'contract_delegated'"),
             "0");
}

TEST_CASE("a contract whose sending is not answered is sent once") {
    Office office;
    office.service.post("/sim/faults", {{"drop_after_create", 1}});
    const auto agreement = office.contract();
    CHECK_EQ(office.service.created("submissions").size(), 1);
    CHECK_EQ(office.database.ask("select attempts from outbox_done where effect = 'send_contract'"),
             "2");
    office.ask_for_news();
    office.act(agreement, "sign");
    CHECK(office.comes("select standing from agreements", "signed"));
}

TEST_CASE("what becomes of a contract that is not signed goes to a person") {
    Office office;
    office.ask_for_news();
    const auto agreement = office.contract();
    std::string verb;
    SUBCASE("declined") { verb = "decline"; }
    SUBCASE("expired") { verb = "expire"; }
    SUBCASE("archived at DocuSeal by a colleague") { verb = "archive"; }
    office.act(agreement, verb, {{"reason", "not like this"}});
    CHECK(office.comes("select state from cases", "contract_trouble"));
    CHECK(office.comes("select standing from agreements", "ended"));
}

TEST_CASE("news that is forged, stale, repeated, early, late or broken does no harm") {
    Office office;
    const auto agreement = office.contract();
    const auto lie = news("submission.completed", agreement, "2026-05-14T10:00:00Z");
    using std::chrono::seconds;
    // Refused at the door, and not kept.
    CHECK_EQ(office.hears(lie, "whsec_somebody-elses"), 401);
    CHECK_EQ(office.hears(lie, std::string{secret}.substr(6)), 401);
    CHECK_EQ(office.hears(lie, secret, seconds{330}), 401);
    CHECK_EQ(office.hears(lie, secret, seconds{-330}), 401);
    CHECK_EQ(office.database.ask("select count(*) from inbox"), "0");

    // Genuine, but too early: what DocuSeal says when it is asked decides.
    CHECK_EQ(office.hears(lie), 200);
    CHECK(office.has_settled_down());
    CHECK_EQ(office.database.ask("select state from cases"), "contract_sent");
    CHECK_EQ(office.hears(lie), 200);  // A copy of it.
    CHECK_EQ(office.database.ask("select count(*) from inbox"), "1");
    // Of what is none of ours, or not of a submission at all.
    CHECK_EQ(office.hears(news("submission.completed", "4711", "2026-05-14T10:00:01Z")), 200);
    CHECK_EQ(office.hears(news("template.created", agreement, "2026-05-14T10:00:02Z")), 200);
    CHECK(office.has_settled_down());
    CHECK_EQ(office.database.ask("select count(*) from inbox where parked_at is not null"), "0");
    // Cut off in the middle, and signed so: a person has to look.
    CHECK_EQ(office.hears(lie.substr(0, lie.size() / 2)), 200);
    CHECK(office.comes("select count(*) from inbox where parked_at is not null", "1"));
    CHECK_EQ(office.database.ask("select state from cases"), "contract_sent");

    // In the wrong order, the last first.
    office.act(agreement, "sign", {{"quiet", true}});
    CHECK_EQ(office.hears(news("submission.completed", agreement, "2026-05-14T11:00:00Z")), 200);
    CHECK(office.comes("select standing from agreements", "signed"));
    const auto state = office.database.ask("select state from cases");
    const auto lines = "select count(*) from journal where event like 'contract_%'";
    const auto told = office.database.ask(lines);
    CHECK_EQ(office.hears(news("form.completed", agreement, "2026-05-14T10:59:59Z")), 200);
    CHECK_EQ(office.hears(news("form.viewed", agreement, "2026-05-14T10:00:00Z")), 200);
    CHECK_EQ(office.hears(news("submission.expired", agreement, "2026-06-14T10:00:00Z")), 200);
    CHECK(office.has_settled_down());
    CHECK_EQ(office.database.ask("select state from cases"), state);
    CHECK_EQ(office.database.ask(lines), told);
}

}  // namespace docuseal_test
