// The API on a database and a port of its own, with tokens, and real requests to it.

#pragma once

#include <httplib.h>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "adapters/activation.hpp"
#include "adapters/applications.hpp"
#include "adapters/bank/importer.hpp"
#include "adapters/config/catalogue.hpp"
#include "adapters/http/api.hpp"
#include "adapters/http/server.hpp"
#include "adapters/login.hpp"
#include "adapters/mobile_check.hpp"
#include "adapters/papers/flaw.hpp"
#include "adapters/postgres/accounts.hpp"
#include "adapters/postgres/archive.hpp"
#include "adapters/postgres/bank_book.hpp"
#include "adapters/postgres/code_wishes.hpp"
#include "adapters/postgres/codes.hpp"
#include "adapters/postgres/invoices.hpp"
#include "adapters/postgres/knocks.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/refund_book.hpp"
#include "adapters/postgres/sent_papers.hpp"
#include "adapters/postgres/sms_codes.hpp"
#include "adapters/postgres/store.hpp"
#include "adapters/refunding.hpp"
#include "adapters/reissue.hpp"
#include "adapters/webhooks/signed_by.hpp"
#include "engine/engine.hpp"
#include "states/workflow.hpp"
#include "tests/database.hpp"
#include "tests/states/sign_ups.hpp"

namespace tests {

inline const webhooks::Secret webhook_secret{"a key that only this test knows."};

class ApiRunning {
public:
    ApiRunning() {
        add_token("website", "apply");
        add_token("reader", "read");
        add_token("clerk", "clerk");
        add_token("first", "clerk,approver");
        add_token("second", "approver");
        add_token("auditor", "audit");
        const auto count = [this](const http::Served& served) { metrics_.count(served); };
        server_ = std::make_unique<http::Server>(
            http::Settings{.threads = 8, .on_fault = report, .on_served = count}, routes());
        server_->start();
        post("/api/v1/documents", paper, "website", {}, "application/pdf");
    }

    std::vector<http::Route> routes() {
        const auto verify = webhooks::signed_by({webhook_secret});
        return http::api_routes({.applications = applications_,
                                 .activation = activation_,
                                 .login = login_,
                                 .reissue = reissue_,
                                 .documents = documents_,
                                 .invoices = invoices_,
                                 .sent_papers = sent_papers_,
                                 .reading = reading,
                                 .store = store_,
                                 .metrics = metrics_,
                                 .verifiers = {{"esign",
                                                [this, verify](const engine::Arrival& arrival) {
                                                    return verify(arrival.headers, arrival.body,
                                                                  reading.now());
                                                }}},
                                 .statements = &importer_,
                                 .refunds = &refunding_,
                                 .move_clock = [](const std::string&) { return std::string{}; }});
    }

    httplib::Client client() { return httplib::Client{"127.0.0.1", server_->port()}; }

    // The token's secret is its name and "-secret"; an empty name sends none.
    httplib::Response get(const std::string& path, const std::string& token = "reader",
                          httplib::Headers headers = {}) {
        return of(client().Get(path, with(token, std::move(headers))));
    }
    httplib::Response post(const std::string& path, const std::string& body,
                           const std::string& token, httplib::Headers headers = {},
                           const std::string& type = "application/json") {
        return of(client().Post(path, with(token, std::move(headers)), body, type));
    }
    httplib::Response apply(const nlohmann::json& sign_up, httplib::Headers headers = {},
                            const std::string& token = "website") {
        return post("/api/v1/applications", sign_up.dump(), token, std::move(headers));
    }
    std::string opened(const std::string& token = "website") {
        return nlohmann::json::parse(apply(sign_up(), {}, token).body).at("reference");
    }
    httplib::Response send(const std::string& reference, const nlohmann::json& command,
                           const std::string& token, httplib::Headers headers = {}) {
        return post("/api/v1/applications/" + reference + "/events", command.dump(), token,
                    std::move(headers));
    }

    Database database;
    postgres::Pool pool{database.address(), 4};
    postgres::Reading reading{pool};

private:
    static void report(std::string_view, std::string_view fault) {  // Tells why a test sees a 500.
        std::cerr << "fault: " << fault << '\n';
    }
    void add_token(const std::string& name, const std::string& scopes) {
        database.ask("insert into tokens (name, hash, scopes, created_at) values ('" + name +
                     "', sha256('" + name + "-secret'), '{" + scopes + "}', clock())");
    }
    static httplib::Headers with(const std::string& token, httplib::Headers headers) {
        if (!token.empty()) headers.emplace("Authorization", "Bearer " + token + "-secret");
        return headers;
    }
    static httplib::Response of(const httplib::Result& result) {
        if (!result) throw std::runtime_error{"no answer: " + httplib::to_string(result.error())};
        return *result;
    }

    // The products of the rule book, and the built-in catalogue's clocks and calendar.
    static states::Catalogue whole_catalogue() {
        auto whole = std::get<states::Catalogue>(config::load_catalogue({}));
        whole.products = catalogue().products;
        return whole;
    }
    states::Catalogue catalogue_ = whole_catalogue();
    states::OnboardingWorkflow workflow_{catalogue_};
    postgres::Store store_{pool};
    engine::Engine engine_{workflow_, store_};
    postgres::Codes codes_{pool, {.sealing_key = std::string(32, 'k')}};
    adapters::Applications applications_{engine_, reading, catalogue_};
    postgres::Accounts accounts_{pool, std::string(32, 'k')};
    postgres::Knocks knocks_{pool};
    postgres::SmsCodes sms_codes_{pool, {}};
    adapters::MobileCheck mobile_check_{{}, {}, sms_codes_, knocks_};
    adapters::Activation activation_{engine_, reading, codes_, accounts_, knocks_, mobile_check_};
    adapters::Login login_{reading, accounts_, knocks_, "The registry"};
    postgres::CodeWishes wishes_{pool};
    adapters::Reissue reissue_{engine_, reading, wishes_, knocks_};
    postgres::Archive archive_{pool};
    adapters::Documents documents_{archive_, 100'000, papers::flaw_in};
    postgres::Invoices invoices_{pool};
    postgres::SentPapers sent_papers_{pool};
    postgres::BankBook bank_book_{pool};
    bank::Importer importer_{engine_, reading, bank_book_, "EUR"};
    postgres::RefundBook refund_book_{pool};
    adapters::Refunding refunding_{
        refund_book_, engine_,
        [this](const std::string& reference) { return adapters::bookings_of(reading, reference); },
        [](const auto&, const auto&) { return std::optional<engine::Event>{}; }, "EUR"};
    http::Metrics metrics_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace tests
