#include "adapters/bench_webhooks.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "adapters/bench_load.hpp"
#include "adapters/config_reading.hpp"
#include "adapters/curl/client.hpp"
#include "adapters/node.hpp"
#include "adapters/postgres/measuring.hpp"
#include "adapters/postgres/migrate.hpp"
#include "adapters/scratch_folder.hpp"
#include "adapters/webhooks/standard_webhooks.hpp"

namespace adapters {
namespace {

constexpr auto secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";  // Of nobody.

struct Crowd {  // One row of the table.
    int clients;
    Compared figures = {};
};

// A neighbour that sends one message after the other over one connection.
class Sender {
public:
    Sender(std::string url, const std::string& body, int number)
        : url_{std::move(url)}, body_{body}, name_{"msg_" + std::to_string(number) + '_'} {}

    int send() {
        const auto id = name_ + std::to_string(++sent_);
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        const auto seconds = std::to_string(now.time_since_epoch().count());
        client_.call({.method = "POST",
                      .url = url_,
                      .headers = {"webhook-id: " + id, "webhook-timestamp: " + seconds,
                                  "webhook-signature: " + webhooks::sign(secret_, id, now, body_)},
                      .body = body_,
                      .content_type = "application/json"});
        return 1;
    }

private:
    std::string url_;
    const std::string& body_;
    std::string name_;
    int sent_ = 0;
    webhooks::Secret secret_ = webhooks::read_secret(secret);
    curl::Client client_{{.allow_http = true, .allow_loopback = true}};
};

class WebhookBench {
public:
    explicit WebhookBench(const BenchWebhooksSettings& settings) : settings_{settings} {
        postgres::migrate(pattern_.address());
        postgres::make_webhook_floor(pattern_.address());
    }

    void run() {
        for (int round = 0; round < settings_.rounds; ++round) {
            std::cerr << "round " << round + 1 << " of " << settings_.rounds << " …\n";
            for (auto& crowd : crowds_)
                compare(
                    crowd.figures, round, [&] { return measure_ours(crowd.clients); },
                    [&] { return measure_floor(crowd.clients); });
        }
    }

    void print() const {
        std::printf(
            "Signed messages of %zu bytes, each kept before it is answered, beside pgbench "
            "that inserts them\n\n%11s %9s %9s %6s\n",
            body_.size(), "connections", "ours/s", "floor/s", "ratio");
        for (const auto& row : crowds_)
            std::printf("%11d %9.0f %9.0f %6.2f\n", row.clients, median(row.figures.ours),
                        median(row.figures.floor), median(row.figures.ratios));
    }

    void print_json() const {
        auto runs = nlohmann::json::array();
        for (const auto& row : crowds_)
            runs.push_back({{"clients", row.clients},
                            {"ours", median(row.figures.ours)},
                            {"floor", median(row.figures.floor)},
                            {"ratio", median(row.figures.ratios)}});
        std::cout << nlohmann::json{{"runs", runs}}.dump() << '\n';
    }

private:
    // A server with a database of its own, which only answers: what the messages lead to is
    // measured by `bench transitions`.
    double measure_ours(int clients) {
        const auto database = postgres::Scratch{postgres_, "ours_now", pattern_};
        const auto scratch = ScratchFolder{"bench_webhooks"};
        auto node = Node{read_configuration("", {{"database.url", database.address()},
                                                 {"data", (scratch / "data").string()},
                                                 {"server.listen", "127.0.0.1:0"},
                                                 {"server.threads", "128"},
                                                 {"registry.webhook_secret", secret},
                                                 {"log.level", "error"}}),
                         false};
        const auto url = "http://127.0.0.1:" + std::to_string(node.listen()) + "/webhooks/registry";
        std::vector<std::unique_ptr<Sender>> senders;
        for (int number = 0; number < clients; ++number)
            senders.push_back(std::make_unique<Sender>(url, body_, number));
        const auto speed =
            measured(clients, std::chrono::seconds{settings_.seconds},
                     [&](int client) { return senders[static_cast<std::size_t>(client)]->send(); });
        node.stop();
        if (const auto kept = postgres::webhooks_kept(database.address());
            kept != speed.transitions)
            throw std::runtime_error{"answered " + std::to_string(speed.transitions) +
                                     " messages, and kept " + std::to_string(kept)};
        return speed.per_second;
    }

    double measure_floor(int clients) {
        const auto database = postgres::Scratch{postgres_, "floor_now", pattern_};
        return postgres::measure_webhooks(postgres_, database, clients, settings_.seconds);
    }

    BenchWebhooksSettings settings_;
    const std::string body_ = postgres::webhook_body();
    postgres::Embedded postgres_ = postgres::Embedded::temporary();
    postgres::Scratch pattern_{postgres_, "pattern"};
    std::vector<Crowd> crowds_ = {{.clients = 8}, {.clients = 64}};
};

}  // namespace

int bench_webhooks(const BenchWebhooksSettings& settings) {
    return run_and_print(WebhookBench{settings}, settings.as_json);
}

}  // namespace adapters
