// The ways to try each neighbour that is configured.  Part of the composition, like node.cpp.

#pragma once

#include <functional>
#include <string>

#include "adapters/adapter_tries.hpp"
#include "adapters/call.hpp"
#include "adapters/config/config.hpp"
#include "adapters/webhook_desk.hpp"

namespace postgres {
class Pool;
}

namespace adapters {

// What is referred to must outlive it.
AdapterTries neighbour_tries(const config::Config&, postgres::Pool&, const Send&,
                             WebhookDesk& webhooks, std::function<engine::Time()> now);

}  // namespace adapters
