// Sends the webhooks that are due, signed by Standard Webhooks, and notes what came of each.

#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "adapters/call.hpp"
#include "adapters/webhook_book.hpp"
#include "adapters/webhooks/outcome.hpp"

namespace webhooks {

class Deliverer {
public:
    // The time of the signatures is the world's, whatever a test does to ours: receivers compare it
    // with their own.  `chance` is between 0 and 1 (see wait_after()).
    using Now = std::function<std::chrono::sys_seconds()>;
    Deliverer(adapters::WebhookBook& book, adapters::Send send, Now now,
              std::function<double()> chance)
        : book_{book}, send_{std::move(send)}, now_{std::move(now)}, chance_{std::move(chance)} {}

    // One after the other; returns how many there were.  The lease has to outlast all of them.
    int deliver_some(int limit, std::chrono::seconds lease);

private:
    Answer send(const adapters::DueWebhook&) const;

    adapters::WebhookBook& book_;
    adapters::Send send_;
    Now now_;
    std::function<double()> chance_;
};

}  // namespace webhooks
