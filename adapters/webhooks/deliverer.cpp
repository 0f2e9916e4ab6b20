#include "adapters/webhooks/deliverer.hpp"

#include <string>

#include "adapters/busy_call.hpp"
#include "adapters/webhooks/standard_webhooks.hpp"

namespace webhooks {
namespace {

// While a secret is replaced the message carries a signature by each.
std::string signatures_of(const adapters::DueWebhook& due, std::chrono::sys_seconds at) {
    std::string all;
    for (const auto& secret : due.secrets)
        all += (all.empty() ? "" : " ") + sign(read_secret(secret), due.message, at, due.payload);
    return all;
}

}  // namespace

int Deliverer::deliver_some(int limit, std::chrono::seconds lease) {
    const auto due = book_.claim(limit, lease);
    for (const auto& each : due) book_.note(each, outcome_of(send(each), each.tries, chance_()));
    return static_cast<int>(due.size());
}

Answer Deliverer::send(const adapters::DueWebhook& due) const {
    const auto at = now_();
    try {
        const auto reply = send_(
            {.method = "POST",
             .url = due.url,
             .headers = {"webhook-id: " + due.message,
                         "webhook-timestamp: " + std::to_string(at.time_since_epoch().count()),
                         "webhook-signature: " + signatures_of(due, at)},
             .body = due.payload,
             .content_type = "application/json"});
        return {.status = reply.status, .body = reply.body, .trouble = {}};
    } catch (const adapters::BusyCall& busy) {
        return {busy.status, busy.body, busy.what(), busy.retry_after};
    } catch (const adapters::RefusedCall& refused) {
        return {refused.status, refused.body, refused.what()};
    } catch (const engine::Unavailable& away) {
        return {0, {}, away.what()};
    } catch (const engine::Rejected& no) {  // An address that is not a public one, for example.
        return {0, {}, no.what()};
    }
}

}  // namespace webhooks
