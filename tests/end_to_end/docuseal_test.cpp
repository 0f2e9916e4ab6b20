// A contract on its whole way: the real program, a simulator of DocuSeal, and the application in
// between.

#include <doctest/doctest.h>
#include <httplib.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "adapters/base64.hpp"
#include "adapters/docuseal/signature.hpp"
#include "adapters/scratch_folder.hpp"
#include "adapters/sha256.hpp"
#include "tests/database.hpp"
#include "tests/faults/server.hpp"
#include "tests/simulator.hpp"

namespace {

using nlohmann::json;

constexpr auto api_key = "a key of the test";
constexpr auto secret = "whsec_CtUuM4ZiySOxX9Rac8bpczbvzPKKeu+U";
constexpr auto webhooks = "/webhooks/esign";

class Office {
public:
    explicit Office(const std::string& poll_every = "3600") {
        std::ofstream{scratch_ / "api_key"} << api_key;
        std::ofstream{scratch_ / "secret"} << "whsec_an-older-one\n" << secret << '\n';
        tests::write_config(scratch_ / "doorstep.toml",
                            {{"data", scratch_ / "data"},
                             {"database.url", database.address()},
                             {"esign.provider", "docuseal"},
                             {"esign.url", docuseal.url()},
                             {"esign.api_key_file", scratch_ / "api_key"},
                             {"esign.webhook_secret_file", scratch_ / "secret"},
                             {"esign.poll_every", poll_every},
                             {"esign.poll_gap", "0"}});
        server_.start();
        const auto config = scratch_ / "doorstep.toml";
        applicant_ = tests::new_token(config, "applicant", {"apply", "read"});
        approver_ = tests::new_token(config, "approver", {"approver"});
    }

    void ask_for_news() {
        docuseal.post("/sim/webhook", {{"url", server_.url() + webhooks}, {"secret", secret}});
    }

    // Applies, and has it approved; waits until the contract is out.  Returns what DocuSeal calls
    // it.
    std::string contract() {
        const auto made =
            post("/api/v1/applications", tests::read_file("examples/sign_up.json"), applicant_);
        reference = made.at("reference");
        for (const auto& warning : made.at("warnings"))
            cause("warning_accepted", {{"field", warning["field"]},
                                       {"code", warning["code"]},
                                       {"reason", "looked at it"}});
        cause("approved", json::object());
        REQUIRE(comes("select state from cases", "contract_sent"));
        return database.ask("select id from agreements");
    }

    void act(const std::string& agreement, const std::string& verb,
             const json& said = json::object()) {
        docuseal.post("/sim/submissions/" + agreement + "/" + verb, said);
    }

    // Our answer to a webhook: its status.
    int hears(const std::string& body, const std::string& with = secret,
              std::chrono::seconds age = std::chrono::seconds{0}) {
        const auto then =
            std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) - age;
        const auto result = httplib::Client{server_.url()}.Post(
            webhooks, {{"X-Docuseal-Signature", docuseal::sign(with, then, body)}}, body,
            "application/json");
        REQUIRE(result);
        return result->status;
    }

    // Waits until the statement answers so.
    bool comes(const std::string& statement, const std::string& answer) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
        while (database.ask(statement) != answer) {
            if (std::chrono::steady_clock::now() > end) {
                MESSAGE(statement << " says " << database.ask(statement) << "\n"
                                  << server_.last_words());
                return false;
            }
            database.ask("select pg_sleep(0.05)");
        }
        return true;
    }
    // All that was sent to us has been dealt with, and the agreement was looked at for it.
    bool has_settled_down() {
        return comes("select count(*) from inbox where done_at is null and parked_at is null",
                     "0") &&
               comes("select count(*) from agreements where hinted_at > looked_at", "0");
    }

    tests::Database database;
    tests::Simulator docuseal{"docuseal", {"--api-key", api_key}};
    std::string reference;

private:
    json post(const std::string& path, const std::string& body, const std::string& token) {
        const auto result = httplib::Client{server_.url()}.Post(
            path, {{"Authorization", "Bearer " + token}}, body, "application/json");
        REQUIRE(result);
        REQUIRE_MESSAGE(result->status / 100 == 2, result->body);
        return json::parse(result->body);
    }
    void cause(const std::string& event, const json& data) {
        post("/api/v1/applications/" + reference + "/events",
             json{{"event", event}, {"data", data}}.dump(), approver_);
    }

    adapters::ScratchFolder scratch_{"docuseal"};
    tests::Server server_{scratch_ / "doorstep.toml", scratch_ / "log"};
    std::string applicant_;
    std::string approver_;
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
    const auto sent = office.docuseal.created("submissions")[0];
    CHECK_EQ(sent["submitters"][0]["external_id"], office.reference + "/.be/1");
    const auto& field = sent["fields"][0]["areas"][0];  // Where the paper has it.
    CHECK_EQ(office.database.ask("select concat_ws(' ', signature_page, signature_x, signature_y) "
                                 "from sent_papers"),
             field["page"].dump() + ' ' + field["x"].dump() + ' ' + field["y"].dump());
    CHECK_EQ(office.database.ask("select document from sent_papers"),
             adapters::sha256_of(
                 adapters::read_base64(
                     office.docuseal.get("/sim/log")["documents"][agreement].get<std::string>())
                     .value()));

    office.act(agreement, "sign", {{"by", "trainee@voorbeeld.example"}});
    CHECK(office.comes("select standing from agreements", "signed"));
    CHECK_NE(office.database.ask("select state from cases"), "contract_sent");
    // Both papers, under the hashes of their bytes.
    CHECK_EQ(office.database.ask(
                 "select count(*) from agreements a join documents d on d.id = any (a.papers) "
                 "where d.id = encode(sha256(d.content), 'hex') and d.content like '%PDF-%'"),
             "2");
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
    office.docuseal.post("/sim/faults", {{"no_pdf", 1}});
    office.act(agreement, "sign", {{"quiet", true}});
    CHECK(office.comes("select standing from agreements", "signed"));
    CHECK_EQ(office.database.ask("select count(*) from agreements a join documents d "
                                 "on d.id = any (a.papers) where d.content like '%PDF-%'"),
             "2");
    CHECK_EQ(office.database.ask("select count(*) from tasks where kind = 'contract_delegated'"),
             "0");
}

TEST_CASE("a contract whose sending is not answered is sent once") {
    Office office;
    office.docuseal.post("/sim/faults", {{"drop_after_create", 1}});
    const auto agreement = office.contract();
    CHECK_EQ(office.docuseal.created("submissions").size(), 1);
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
