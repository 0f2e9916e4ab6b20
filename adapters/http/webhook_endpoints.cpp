#include "adapters/http/webhook_endpoints.hpp"

#include <string_view>
#include <utility>
#include <variant>

#include "adapters/http/answers.hpp"
#include "adapters/http/authorise.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"

namespace http {
namespace {

using adapters::Caller;
using adapters::WebhookDesk;
using nlohmann::json;

constexpr std::string_view administers[] = {"admin"};

std::int64_t id_of(const Request& request) { return number_of(request.parameter("id")); }

Response answer(const adapters::Result& result, int status, const Request& request) {
    if (std::holds_alternative<adapters::NotFound>(result))
        return problem(404, "", "There is no such webhook endpoint, or no such delivery.");
    auto response = answer_of(result, status, language_of(request));
    if (status == 204 && response.status == 204) return {.status = 204};
    // A secret may stand in it, and it changes by itself.
    if (response.status < 300) response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

Response add(WebhookDesk& desk, const Caller& caller, const Request& request) {
    const auto body = json_body(request);
    if (const auto* refused = std::get_if<Response>(&body)) return *refused;
    const auto result = desk.add(caller, std::get<json>(body));
    auto response = answer(result, 201, request);
    if (const auto* done = std::get_if<adapters::Done>(&result))
        response.headers.emplace_back("Location",
                                      "/api/v1/webhook-endpoints/" + done->answer.at("id").dump());
    return response;
}

Response change(WebhookDesk& desk, const Caller& caller, const Request& request) {
    const auto body = json_body(request);
    if (const auto* refused = std::get_if<Response>(&body)) return *refused;
    return answer(desk.change(caller, id_of(request), std::get<json>(body)), 200, request);
}

Response deliveries(WebhookDesk& desk, const Request& request) {
    std::vector<states::Problem> problems;
    const auto query = query_object(request, problems);
    if (!problems.empty()) return invalid(problems, language_of(request));
    return answer(desk.deliveries(id_of(request), query), 200, request);
}

}  // namespace

std::vector<Route> webhook_endpoint_routes(WebhookDesk& desk, adapters::Reading& reading) {
    const auto guard = [&reading](AnswerCaller answer) {
        return guarded(reading, administers, std::move(answer));
    };
    const std::string all = "/api/v1/webhook-endpoints";
    const std::string one = all + "/{id}";
    return {
        {"GET", all, guard([&](const Caller&, const Request& request) {
             return answer(desk.list(), 200, request);
         })},
        {"POST", all, guard([&](const Caller& caller, const Request& request) {
             return add(desk, caller, request);
         })},
        {"GET", one, guard([&](const Caller&, const Request& request) {
             return answer(desk.show(id_of(request)), 200, request);
         })},
        {"PATCH", one, guard([&](const Caller& caller, const Request& request) {
             return change(desk, caller, request);
         })},
        {"DELETE", one, guard([&](const Caller& caller, const Request& request) {
             return answer(desk.remove(caller, id_of(request)), 204, request);
         })},
        {"POST", one + "/rotate", guard([&](const Caller&, const Request& request) {
             return answer(desk.rotate(id_of(request)), 200, request);
         })},
        {"POST", one + "/test", guard([&](const Caller&, const Request& request) {
             return answer(desk.test(id_of(request)), 202, request);
         })},
        {"GET", one + "/deliveries",
         guard([&](const Caller&, const Request& request) { return deliveries(desk, request); })},
        {"POST", one + "/deliveries/{delivery}/replay",
         guard([&](const Caller&, const Request& request) {
             return answer(desk.replay(id_of(request), number_of(request.parameter("delivery"))),
                           202, request);
         })},
    };
}

}  // namespace http
