#include "adapters/http/test_clock.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/http/problem.hpp"

namespace http {

Route test_clock_route(std::function<void(const std::string&)> advance) {
    return {"POST", "/test/clock", [advance = std::move(advance)](const Request& request) {
                const auto body = nlohmann::json::parse(request.body, nullptr, false);
                if (!body.is_object() || !body.contains("advance") || !body["advance"].is_string())
                    return problem(400, "", "The body is {\"advance\": \"P15D\"}.");
                try {
                    advance(body["advance"].get<std::string>());
                } catch (const std::invalid_argument& error) {
                    return problem(422, "", error.what());
                }
                return Response{.status = 200, .body = "{}", .content_type = "application/json"};
            }};
}

}  // namespace http
