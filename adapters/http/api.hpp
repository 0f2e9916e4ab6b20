// The JSON API under /api/v1, the neighbours' webhooks and the probes, as routes for the server.

#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/activation.hpp"
#include "adapters/applications.hpp"
#include "adapters/documents.hpp"
#include "adapters/http/metrics.hpp"
#include "adapters/http/test_clock.hpp"
#include "adapters/reading.hpp"
#include "adapters/statements.hpp"
#include "adapters/web.hpp"
#include "engine/store.hpp"

namespace http {

// Looks at the raw bytes; returns the neighbour's id for the delivery or throws adapters::Forged.
using Verify = std::function<std::string(const engine::Arrival&, engine::Time)>;

struct ApiParts {  // What is referred to must outlive the routes.
    adapters::Applications& applications;
    adapters::Activation& activation;
    adapters::Documents& documents;
    adapters::Reading& reading;
    engine::Store& store;
    const Metrics& metrics;
    std::map<std::string, Verify> verifiers =
        {};                                      // By the provider's name in /webhooks/{provider}.
    adapters::Statements* statements = nullptr;  // Without it there are no routes for the bank.
    MoveClock move_clock = {};                   // Without one there is no /test/clock.
};

// All that is not a page.
std::vector<Route> api_routes(ApiParts);

const std::map<std::string_view, std::string_view>& api_files();  // By cmake/Embed.cmake.

}  // namespace http
