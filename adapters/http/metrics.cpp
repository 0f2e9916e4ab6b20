#include "adapters/http/metrics.hpp"

#include <prometheus/text_serializer.h>

#include <utility>

#include "engine/fault.hpp"

namespace http {

Metrics::Metrics()
    : registry_{std::make_shared<prometheus::Registry>()},
      requests_{prometheus::BuildCounter()
                    .Name("doorstep_http_requests_total")
                    .Help("Requests by route and status.")
                    .Register(*registry_)} {}

Route Metrics::counted(Route route) {
    const auto count = [registry = registry_, &requests = requests_, method = route.method,
                        pattern = route.pattern](int status) {
        requests.Add({{"method", method}, {"route", pattern}, {"status", std::to_string(status)}})
            .Increment();
    };
    route.handler = [count, inner = std::move(route.handler)](const Request& request) {
        try {
            auto response = inner(request);
            count(response.status);
            return response;
        } catch (const engine::Unavailable&) {
            count(503);
            throw;
        } catch (...) {
            count(500);
            throw;
        }
    };
    return route;
}

Response Metrics::text() const {
    return {.body = prometheus::TextSerializer{}.Serialize(registry_->Collect()),
            .content_type = "text/plain; version=0.0.4; charset=utf-8"};
}

}  // namespace http
