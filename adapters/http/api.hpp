// The JSON API under /api/v1, the neighbours' webhooks and the probes, as routes for the server.

#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/activation.hpp"
#include "adapters/applications.hpp"
#include "adapters/documents.hpp"
#include "adapters/http/invoices.hpp"
#include "adapters/http/metrics.hpp"
#include "adapters/http/test_clock.hpp"
#include "adapters/invoices.hpp"
#include "adapters/reading.hpp"
#include "adapters/refunding.hpp"
#include "adapters/sent_papers.hpp"
#include "adapters/statements.hpp"
#include "adapters/web.hpp"
#include "engine/store.hpp"

namespace http {

// Looks at the raw bytes; returns the neighbour's id for the delivery or throws adapters::Forged.
using Verify = std::function<std::string(const engine::Arrival&, engine::Time)>;

// What a neighbour expects of those who take its webhooks, beyond what all do.
struct Manners {
    // Names of headers that are shown to its verifier and kept, beside webhook-* and content-type;
    // in lower case.
    std::vector<std::string> headers = {};
    // What stands in the head of every answer to a message that was believed, and to the GET by
    // which it asks beforehand whether its news is wanted.  Throws adapters::Forged.
    std::function<std::vector<std::pair<std::string, std::string>>(
        const std::map<std::string, std::string>& headers)>
        greet = {};
};

struct ApiParts {  // What is referred to must outlive the routes.
    adapters::Applications& applications;
    adapters::Activation& activation;
    adapters::Documents& documents;
    adapters::Invoices& invoices;
    adapters::SentPapers& sent_papers;
    adapters::Reading& reading;
    engine::Store& store;
    const Metrics& metrics;
    std::map<std::string, Verify> verifiers =
        {};                                       // By the provider's name in /webhooks/{provider}.
    std::map<std::string, Manners> manners = {};  // By the same name; most need none.
    adapters::Statements* statements = nullptr;   // Without it there are no routes for the bank.
    adapters::Refunding* refunds = nullptr;       // Likewise.
    MoveClock move_clock = {};                    // Without one there is no /test/clock.

    Books books() const { return {reading, invoices, sent_papers}; }
};

// All that is not a page.
std::vector<Route> api_routes(ApiParts);

const std::map<std::string_view, std::string_view>& api_files();  // By cmake/Embed.cmake.

}  // namespace http
