#include "adapters/http/metrics.hpp"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <string>

namespace http {
namespace {

std::string method_label(std::string_view method) {
    constexpr std::array<std::string_view, 7> known = {"GET",    "HEAD",  "POST",   "PUT",
                                                       "DELETE", "PATCH", "OPTIONS"};
    return std::ranges::find(known, method) == known.end() ? "other" : std::string{method};
}

const prometheus::Histogram::BucketBoundaries bounds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                        0.1,   0.25,   0.5,   1,    2.5,   10};

}  // namespace

Metrics::Metrics()
    : requests_{prometheus::BuildCounter()
                    .Name("doorstep_http_requests_total")
                    .Help("Requests by method, route and status; no route is \"none\".")
                    .Register(registry_)},
      seconds_{prometheus::BuildHistogram()
                   .Name("doorstep_http_request_seconds")
                   .Help("From a request's first byte to its answer, by route.")
                   .Register(registry_)} {}

void Metrics::count(const Served& served) {
    const auto route = served.pattern.empty() ? "none" : std::string{served.pattern};
    requests_
        .Add({{"method", method_label(served.method)},
              {"route", route},
              {"status", std::to_string(served.status)}})
        .Increment();
    seconds_.Add({{"route", route}}, bounds)
        .Observe(std::chrono::duration<double>{served.took}.count());
}

Response Metrics::text() const {
    return {.body = prometheus::TextSerializer{}.Serialize(registry_.Collect()),
            .content_type = "text/plain; version=0.0.4; charset=utf-8",
            .headers = {{"Cache-Control", "no-store"}}};
}

}  // namespace http
