// What we tell other systems: the endpoints that want it, each delivery, and every attempt at it.
//
// adapters/postgres keeps it; adapters/webhook_desk.cpp is where people change it;
// adapters/webhooks sends what is due.

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/store.hpp"

namespace adapters {

struct WebhookEndpoint {
    std::int64_t id = 0;
    std::string url;
    std::string description;
    std::vector<std::string> events;  // Types; empty: all but the hand-over.
    engine::Time created = {};
    std::optional<engine::Time> previous_until = {};  // Till then the old secret signs, too.
    std::optional<engine::Time> failing_since = {};
    std::optional<engine::Time> disabled = {};
    std::string disabled_because = {};
};

struct NewWebhookEndpoint {
    std::string url;
    std::string description;
    std::vector<std::string> events;
};

struct WebhookChange {  // Empty leaves as it is.
    std::optional<std::string> url;
    std::optional<std::string> description;
    std::optional<std::vector<std::string>> events;
    std::optional<bool> enabled;
};

struct WebhookAttempt {
    int number = 0;
    engine::Time at = {};
    int status = 0;        // Of HTTP; 0 if there was no answer.
    std::string response;  // How the answer began.
    std::string trouble;   // Empty: they have taken it.
};

struct WebhookDelivery {
    std::int64_t id = 0;
    std::int64_t endpoint = 0;
    std::string message;    // The header webhook-id.
    std::string event;      // Its type.
    std::string reference;  // Of the application; empty for a test.
    std::string standing;   // "waiting", "delivered", "failed"
    engine::Time made = {};
    std::optional<engine::Time> due = {};  // The next try, while it waits.
    std::optional<engine::Time> settled = {};
    bool forgotten = false;  // Its words are gone, so it cannot be replayed.
    std::vector<WebhookAttempt> attempts = {};
};

struct DueWebhook {  // Leased: nobody else sends it meanwhile.
    std::int64_t id = 0;
    int attempt = 0;  // The fencing token.
    int tries = 0;    // This one included, since it was made or replayed.
    std::string message;
    std::string payload;
    std::int64_t endpoint = 0;
    std::string url;
    std::vector<std::string> secrets;  // "whsec_…", the current one first.
};

struct WebhookOutcome {
    enum class Standing { waiting, delivered, failed } standing = Standing::waiting;
    int status = 0;
    std::string response = {};
    std::string trouble = {};
    std::chrono::seconds next_try{0};
    std::chrono::seconds pause{0};  // In which the endpoint wants nothing at all.
    bool gone = false;              // The endpoint never wants anything again.
};

class WebhookBook {
public:
    virtual ~WebhookBook() = default;

    // ---- The endpoints ----
    virtual std::vector<WebhookEndpoint> endpoints() = 0;
    virtual std::optional<WebhookEndpoint> endpoint(std::int64_t id) = 0;
    struct Made {
        std::int64_t id;
        std::string secret;  // "whsec_…"; it is not shown again.
    };
    virtual Made add(const NewWebhookEndpoint&, const std::string& who) = 0;
    // The rest answer false, or empty, for none such.
    virtual bool change(std::int64_t id, const WebhookChange&, const std::string& who) = 0;
    virtual bool remove(std::int64_t id, const std::string& who) = 0;
    virtual std::optional<std::string> rotate(std::int64_t id, std::chrono::seconds overlap) = 0;

    // ---- The log ----
    virtual std::vector<WebhookDelivery> deliveries(std::int64_t endpoint, std::int64_t before,
                                                    int limit) = 0;
    virtual std::optional<WebhookDelivery> delivery(std::int64_t endpoint, std::int64_t id) = 0;
    // Of enabled endpoints alone.
    virtual std::optional<std::int64_t> test(std::int64_t endpoint, const std::string& event,
                                             const std::string& payload) = 0;
    virtual bool replay(std::int64_t endpoint, std::int64_t delivery) = 0;

    // ---- The workers ----
    // What the journal has that is not told yet; returns how many lines were looked at.
    virtual int tell_some(int limit, const std::string& public_url) = 0;
    // Once for each message; returns how many endpoints are told of it.
    virtual int queue(const std::string& message, const std::string& event, engine::CaseId,
                      const std::string& payload) = 0;
    virtual std::vector<DueWebhook> claim(int limit, std::chrono::seconds lease) = 0;
    virtual void note(const DueWebhook&,
                      const WebhookOutcome&) = 0;  // Nothing if it was overtaken.
    virtual int forget_some(int limit) = 0;        // Words that are a month past their end.
};

}  // namespace adapters
