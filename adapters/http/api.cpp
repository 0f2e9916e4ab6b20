#include "adapters/http/api.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "adapters/http/activation.hpp"
#include "adapters/http/answers.hpp"
#include "adapters/http/audit.hpp"
#include "adapters/http/authorise.hpp"
#include "adapters/http/documents.hpp"
#include "adapters/http/evidence.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/intake.hpp"
#include "adapters/http/invoices.hpp"
#include "adapters/http/letters.hpp"
#include "adapters/http/login.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/http/readings.hpp"
#include "adapters/http/reports.hpp"
#include "adapters/http/statements.hpp"
#include "adapters/http/webhook_endpoints.hpp"
#include "adapters/http/webhooks.hpp"
#include "adapters/http/workbooks.hpp"
#include "adapters/paging.hpp"
#include "adapters/sha256.hpp"
#include "adapters/workflow_picture.hpp"
#include "states/description.hpp"

namespace http {
namespace {

using adapters::Caller;
using nlohmann::json;

constexpr std::string_view reads[] = {"read", "clerk", "approver", "finance", "audit", "admin"};
constexpr std::string_view applies[] = {"apply", "clerk"};
constexpr std::string_view counts_money[] = {"finance"};
constexpr std::string_view posts[] = {"clerk"};
constexpr std::string_view opens_mail[] = {"clerk"};
constexpr std::string_view watches[] = {"audit", "admin"};
constexpr std::string_view audits[] = {"audit"};
constexpr std::string_view acts[] = {"apply", "clerk", "approver", "finance"};

struct Api {
    ApiParts parts;

    Response apply(const Caller&, const Request&);
    Response list(const Caller&, const Request&);
    Response show(const Caller&, const Request&);
    Response send(const Caller&, const Request&);
    Response journal(const Caller&, const Request&);
    Response add_document(const Caller&, const Request&);
    Response show_document(const Caller&, const Request&);
    Response invoice(const Caller&, const Request&);
    Response invoice_paper(const Caller&, const Request&);
    Response credit_note_paper(const Caller&, const Request&);
    Response credit_note(const Caller&, const Request&);
    Response picture(const Caller&, const Request&);
};

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

Response Api::list(const Caller& caller, const Request& request) {
    std::vector<states::Problem> problems;
    const auto query = query_object(request, problems);
    auto found = parts.applications.list(caller, query);
    if (const auto* flawed = std::get_if<adapters::Invalid>(&found))
        problems.insert(problems.end(), flawed->problems.begin(), flawed->problems.end());
    if (!problems.empty()) return invalid(problems, language_of(request));
    return fresh(json_answer(200, std::get<json>(found)));
}

Response Api::show(const Caller& caller, const Request& request) {
    const auto found =
        parts.applications.show(caller, std::string{request.parameter("id")}, language_of(request));
    if (!found) return no_application();
    auto response = json_answer(200, *found);
    const auto etag = etag_of(found->at("version").get<int>(), response.body);
    if (already_has(request, etag)) response = {.status = 304};
    response.headers.emplace_back("ETag", etag);
    return fresh(std::move(response));
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

Response Api::journal(const Caller& caller, const Request& request) {
    const auto language = language_of(request);
    std::vector<states::Problem> problems;
    const auto query = query_object(request, problems);
    refuse_others(query, {"cursor", "limit"}, problems);
    const auto after =
        query.contains("cursor")
            ? adapters::read_cursor(adapters::journal_list(std::string{request.parameter("id")}),
                                    query["cursor"], problems)
            : 0;
    const auto limit = query.contains("limit") ? adapters::read_limit(query["limit"], problems)
                                               : adapters::page_size;
    if (!problems.empty()) return invalid(problems, language);
    const auto found = parts.applications.journal(
        caller, std::string{request.parameter("id")}, language,
        static_cast<int>(std::min<std::int64_t>(after, std::numeric_limits<int>::max())), limit);
    return found ? fresh(json_answer(200, *found)) : no_application();
}

Response Api::add_document(const Caller& caller, const Request& request) {
    return take_document(parts.documents, caller, request);
}

Response Api::show_document(const Caller& caller, const Request& request) {
    return give_document(parts.reading, parts.readings, caller, request);
}

Response Api::invoice(const Caller& caller, const Request& request) {
    return give_invoice(parts.books(), caller, request, false);
}

Response Api::invoice_paper(const Caller& caller, const Request& request) {
    return give_invoice_paper(parts.books(), caller, request, false);
}

Response Api::credit_note(const Caller& caller, const Request& request) {
    return give_invoice(parts.books(), caller, request, true);
}

Response Api::credit_note_paper(const Caller& caller, const Request& request) {
    return give_invoice_paper(parts.books(), caller, request, true);
}

// An image like any other: no script, no style, nothing from elsewhere.
Response Api::picture(const Caller&, const Request& request) {
    std::vector<states::Problem> problems;
    const auto query = query_object(request, problems);
    refuse_others(query, {"state"}, problems);
    const auto state = query.value("state", "");
    auto drawn = adapters::workflow_picture(state);
    if (!drawn || (query.contains("state") && state.empty()))
        problems.push_back({"state", "unknown_state", {{"name", state}}});
    if (!problems.empty()) return invalid(problems, language_of(request));
    const auto etag = '"' + adapters::sha256_of(*drawn).substr(0, 16) + '"';
    auto response = already_has(request, etag)
                        ? Response{.status = 304}
                        : Response{.body = std::move(*drawn), .content_type = "image/svg+xml"};
    response.headers.emplace_back("ETag", etag);
    response.headers.emplace_back("Content-Security-Policy", "default-src 'none'; sandbox");
    return fresh(std::move(response));
}

Response fixed(std::string_view body) {
    return {.body = std::string{body}, .content_type = "application/json"};
}

Response readiness(adapters::Reading& reading) {
    if (reading.reachable()) return json_answer(200, {{"status", "ready"}});
    auto response = problem(503, "", "The database cannot be reached.");
    response.headers.emplace_back("Retry-After", "5");
    return response;
}

}  // namespace

std::vector<Route> api_routes(ApiParts parts) {
    const auto api = std::make_shared<Api>(Api{std::move(parts)});
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
        {"GET", "/api/v1/applications/{id}/invoice.xml", calls(reads, &Api::invoice)},
        {"GET", "/api/v1/applications/{id}/invoice.pdf", calls(reads, &Api::invoice_paper)},
        {"GET", "/api/v1/applications/{id}/credit_note.xml", calls(reads, &Api::credit_note)},
        {"GET", "/api/v1/applications/{id}/credit_note.pdf", calls(reads, &Api::credit_note_paper)},
        {"POST", "/api/v1/documents", calls(applies, &Api::add_document),
         api->parts.documents.size_max()},
        {"GET", "/api/v1/documents/{id}", calls(reads, &Api::show_document)},
        {"GET", "/api/v1/workflow",
         guarded(reads, [](auto&&...) { return fixed(states::workflow_json()); })},
        {"GET", "/api/v1/workflow.svg", calls(reads, &Api::picture)},
        {"GET", "/api/v1/openapi.json",
         [](const Request&) { return fixed(api_files().at("openapi.json")); }},
        {"GET", "/webhooks/{provider}",
         [api](const Request& request) { return greet_provider(api->parts, request); }},
        {"POST", "/webhooks/{provider}",
         [api](const Request& request) { return take_webhook(api->parts, request); }},
        {"GET", "/livez",
         [](const Request&) {
             return json_answer(200, {{"status", "live"}});
         }},
        {"GET", "/readyz", [api](const Request&) { return readiness(api->parts.reading); }},
        {"GET", "/metrics", [api](const Request&) { return api->parts.metrics.text(); }},
    };
    for (auto& route : activation_routes(api->parts.activation, api->parts.reissue))
        routes.push_back(std::move(route));
    for (auto& route : login_routes(api->parts.login)) routes.push_back(std::move(route));
    if (auto* statements = api->parts.statements) {
        routes.push_back({"POST", "/api/v1/statements",
                          guarded(counts_money,
                                  [statements](Api&, const Caller& caller, const Request& request) {
                                      return take_statement(*statements, caller, request);
                                  }),
                          api->parts.documents.size_max()});
        routes.push_back({"POST", "/api/v1/movements/{id}/booking",
                          guarded(counts_money,
                                  [statements](Api&, const Caller& caller, const Request& request) {
                                      return book_movement(*statements, caller, request);
                                  })});
        routes.push_back({"POST", "/api/v1/movements/{id}/confirmation",
                          guarded(counts_money,
                                  [statements](Api&, const Caller& caller, const Request& request) {
                                      return confirm_movement(*statements, caller, request);
                                  })});
    }
    if (auto* refunds = api->parts.refunds) {
        routes.push_back(
            {"GET", "/api/v1/refunds",
             guarded(counts_money, [refunds](Api&, const Caller& caller, const Request& request) {
                 return list_refunds(*refunds, caller, request);
             })});
        routes.push_back(
            {"POST", "/api/v1/refunds/{id}/sent",
             guarded(counts_money, [refunds](Api&, const Caller& caller, const Request& request) {
                 return note_refund(*refunds, caller, request);
             })});
    }
    if (auto* grounds = api->parts.grounds)
        routes.push_back(
            {"GET", "/api/v1/applications/{id}/evidence",
             guarded(reads, [grounds](Api&, const Caller& caller, const Request& request) {
                 return give_evidence(*grounds, caller, request);
             })});
    if (auto* readings = api->parts.readings)
        routes.push_back(
            {"GET", "/api/v1/readings",
             guarded(watches, [readings](Api&, const Caller& caller, const Request& request) {
                 return list_readings(*readings, caller, request);
             })});
    if (auto* log = api->parts.audit_log) {
        routes.push_back({"GET", "/audit/checkpoint",
                          guarded(audits, [log](Api&, const Caller&, const Request& request) {
                              return give_checkpoint(*log, request);
                          })});
        routes.push_back({"GET", "/audit/tile/{tile*}",
                          guarded(audits, [log](Api&, const Caller&, const Request& request) {
                              return give_tile(*log, request);
                          })});
    }
    if (auto* reports = api->parts.reports) {
        routes.push_back(
            {"GET", "/api/v1/reports",
             guarded(watches, [reports](Api&, const Caller& caller, const Request& request) {
                 return list_reports(*reports, caller, request);
             })});
        routes.push_back(
            {"GET", "/api/v1/reports/{kind}",
             guarded(watches, [reports](Api&, const Caller& caller, const Request& request) {
                 return give_report(*reports, caller, request);
             })});
    }
    if (auto* time_machine = api->parts.time_machine)
        routes.push_back(
            {"GET", "/api/v1/applications/{id}/then",
             guarded(audits, [time_machine](Api&, const Caller& caller, const Request& request) {
                 return look_back(*time_machine, caller, request);
             })});
    if (auto* registrars = api->parts.registrars)
        routes.push_back({"GET", "/api/v1/registrars",
                          guarded(reads, [registrars](Api&, const Caller&, const Request& request) {
                              return give_registrars(*registrars, request);
                          })});
    if (auto* desk = api->parts.workbooks)
        for (auto& route : workbook_routes(*desk, api->parts.reading))
            routes.push_back(std::move(route));
    if (auto* desk = api->parts.webhook_desk)
        for (auto& route : webhook_endpoint_routes(*desk, api->parts.reading))
            routes.push_back(std::move(route));
    if (auto* post_room = api->parts.post_room) {
        routes.push_back({"GET", "/api/v1/applications/{id}/letters",
                          guarded(reads, [post_room](Api&, const Caller&, const Request& request) {
                              return fresh(letters_of_application(*post_room, request));
                          })});
        routes.push_back({"GET", "/api/v1/letters",
                          guarded(reads, [post_room](Api&, const Caller&, const Request& request) {
                              return fresh(list_letters(*post_room, request));
                          })});
        routes.push_back(
            {"POST", "/api/v1/letters/{id}/printed",
             guarded(posts, [post_room](Api&, const Caller& caller, const Request& request) {
                 return note_printed(*post_room, caller, request);
             })});
    }
    if (api->parts.mail_desk && api->parts.mail_answering) {
        const auto guard = [guarded](Scopes scopes) -> Guarded {
            return [guarded, scopes](auto handle) {
                return guarded(scopes,
                               [handle](Api&, const Caller& caller, const Request& request) {
                                   return handle(caller, request);
                               });
            };
        };
        for (auto& route : intake_routes(*api->parts.mail_desk, *api->parts.mail_answering,
                                         guard(opens_mail), guard(reads)))
            routes.push_back(std::move(route));
    }
    if (api->parts.move_clock) routes.push_back(test_clock_route(api->parts.move_clock));
    return routes;
}

}  // namespace http
