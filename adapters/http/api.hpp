// The JSON API under /api/v1, the neighbours' webhooks and the probes, as routes for the server.

#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/reading.hpp"
#include "adapters/web.hpp"
#include "engine/store.hpp"

namespace http {

// Looks at the raw bytes; returns the neighbour's id for the delivery or throws adapters::Forged.
using Verify = std::function<std::string(const engine::Arrival&, engine::Time)>;

struct ApiParts {  // What is referred to must outlive the routes.
    adapters::Applications& applications;
    adapters::Reading& reading;
    engine::Store& store;
    std::map<std::string, Verify> verifiers =
        {};  // By the provider's name in /webhooks/{provider}.
};

std::vector<Route> api_routes(ApiParts);

// "openapi.json": every route of api_routes() and the activation.  By cmake/Embed.cmake.
const std::map<std::string_view, std::string_view>& api_files();

}  // namespace http
