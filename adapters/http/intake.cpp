#include "adapters/http/intake.hpp"

#include <string>
#include <variant>

#include "adapters/http/answers.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/sha256.hpp"

namespace http {
namespace {

using adapters::Caller;
using adapters::MailDesk;
using nlohmann::json;

std::int64_t mail_of(const Request& request) { return number_of(request.parameter("id")); }

Response answer(const adapters::Result& result, const Request& request) {
    if (std::holds_alternative<adapters::NotFound>(result))
        return problem(404, "", "There is no such mail.");
    return answer_of(result, 200, language_of(request));
}

// The one field that a body has to have and may have, or what is wrong with it.
std::variant<json, Response> field_of(const Request& request, const std::string& field,
                                      json::value_t type, const std::string& expected) {
    auto body = json_body(request);
    if (auto* refused = std::get_if<Response>(&body)) return std::move(*refused);
    const auto language = language_of(request);
    const auto& given = std::get<json>(body);
    if (!given.is_object())
        return invalid({{"", "wrong_type", {{"expected", "object"}}}}, language);
    std::vector<states::Problem> problems;
    const auto found = given.find(field);
    if (found == given.end())
        problems.push_back({field, "missing"});
    else if (found->type() != type)
        problems.push_back({field, "wrong_type", {{"expected", expected}}});
    else if (found->is_string() &&
             found->get_ref<const std::string&>().find('\0') != std::string::npos)
        problems.push_back({field, "control_character"});
    for (const auto& [name, _] : given.items())
        if (name != field) problems.push_back({name, "unknown_field", {{"name", name}}});
    if (!problems.empty()) return invalid(problems, language);
    return *found;
}

Response list(MailDesk& desk, const Caller& caller, const Request& request) {
    std::vector<states::Problem> problems;
    const auto query = query_object(request, problems);
    auto result = desk.list(caller, query);
    if (const auto* flawed = std::get_if<adapters::Invalid>(&result))
        problems.insert(problems.end(), flawed->problems.begin(), flawed->problems.end());
    if (!problems.empty()) return invalid(problems, language_of(request));
    return fresh(answer(result, request));
}

// To be saved and never shown: a mail may hold anything.
Response give_raw(MailDesk& desk, const Caller& caller, const Request& request) {
    auto found = desk.raw(caller, mail_of(request));
    if (const auto* refused = std::get_if<adapters::Result>(&found))
        return answer(*refused, request);
    const auto id = std::to_string(mail_of(request));
    auto& raw = std::get<std::string>(found);
    const auto tag = adapters::sha256_of(raw);
    auto response = file_answer(
        request, tag,
        {.content = std::move(raw), .type = "message/rfc822", .name = "mail-" + id + ".eml"});
    if (response.status == 200)
        response.headers.emplace_back("Content-Security-Policy", "default-src 'none'; sandbox");
    return response;
}

Response confirm(MailDesk& desk, const Caller& caller, const Request& request) {
    const auto field = field_of(request, "sign_up", json::value_t::object, "object");
    if (const auto* refused = std::get_if<Response>(&field)) return *refused;
    return answer(desk.confirm(caller, mail_of(request), std::get<json>(field)), request);
}

Response dismiss(MailDesk& desk, const Caller& caller, const Request& request) {
    const auto field = field_of(request, "reason", json::value_t::string, "string");
    if (const auto* refused = std::get_if<Response>(&field)) return *refused;
    return answer(desk.dismiss(caller, mail_of(request), std::get<json>(field)), request);
}

Response attach(MailDesk& desk, const Caller& caller, const Request& request) {
    const auto field = field_of(request, "reference", json::value_t::string, "string");
    if (const auto* refused = std::get_if<Response>(&field)) return *refused;
    return answer(desk.attach(caller, mail_of(request), std::get<json>(field)), request);
}

Response show_draft(adapters::MailAnswering& answering, const Request& request) {
    const auto found = answering.draft_of(std::string{request.parameter("token")});
    if (!found) return problem(404, "", "There is no such draft.");
    auto response = json_answer(200, *found);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

}  // namespace

std::vector<Route> intake_routes(MailDesk& desk, adapters::MailAnswering& answering,
                                 const Guarded& clerks, const Guarded& readers) {
    const auto at_desk = [&](Response (*handle)(MailDesk&, const Caller&, const Request&)) {
        return clerks([&desk, handle](const Caller& caller, const Request& request) {
            return handle(desk, caller, request);
        });
    };
    return {
        {"GET", "/api/v1/intake", at_desk(&list)},
        {"GET", "/api/v1/intake/{id}",
         clerks([&desk](const Caller& caller, const Request& request) {
             return fresh(
                 answer(desk.show(caller, mail_of(request), language_of(request)), request));
         })},
        {"GET", "/api/v1/intake/{id}/raw", at_desk(&give_raw)},
        {"POST", "/api/v1/intake/{id}/confirm", at_desk(&confirm)},
        {"POST", "/api/v1/intake/{id}/dismiss", at_desk(&dismiss)},
        {"POST", "/api/v1/intake/{id}/attach", at_desk(&attach)},
        {"GET", "/api/v1/applications/{id}/correspondence",
         readers([&desk](const Caller& caller, const Request& request) {
             const auto found = desk.letters(caller, std::string{request.parameter("id")});
             return found ? fresh(json_answer(200, *found)) : no_application();
         })},
        {"GET", "/api/v1/drafts/{token}",
         [&answering](const Request& request) { return show_draft(answering, request); }},
    };
}

}  // namespace http
