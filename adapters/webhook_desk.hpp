// What an administrator does with outgoing webhooks: the one place below the API and the command
// line, which judges input and says what is there.

#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/webhook_book.hpp"

namespace adapters {

class WebhookDesk {
public:
    // With `allow_loopback`, for tests, a URL may be plain HTTP on this machine.
    WebhookDesk(WebhookBook& book, bool allow_loopback, std::function<engine::Time()> now)
        : book_{book}, allow_loopback_{allow_loopback}, now_{std::move(now)} {}

    // Each answers with Done, Invalid or NotFound.  An endpoint is shown as
    // {"id","url","description","events","created_at","previous_secret_until","failing_since",
    //  "disabled_at","disabled_because"}, and by add() and rotate(), once, with its "secret".
    Result list();
    Result add(const Caller&, const nlohmann::json& given);  // {"url","description"?,"events"?}
    Result show(std::int64_t id);
    // {"url"?,"description"?,"events"?,"enabled"?}; what is disabled waits, and is told later.
    Result change(const Caller&, std::int64_t id, const nlohmann::json& given);
    Result remove(const Caller&, std::int64_t id);
    Result rotate(std::int64_t id);  // For a day the old secret signs, too.

    // {"items":[…],"next":cursor or null}, the latest first.  Given is an object of texts, as a
    // query has them: "cursor" and "limit".
    Result deliveries(std::int64_t id, const nlohmann::json& given);
    Result test(std::int64_t id);  // Answers with the delivery; a worker sends it.
    Result replay(std::int64_t id, std::int64_t wanted);

private:
    std::vector<states::Problem> flaws_of(const nlohmann::json& given, bool is_new) const;
    Result delivery(std::int64_t id, std::int64_t wanted);

    WebhookBook& book_;
    bool allow_loopback_;
    std::function<engine::Time()> now_;
};

}  // namespace adapters
