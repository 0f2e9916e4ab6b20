#include "adapters/http/api.hpp"

#include <limits>
#include <memory>
#include <stdexcept>
#include <utility>

#include "adapters/http/answers.hpp"
#include "adapters/http/authorise.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/metrics.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/http/webhooks.hpp"
#include "states/description.hpp"

namespace http {
namespace {

using adapters::Caller;
using nlohmann::json;

constexpr std::string_view reads[] = {"read", "clerk", "approver", "finance", "audit", "admin"};
constexpr std::string_view applies[] = {"apply", "clerk"};
constexpr std::string_view acts[] = {"apply", "clerk", "approver", "finance"};

struct Api {
    ApiParts parts;
    Metrics metrics;

    explicit Api(ApiParts given) : parts{std::move(given)} {}

    Response apply(const Caller&, const Request&);
    Response list(const Caller&, const Request&);
    Response show(const Caller&, const Request&);
    Response send(const Caller&, const Request&);
    Response journal(const Caller&, const Request&);
};

// What a body says differs by language and by caller, while its entity tag does not.
void vary(Response& response) {
    response.headers.emplace_back("Vary", "Accept-Language, Authorization");
    response.headers.emplace_back("Cache-Control", "private, no-cache");
}

Response Api::apply(const Caller& caller, const Request& request) {
    if (auto flaw = flaw_of_key(request)) return *std::move(flaw);
    auto body = json_body(request);
    if (auto* refused = std::get_if<Response>(&body)) return std::move(*refused);
    const auto result = parts.applications.apply(caller, std::get<json>(body),
                                                 std::string{request.header("idempotency-key")});
    auto response = answer_of(result, 201, language_of(request));
    if (const auto* done = std::get_if<adapters::Done>(&result))
        response.headers.emplace_back("Location", "/api/v1/applications/" + done->reference);
    return response;
}

Response Api::list(const Caller&, const Request& request) {
    try {
        return json_answer(200, parts.applications.list(query_object(request)));
    } catch (const std::invalid_argument& error) {
        return problem(400, "", error.what());
    }
}

Response Api::show(const Caller& caller, const Request& request) {
    const auto found =
        parts.applications.show(caller, std::string{request.parameter("id")}, language_of(request));
    if (!found) return no_application();
    const int version = found->at("version").get<int>();
    auto response =
        already_has(request, version) ? Response{.status = 304} : json_answer(200, *found);
    response.headers.emplace_back("ETag", etag_of(version));
    vary(response);
    return response;
}

// PostgreSQL can keep every character but U+0000; the form of a sign-up refuses it with its field,
// the texts of other events are looked through here.
void find_nul(const json& value, const std::string& field, std::vector<states::Problem>& problems) {
    if (value.is_string() && value.get_ref<const std::string&>().find('\0') != std::string::npos)
        problems.push_back({field, "control_character"});
    if (!value.is_structured()) return;
    for (const auto& [key, inner] : value.items()) {
        const auto name = value.is_array() ? field + "[" + key + "]"
                          : field.empty()  ? key
                                           : field + "." + key;
        if (key.find('\0') != std::string::npos)
            problems.push_back({field, "control_character"});
        else if (key != "sign_up")
            find_nul(inner, name, problems);
    }
}

std::variant<adapters::Command, adapters::Invalid> read_command(const json& body) {
    if (!body.is_object()) return adapters::Invalid{{{"", "wrong_type", {{"expected", "object"}}}}};
    adapters::Invalid invalid;
    adapters::Command command;
    const auto event = body.find("event");
    if (event == body.end())
        invalid.problems.push_back({"event", "missing"});
    else if (!event->is_string())
        invalid.problems.push_back({"event", "wrong_type", {{"expected", "string"}}});
    else
        command.event = event->get<std::string>();
    if (const auto data = body.find("data"); data != body.end()) {
        if (!data->is_object())
            invalid.problems.push_back({"data", "wrong_type", {{"expected", "object"}}});
        find_nul(*data, "", invalid.problems);
        command.data = *data;
    }
    for (const auto& [field, _] : body.items())
        if (field != "event" && field != "data")
            invalid.problems.push_back({field, "unknown_field", {{"name", field}}});
    if (!invalid.problems.empty()) return invalid;
    return command;
}

Response Api::send(const Caller& caller, const Request& request) {
    if (auto flaw = flaw_of_key(request)) return *std::move(flaw);
    auto body = json_body(request);
    if (auto* refused = std::get_if<Response>(&body)) return std::move(*refused);
    const auto language = language_of(request);
    auto read = read_command(std::get<json>(body));
    if (const auto* flawed = std::get_if<adapters::Invalid>(&read))
        return invalid(flawed->problems, language);
    auto& command = std::get<adapters::Command>(read);
    command.key = std::string{request.header("idempotency-key")};
    command.seen_version = seen_version(request);
    return answer_of(parts.applications.send(caller, std::string{request.parameter("id")}, command),
                     200, language);
}

Response Api::journal(const Caller&, const Request& request) {
    int cursor = 0;
    int limit = 0;
    try {
        const auto query = query_object(request);
        for (const auto& [name, _] : query.items())
            if (name != "cursor" && name != "limit")
                throw std::invalid_argument{"there is no filter " + name};
        cursor = number_of(query, "cursor", 0, 0, std::numeric_limits<int>::max());
        limit = number_of(query, "limit", 50, 1, 200);
    } catch (const std::invalid_argument& error) {
        return problem(400, "", error.what());
    }
    const auto found = parts.applications.journal(std::string{request.parameter("id")},
                                                  language_of(request), cursor, limit);
    return found ? json_answer(200, *found) : no_application();
}

Response fixed(std::string_view body) {
    return {.body = std::string{body}, .content_type = "application/json"};
}

Response readiness(adapters::Reading& reading) {
    if (reading.reachable()) return json_answer(200, {{"status", "ready"}});
    return problem(503, "", "The database cannot be reached.");
}

}  // namespace

std::vector<Route> api_routes(ApiParts parts) {
    const auto api = std::make_shared<Api>(std::move(parts));
    const auto guarded = [api](Scopes scopes, auto handle) -> Handler {
        return [api, scopes, handle](const Request& request) -> Response {
            auto caller = authorise(request, api->parts.reading, scopes);
            if (auto* refused = std::get_if<Response>(&caller)) return std::move(*refused);
            return handle(*api, std::get<Caller>(caller), request);
        };
    };
    const auto calls = [&](Scopes scopes,
                           Response (Api::*function)(const Caller&, const Request&)) {
        return guarded(scopes, [function](Api& on, const Caller& caller, const Request& request) {
            return (on.*function)(caller, request);
        });
    };
    std::vector<Route> routes = {
        {"POST", "/api/v1/applications", calls(applies, &Api::apply)},
        {"GET", "/api/v1/applications", calls(reads, &Api::list)},
        {"GET", "/api/v1/applications/{id}", calls(reads, &Api::show)},
        {"POST", "/api/v1/applications/{id}/events", calls(acts, &Api::send)},
        {"GET", "/api/v1/applications/{id}/journal", calls(reads, &Api::journal)},
        {"GET", "/api/v1/workflow",
         guarded(reads, [](auto&&...) { return fixed(states::workflow_json()); })},
        {"GET", "/api/v1/openapi.json",
         [](const Request&) { return fixed(api_files().at("openapi.json")); }},
        {"POST", "/webhooks/{provider}",
         [api](const Request& request) { return take_webhook(api->parts, request); }},
        {"GET", "/livez",
         [](const Request&) {
             return json_answer(200, {{"status", "live"}});
         }},
        {"GET", "/readyz", [api](const Request&) { return readiness(api->parts.reading); }},
        {"GET", "/metrics", [api](const Request&) { return api->metrics.text(); }},
    };
    for (auto& route : routes) route = api->metrics.counted(std::move(route));
    return routes;
}

}  // namespace http
