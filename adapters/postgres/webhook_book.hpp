// Outgoing webhooks in PostgreSQL (sql/115_outgoing_webhooks.sql), with their secrets under seal.

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/postgres/pool.hpp"
#include "adapters/webhook_book.hpp"

namespace postgres {

class WebhookBook final : public adapters::WebhookBook {
public:
    // The key is 32 bytes that are not in the database.
    WebhookBook(Pool& pool, std::string sealing_key)
        : pool_{pool}, sealing_key_{std::move(sealing_key)} {}

    std::vector<adapters::WebhookEndpoint> endpoints() override;
    std::optional<adapters::WebhookEndpoint> endpoint(std::int64_t id) override;
    Made add(const adapters::NewWebhookEndpoint&, const std::string& who) override;
    bool change(std::int64_t id, const adapters::WebhookChange&, const std::string& who) override;
    bool remove(std::int64_t id, const std::string& who) override;
    std::optional<std::string> rotate(std::int64_t id, std::chrono::seconds overlap) override;

    std::vector<adapters::WebhookDelivery> deliveries(std::int64_t endpoint, std::int64_t before,
                                                      int limit) override;
    std::optional<adapters::WebhookDelivery> delivery(std::int64_t endpoint,
                                                      std::int64_t id) override;
    std::optional<std::int64_t> test(std::int64_t endpoint, const std::string& event,
                                     const std::string& payload) override;
    bool replay(std::int64_t endpoint, std::int64_t delivery) override;

    int tell_some(int limit, const std::string& public_url) override;
    int queue(const std::string& message, const std::string& event, engine::CaseId,
              const std::string& payload) override;
    // Throws std::runtime_error if a secret was sealed with another key.
    std::vector<adapters::DueWebhook> claim(int limit, std::chrono::seconds lease) override;
    void note(const adapters::DueWebhook&, const adapters::WebhookOutcome&) override;
    int forget_some(int limit) override;

private:
    std::string sealed(std::int64_t endpoint, const std::string& secret) const;

    Pool& pool_;
    std::string sealing_key_;
};

}  // namespace postgres
