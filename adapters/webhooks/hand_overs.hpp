// Hands the complete record of a registrar over to those who have asked for it.

#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "adapters/webhook_book.hpp"
#include "engine/store.hpp"
#include "states/effects.hpp"

namespace webhooks {

class HandOvers {
public:
    // The registry's own system, where one is configured; else empty.
    using System = std::function<void(const states::HandOver&, const engine::Work&)>;
    HandOvers(adapters::WebhookBook& book, System system, std::function<engine::Time()> now)
        : book_{book}, system_{std::move(system)}, now_{std::move(now)} {}

    // Done once the record waits, durably and once, for each endpoint that has chosen it, and the
    // registry's system has taken it.  Throws engine::Rejected if there is neither: then it is
    // parked, and nothing is lost.
    std::optional<engine::Event> perform(const states::HandOver&, const engine::Work&);

private:
    adapters::WebhookBook& book_;
    System system_;
    std::function<engine::Time()> now_;
};

}  // namespace webhooks
