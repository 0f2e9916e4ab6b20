// Applications that go on, and a system that wants to be told: a real database, a real receiver.

#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "adapters/postgres/webhook_book.hpp"
#include "adapters/webhook_desk.hpp"
#include "adapters/webhooks/deliverer.hpp"
#include "adapters/webhooks/standard_webhooks.hpp"
#include "tests/adapters/bank/office.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/adapters/webhooks/receiver.hpp"

namespace tests {

struct PostOffice : Office {
    Receiver receiver;
    postgres::WebhookBook hooks{pool, std::string(32, 'k')};
    adapters::WebhookDesk desk{hooks, true, [this] { return reading.now(); }};
    std::chrono::sys_seconds second{std::chrono::seconds{1'800'000'000}};
    webhooks::Deliverer deliverer{
        hooks, send_call, [this] { return second += std::chrono::seconds{1}; }, [] { return 0.0; }};
    adapters::Caller admin{.id = "token:admin", .roles = {}};

    static adapters::Reply send_call(const adapters::Call& call) { return tests::send(call); }

    struct Endpoint {
        std::int64_t id;
        std::string secret;
    };
    Endpoint add(const std::vector<std::string>& events = {}) {
        const auto made = answer(desk.add(admin, {{"url", receiver.url()}, {"events", events}}));
        return {made.at("id"), made.at("secret")};
    }
    static nlohmann::json answer(const adapters::Result& result) {
        REQUIRE(std::holds_alternative<adapters::Done>(result));
        return std::get<adapters::Done>(result).answer;
    }
    static std::string flaws(const adapters::Result& result) {  // "url webhook_url, …"
        REQUIRE(std::holds_alternative<adapters::Invalid>(result));
        std::string words;
        for (const auto& each : std::get<adapters::Invalid>(result).problems)
            words += (words.empty() ? "" : ", ") + each.field + " " + each.code;
        return words;
    }

    // Once nothing else runs in the cluster: its own housekeeping may hold a line back a moment.
    void tell() {
        while (database.ask("select pg_snapshot_xmin(s) = pg_snapshot_xmax(s) from (select "
                            "pg_current_snapshot() as s) as now") != "t")
            std::this_thread::yield();
        while (hooks.tell_some(3, "https://doorstep.example") > 0) {
        }
    }
    int deliver() {  // All that is due.
        int all = 0;
        while (const auto some = deliverer.deliver_some(1, std::chrono::seconds{60})) all += some;
        return all;
    }
    nlohmann::json log(const Endpoint& endpoint) {
        return answer(desk.deliveries(endpoint.id, nlohmann::json::object())).at("items");
    }
    std::string count(const std::string& of) const {
        return database.ask("select count(*) from " + of);
    }
};

inline bool is_genuine(const Received& arrival, const std::string& by) {
    const auto& headers = arrival.headers;
    const auto& timestamp = headers.at("webhook-timestamp");
    const std::vector<webhooks::Secret> secrets{webhooks::read_secret(by)};
    return !webhooks::verify({headers.at("webhook-id"), timestamp, headers.at("webhook-signature")},
                             arrival.body, secrets,
                             std::chrono::sys_seconds{std::chrono::seconds{std::stoll(timestamp)}});
}

}  // namespace tests
