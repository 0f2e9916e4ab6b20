// A contract on its whole way: the real program, a simulator of Acrobat Sign, and the application
// in between.

#include <doctest/doctest.h>
#include <httplib.h>

#include <chrono>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "adapters/base64.hpp"
#include "adapters/scratch_folder.hpp"
#include "adapters/sha256.hpp"
#include "tests/database.hpp"
#include "tests/faults/server.hpp"
#include "tests/simulator.hpp"

namespace {

using nlohmann::json;

constexpr auto api_key = "a key of the test";

class Office {
public:
    enum class Access { by_key, by_refresh_token };

    explicit Office(const std::string& poll_every = "3600", Access access = Access::by_key) {
        std::ofstream{scratch_ / "api_key"} << api_key;
        std::map<std::string, std::string> config = {
            {"data", scratch_ / "data"},      {"database.url", database.address()},
            {"esign.provider", "adobe_sign"}, {"esign.url", adobe.url()},
            {"esign.poll_every", poll_every}, {"esign.poll_gap", "0"}};
        if (access == Access::by_key) {
            config["esign.api_key_file"] = scratch_ / "api_key";
            config["esign.client_id"] = "our-client";
        } else {
            std::ofstream{scratch_ / "client_secret"} << "a-secret";
            std::ofstream{scratch_ / "refresh_token"} << "a-refresh-token";
            config["esign.client_id"] = "a-client";
            config["esign.client_secret_file"] = scratch_ / "client_secret";
            config["esign.refresh_token_file"] = scratch_ / "refresh_token";
            adobe.post("/sim/faults", {{"rotate", 1}});
        }
        tests::write_config(scratch_ / "doorstep.toml", config);
        server_.start();
        const auto path = scratch_ / "doorstep.toml";
        applicant_ = tests::new_token(path, "applicant", {"apply", "read"});
        approver_ = tests::new_token(path, "approver", {"approver"});
    }

    json ask_for_news(const std::string& client_id = "our-client") {
        return adobe.post("/sim/webhook",
                          {{"url", server_.url() + "/webhooks/esign"}, {"client_id", client_id}});
    }

    // Applies, and has it approved; waits until the contract is out.  Returns what Adobe calls it.
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

    void restart() {
        server_.kill();
        server_.start();
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

    std::string fact(const std::string& path) {
        return database.ask("select facts::jsonb #>> '{" + path + "}' from cases");
    }

    tests::Database database;
    tests::Simulator adobe{"adobe_sign", {"--api-key", api_key}};
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

    adapters::ScratchFolder scratch_{"esign"};
    tests::Server server_{scratch_ / "doorstep.toml", scratch_ / "log"};
    std::string applicant_;
    std::string approver_;
};

}  // namespace

TEST_CASE("Adobe's news of a signature brings the application on, and the papers home") {
    Office office;
    CHECK_EQ(office.ask_for_news("somebody else's")["wanted"], false);
    CHECK_EQ(office.ask_for_news()["wanted"], true);
    const auto agreement = office.contract();
    CHECK_EQ(office.adobe.created("agreements")[0]["externalId"]["id"],
             office.reference + "/.be/1");
    // What Adobe got is what is frozen, and the application names it with the text's version.
    const auto sent = adapters::read_base64(
        office.adobe.get("/sim/log")["transient"]["transient-1"].get<std::string>());
    REQUIRE(sent);
    CHECK_EQ(office.database.ask("select name || ' ' || template_version from sent_papers where "
                                 "document = '" +
                                 adapters::sha256_of(*sent) + "'"),
             ".be/1 2026.1");
    CHECK_EQ(office.fact("agreements,0,document"), adapters::sha256_of(*sent));

    office.adobe.post("/sim/agreements/" + agreement + "/sign",
                      {{"by", "trainee@voorbeeld.example"}});
    CHECK(office.comes("select standing from agreements", "signed"));
    CHECK_NE(office.database.ask("select state from cases"), "contract_sent");
    // Both papers, under the hashes of their bytes.
    CHECK_EQ(office.database.ask(
                 "select count(*) from agreements a join documents d on d.id = any (a.papers) "
                 "where d.id = encode(sha256(d.content), 'hex') and d.content like '%PDF-%'"),
             "2");
    // The journal's line and the application name the same papers.
    CHECK_EQ(
        office.database.ask("select (data::jsonb -> 'papers')::text from journal where event = "
                            "'contract_signed'"),
        office.fact("agreements,0,papers"));
    // It was not the representative who signed: a person has to look.
    CHECK(office.comes("select count(*) from tasks where kind = 'contract_delegated'", "1"));
    CHECK_EQ(office.database.ask("select signer from agreements"), "");
    // Every notification was answered as Adobe wants it.
    const auto log = office.adobe.get("/sim/log");
    CHECK_GE(log["news"].size(), 2);
    for (const auto& news : log["news"]) CHECK_EQ(news["taken"], true);
}

TEST_CASE("a signature that nobody tells us of is found by looking") {
    Office office{"1"};
    const auto agreement = office.contract();
    office.adobe.post("/sim/agreements/" + agreement + "/mangle",
                      {{"status", "FOLDED"}, {"quiet", true}});
    CHECK(office.comes("select count(*) from tasks where kind = 'contract_unclear'", "1"));
    CHECK_EQ(office.database.ask("select state from cases"), "contract_sent");
    office.adobe.post("/sim/agreements/" + agreement + "/sign", {{"quiet", true}});
    CHECK(office.comes("select standing from agreements", "signed"));
    CHECK_EQ(office.database.ask("select count(*) from tasks where kind = 'contract_delegated'"),
             "0");
}

TEST_CASE("a contract that is declined goes to a person") {
    Office office;
    office.ask_for_news();
    const auto agreement = office.contract();
    office.adobe.post("/sim/agreements/" + agreement + "/decline", {{"comment", "not like this"}});
    CHECK(office.comes("select state from cases", "contract_trouble"));
    CHECK(office.comes("select standing from agreements", "ended"));
}

TEST_CASE("a server that is started again goes on with the newest refresh token") {
    Office office{"1", Office::Access::by_refresh_token};
    const auto agreement = office.contract();
    CHECK_EQ(office.database.ask("select count(*) from renewed_secrets"), "1");
    const auto refreshes = office.adobe.get("/sim/log")["refreshes"].get<int>();
    office.restart();
    office.adobe.post("/sim/agreements/" + agreement + "/sign", {{"quiet", true}});
    CHECK(office.comes("select standing from agreements", "signed"));
    CHECK_GT(office.adobe.get("/sim/log")["refreshes"].get<int>(), refreshes);
}
