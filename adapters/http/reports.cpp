#include "adapters/http/reports.hpp"

#include <variant>
#include <vector>

#include "adapters/http/answers.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"

namespace http {

Response list_reports(adapters::Reports& reports, const adapters::Caller& caller,
                      const Request& request) {
    std::vector<states::Problem> problems;
    const auto query = query_object(request, problems);
    for (const auto& [field, _] : query.items())
        problems.push_back({field, "unknown_field", {{"name", field}}});
    if (!problems.empty()) return invalid(problems, language_of(request));
    return fresh(json_answer(200, reports.kinds(caller, language_of(request))));
}

Response give_report(adapters::Reports& reports, const adapters::Caller& caller,
                     const Request& request) {
    std::vector<states::Problem> problems;
    auto query = query_object(request, problems);
    if (query.contains("kind")) problems.push_back({"kind", "unknown_field", {{"name", "kind"}}});
    query["kind"] = request.parameter("kind");
    auto found = reports.open(caller, query, language_of(request));
    if (std::holds_alternative<adapters::NotFound>(found))
        return problem(404, "", "There is no such report; GET /api/v1/reports lists them.");
    if (const auto* forbidden = std::get_if<adapters::Forbidden>(&found))
        return problem(403, "", forbidden->why);
    if (const auto* flawed = std::get_if<adapters::Invalid>(&found))
        problems.insert(problems.end(), flawed->problems.begin(), flawed->problems.end());
    if (!problems.empty()) return invalid(problems, language_of(request));
    auto& report = std::get<adapters::Report>(found);
    return fresh(
        {.content_type = report.content_type,
         .headers = {{"Content-Disposition", "attachment; filename*=UTF-8''" + report.file_name}},
         .stream = std::move(report.write)});
}

Response look_back(adapters::TimeMachine& time_machine, const adapters::Caller& caller,
                   const Request& request) {
    std::vector<states::Problem> problems;
    const auto query = query_object(request, problems);
    const auto found = time_machine.look(caller, std::string{request.parameter("id")}, query,
                                         language_of(request));
    if (std::holds_alternative<adapters::NotFound>(found))
        return problem(404, "", "There is no such application.");
    if (const auto* forbidden = std::get_if<adapters::Forbidden>(&found))
        return problem(403, "", forbidden->why);
    if (const auto* flawed = std::get_if<adapters::Invalid>(&found))
        problems.insert(problems.end(), flawed->problems.begin(), flawed->problems.end());
    if (!problems.empty()) return invalid(problems, language_of(request));
    return fresh(json_answer(200, std::get<nlohmann::json>(found)));
}

}  // namespace http
