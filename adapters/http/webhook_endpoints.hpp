// /api/v1/webhook-endpoints: where other systems are told what happens here, and what they were.

#pragma once

#include <vector>

#include "adapters/reading.hpp"
#include "adapters/web.hpp"
#include "adapters/webhook_desk.hpp"

namespace http {

// For tokens with the scope admin.  Both must outlive the routes.
std::vector<Route> webhook_endpoint_routes(adapters::WebhookDesk&, adapters::Reading&);

}  // namespace http
