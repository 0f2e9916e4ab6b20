#include "adapters/http/workbooks.hpp"

#include <string_view>
#include <utility>
#include <variant>

#include "adapters/http/answers.hpp"
#include "adapters/http/authorise.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"
#include "states/fields.hpp"

namespace http {
namespace {

using adapters::Caller;
using adapters::Workbook;
using adapters::WorkbookDesk;
using nlohmann::json;

constexpr std::string_view concerned[] = {"audit", "admin", "approver"};

template <class... Found>
Response answer(const std::variant<Found...>& found, const Request& request, int status,
                const auto& shown) {
    return std::visit(
        [&](const auto& what) -> Response {
            using What = std::decay_t<decltype(what)>;
            if constexpr (std::is_same_v<What, adapters::NotFound>)
                return problem(404, "", "There is no such workbook.");
            else if constexpr (std::is_same_v<What, adapters::Forbidden>)
                return problem(403, "", what.why);
            else if constexpr (std::is_same_v<What, adapters::Invalid>)
                return invalid(what.problems, language_of(request));
            else
                return fresh(shown(status, what));
        },
        found);
}

Response whole(int status, const Workbook& workbook) {
    return json_answer(status, adapters::workbook_json(workbook));
}

Response all(int status, const std::vector<Workbook>& workbooks) {
    auto items = json::array();
    for (const auto& workbook : workbooks) items.push_back(adapters::workbook_json(workbook));
    return json_answer(status, {{"items", items}});
}

Response lines(int status, const std::vector<adapters::WorkbookEntry>& entries) {
    std::string text;
    for (const auto& entry : entries) text += adapters::written(entry);
    return {.status = status, .body = std::move(text), .content_type = "text/plain; charset=utf-8"};
}

Response open(WorkbookDesk& desk, const Caller& caller, const Request& request) {
    const auto body = json_body(request);
    if (const auto* refused = std::get_if<Response>(&body)) return *refused;
    const auto opened = desk.open(caller, std::get<json>(body));
    auto response = answer(opened, request, 201, whole);
    if (const auto* workbook = std::get_if<Workbook>(&opened))
        response.headers.emplace_back("Location",
                                      "/api/v1/workbooks/" + std::to_string(workbook->number));
    return response;
}

Response add(WorkbookDesk& desk, const Caller& caller, const Request& request) {
    const auto body = json_body(request);
    if (const auto* refused = std::get_if<Response>(&body)) return *refused;
    std::vector<states::Problem> problems;
    states::Fields fields{std::get<json>(body), "", problems};
    const auto what = fields.needed_text("what");
    const auto said = fields.at("said");
    fields.refuse_unknown();
    if (!problems.empty()) return invalid(problems, language_of(request));
    return answer(desk.add(caller, number_of(request.parameter("id")), what, said), request, 201,
                  whole);
}

}  // namespace

std::vector<Route> workbook_routes(WorkbookDesk& desk, adapters::Reading& reading) {
    const auto guard = [&reading](AnswerCaller answer) {
        return guarded(reading, concerned, std::move(answer));
    };
    const std::string every = "/api/v1/workbooks";
    const std::string one = every + "/{id}";
    return {{"GET", every, guard([&](const Caller& caller, const Request& request) {
                 return answer(desk.list(caller), request, 200, all);
             })},
            {"POST", every, guard([&](const Caller& caller, const Request& request) {
                 return open(desk, caller, request);
             })},
            {"GET", one, guard([&](const Caller& caller, const Request& request) {
                 return answer(desk.show(caller, number_of(request.parameter("id"))), request, 200,
                               whole);
             })},
            {"GET", one + "/entries", guard([&](const Caller& caller, const Request& request) {
                 return answer(desk.entries(caller, number_of(request.parameter("id"))), request,
                               200, lines);
             })},
            {"POST", one + "/entries", guard([&](const Caller& caller, const Request& request) {
                 return add(desk, caller, request);
             })}};
}

}  // namespace http
