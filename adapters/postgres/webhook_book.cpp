#include "adapters/postgres/webhook_book.hpp"

#include <nlohmann/json.hpp>

#include "adapters/base64.hpp"
#include "adapters/postgres/rows.hpp"
#include "adapters/postgres/secrets.hpp"
#include "engine/journal.hpp"

namespace postgres {
namespace {

using nlohmann::json;

std::string endpoint_purpose(std::int64_t endpoint) {
    return "webhook_endpoint/" + std::to_string(endpoint);
}

// Of 32 bytes; Standard Webhooks wants 24 to 64.
std::string new_secret() { return "whsec_" + adapters::base64(random_bytes(32)); }

adapters::WebhookEndpoint read_endpoint(const pqxx::row& row) {
    return {.id = row["id"].as<std::int64_t>(),
            .url = row["url"].as<std::string>(),
            .description = row["description"].as<std::string>(),
            .events = json::parse(row["events"].as<std::string>()).get<std::vector<std::string>>(),
            .created = time_of(row["created_at"]),
            .previous_until = time_if_any(row["previous_until"]),
            .failing_since = time_if_any(row["failing_since"]),
            .disabled = time_if_any(row["disabled_at"]),
            .disabled_because = row["disabled_because"].as<std::string>()};
}

std::vector<adapters::WebhookAttempt> read_attempts(const std::string& text) {
    std::vector<adapters::WebhookAttempt> attempts;
    for (const auto& each : json::parse(text))
        attempts.push_back(
            {.number = each.at("number").get<int>(),
             .at = engine::Time{std::chrono::microseconds{each.at("at").get<std::int64_t>()}},
             .status = each.at("status").is_null() ? 0 : each.at("status").get<int>(),
             .response = each.at("response").get<std::string>(),
             .trouble = each.at("trouble").get<std::string>()});
    return attempts;
}

adapters::WebhookDelivery read_delivery(const pqxx::row& row) {
    return {.id = row["id"].as<std::int64_t>(),
            .endpoint = row["endpoint_id"].as<std::int64_t>(),
            .message = row["message"].as<std::string>(),
            .event = row["event"].as<std::string>(),
            .reference = row["reference"].as<std::string>(),
            .standing = row["standing"].as<std::string>(),
            .made = time_of(row["made_at"]),
            .due = time_if_any(row["due_at"]),
            .settled = time_if_any(row["settled_at"]),
            .forgotten = row["forgotten"].as<bool>(),
            .attempts = read_attempts(row["attempts"].as<std::string>())};
}

const char* name_of(adapters::WebhookOutcome::Standing standing) {
    using Standing = adapters::WebhookOutcome::Standing;
    return standing == Standing::waiting     ? "waiting"
           : standing == Standing::delivered ? "delivered"
                                             : "failed";
}

}  // namespace

std::string WebhookBook::sealed(std::int64_t endpoint, const std::string& secret) const {
    return bytea(seal(sealing_key_, endpoint_purpose(endpoint), secret));
}

std::vector<adapters::WebhookEndpoint> WebhookBook::endpoints() {
    const auto rows = at_once(
        pool_, [](pqxx::transaction_base& t) { return t.exec_prepared("webhook_endpoints"); });
    std::vector<adapters::WebhookEndpoint> all;
    for (const auto& row : rows) all.push_back(read_endpoint(row));
    return all;
}

std::optional<adapters::WebhookEndpoint> WebhookBook::endpoint(std::int64_t id) {
    const auto rows = at_once(
        pool_, [&](pqxx::transaction_base& t) { return t.exec_prepared("webhook_endpoint", id); });
    if (rows.empty()) return std::nullopt;
    return read_endpoint(rows[0]);
}

WebhookBook::Made WebhookBook::add(const adapters::NewWebhookEndpoint& wanted,
                                   const std::string& who) {
    return in_transaction(pool_, [&](pqxx::transaction_base& t) {
        // The number first: a secret is sealed for it and for no other.
        const auto id = t.exec_prepared1("next_webhook_endpoint")[0].as<std::int64_t>();
        auto made = Made{id, new_secret()};
        t.exec_prepared0("add_webhook_endpoint", id, wanted.url, wanted.description,
                         array_of(wanted.events), sealed(id, made.secret), who);
        return made;
    });
}

bool WebhookBook::change(std::int64_t id, const adapters::WebhookChange& change,
                         const std::string& who) {
    const auto events =
        change.events ? std::optional{array_of(*change.events)} : std::optional<std::string>{};
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("change_webhook_endpoint", id, change.url, change.description,
                               events, change.enabled, who)
                   .affected_rows() == 1;
    });
}

bool WebhookBook::remove(std::int64_t id, const std::string& who) {
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return !t.exec_prepared("remove_webhook_endpoint", id, who).empty();
    });
}

std::optional<std::string> WebhookBook::rotate(std::int64_t id, std::chrono::seconds overlap) {
    const auto secret = new_secret();
    const bool rotated = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("rotate_webhook_secret", id, sealed(id, secret), overlap.count())
                   .affected_rows() == 1;
    });
    return rotated ? std::optional{secret} : std::nullopt;
}

std::vector<adapters::WebhookDelivery> WebhookBook::deliveries(std::int64_t endpoint,
                                                               std::int64_t before, int limit) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("webhook_deliveries_of", endpoint, before, limit);
    });
    std::vector<adapters::WebhookDelivery> all;
    for (const auto& row : rows) all.push_back(read_delivery(row));
    return all;
}

std::optional<adapters::WebhookDelivery> WebhookBook::delivery(std::int64_t endpoint,
                                                               std::int64_t id) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("webhook_delivery", endpoint, id);
    });
    if (rows.empty()) return std::nullopt;
    return read_delivery(rows[0]);
}

std::optional<std::int64_t> WebhookBook::test(std::int64_t endpoint, const std::string& event,
                                              const std::string& payload) {
    const auto message = "msg_test_" + engine::hex(random_bytes(16));
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("test_webhook", endpoint, message, event, payload);
    });
    if (rows.empty()) return std::nullopt;
    return rows[0][0].as<std::int64_t>();
}

bool WebhookBook::replay(std::int64_t endpoint, std::int64_t delivery) {
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("replay_webhook", endpoint, delivery).affected_rows() == 1;
    });
}

int WebhookBook::tell_some(int limit, const std::string& public_url) {
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        const auto told = t.exec_prepared1("tell_webhooks", public_url, limit);
        if (told["restored"].as<bool>()) t.exec_prepared("tell_webhooks_again", public_url);
        return told["lines"].as<int>();
    });
}

int WebhookBook::queue(const std::string& message, const std::string& event, engine::CaseId of,
                       const std::string& payload) {
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared1("queue_webhook", message, event, of.number, payload)[0].as<int>();
    });
}

std::vector<adapters::DueWebhook> WebhookBook::claim(int limit, std::chrono::seconds lease) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("claim_webhooks", limit, lease.count());
    });
    std::vector<adapters::DueWebhook> due;
    for (const auto& row : rows) {
        auto each = adapters::DueWebhook{.id = row["id"].as<std::int64_t>(),
                                         .attempt = row["attempts"].as<int>(),
                                         .tries = row["tries"].as<int>(),
                                         .message = row["message"].as<std::string>(),
                                         .payload = row["payload"].as<std::string>(),
                                         .endpoint = row["endpoint_id"].as<std::int64_t>(),
                                         .url = row["url"].as<std::string>(),
                                         .secrets = {}};
        for (const auto* column : {"secret", "previous_secret"})
            if (!row[column].is_null())
                each.secrets.push_back(
                    unseal(sealing_key_, endpoint_purpose(each.endpoint), from_bytea(row[column])));
        due.push_back(std::move(each));
    }
    return due;
}

void WebhookBook::note(const adapters::DueWebhook& due, const adapters::WebhookOutcome& outcome) {
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("note_webhook_attempt", due.id, due.attempt, name_of(outcome.standing),
                        outcome.status, outcome.response, outcome.trouble, outcome.next_try.count(),
                        outcome.pause.count(), outcome.gone);
    });
}

int WebhookBook::forget_some(int limit) {
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return static_cast<int>(t.exec_prepared("forget_webhooks", limit).affected_rows());
    });
}

}  // namespace postgres
