// Counts requests, and tells Prometheus.

#pragma once

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include "adapters/http/server.hpp"

namespace http {

// Labels are a route's pattern and never a path, and methods that no route has are one: the number
// of series does not depend on what strangers ask for.
class Metrics {
public:
    Metrics();

    void count(const Served&);  // Every request that got an answer, whoever gave it.
    Response text() const;

private:
    prometheus::Registry registry_;
    prometheus::Family<prometheus::Counter>& requests_;
    prometheus::Family<prometheus::Histogram>& seconds_;
};

}  // namespace http
