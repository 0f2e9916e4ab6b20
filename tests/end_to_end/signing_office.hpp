// The real program on a real database, with one provider of signatures, for the tests that follow a
// contract on its whole way.

#pragma once

#include <doctest/doctest.h>
#include <httplib.h>

#include <chrono>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "adapters/scratch_folder.hpp"
#include "tests/database.hpp"
#include "tests/faults/server.hpp"
#include "tests/simulator.hpp"

namespace tests {

class SigningOffice {
public:
    using json = nlohmann::json;
    using Keys = std::map<std::string, std::string>;

    static constexpr auto api_key = "a key of the test";
    static constexpr auto webhooks = "/webhooks/esign";

    // What the provider calls a contract that is out, once one is.  Applies, and has it approved.
    std::string contract() {
        const auto made =
            post("/api/v1/applications", read_file("examples/sign_up.json"), applicant_);
        reference = made.at("reference");
        for (const auto& warning : made.at("warnings"))
            cause("warning_accepted", {{"field", warning["field"]},
                                       {"code", warning["code"]},
                                       {"reason", "looked at it"}});
        cause("approved", json::object());
        REQUIRE(comes("select state from cases", "contract_sent"));
        return database.ask("select id from agreements");
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

    // Those that are kept of the agreement, under the hashes of their bytes.
    std::string papers_kept() {
        return database.ask(
            "select count(*) from agreements a join documents d on d.id = any (a.papers) "
            "where d.id = encode(sha256(d.content), 'hex') and d.content like '%PDF-%'");
    }

    void restart() {
        server_.kill();
        server_.start();
    }

    Database database;
    Simulator service;
    std::string reference;

protected:
    SigningOffice(const std::string& provider, const std::string& poll_every)
        : service{provider, {"--api-key", api_key}}, keys_{{"data", scratch_ / "data"},
                                                           {"database.url", database.address()},
                                                           {"esign.provider", provider},
                                                           {"esign.url", service.url()},
                                                           {"esign.poll_every", poll_every},
                                                           {"esign.poll_gap", "0"}} {}

    // A secret in a file of its own, as the configuration wants it.
    void set(const std::string& key, const std::string& secret) {
        const auto file = scratch_ / key;
        std::ofstream{file} << secret << '\n';
        keys_[key + "_file"] = file;
    }
    void start(const Keys& more = {}) {
        keys_.insert(more.begin(), more.end());
        write_config(config_, keys_);
        server_.start();
        applicant_ = new_token(config_, "applicant", {"apply", "read"});
        approver_ = new_token(config_, "approver", {"approver"});
    }
    std::string url() const { return server_.url(); }

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

    adapters::ScratchFolder scratch_{"signing"};
    std::string config_ = scratch_ / "doorstep.toml";
    Keys keys_;
    Server server_{config_, scratch_ / "log"};
    std::string applicant_;
    std::string approver_;
};

}  // namespace tests
