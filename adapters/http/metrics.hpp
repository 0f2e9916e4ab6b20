// Counts requests, and tells Prometheus.

#pragma once

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <memory>

#include "adapters/web.hpp"

namespace http {

class Metrics {
public:
    Metrics();

    // The same route, counted by its pattern and not by its path: the number of series is fixed.
    // A request whose handler throws counts as a 500, which is what the server makes of most.
    Route counted(Route);

    Response text() const;

private:
    std::shared_ptr<prometheus::Registry> registry_;  // The counted routes hold it too.
    prometheus::Family<prometheus::Counter>& requests_;
};

}  // namespace http
