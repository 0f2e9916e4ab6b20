#include "adapters/http/readings.hpp"

#include <variant>
#include <vector>

#include "adapters/http/answers.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"

namespace http {

Response list_readings(adapters::ReadingLog& readings, const adapters::Caller& caller,
                       const Request& request) {
    std::vector<states::Problem> problems;
    const auto query = query_object(request, problems);
    const auto found = readings.list(caller, query);
    if (const auto* forbidden = std::get_if<adapters::Forbidden>(&found))
        return problem(403, "", forbidden->why);
    if (const auto* flawed = std::get_if<adapters::Invalid>(&found))
        problems.insert(problems.end(), flawed->problems.begin(), flawed->problems.end());
    if (!problems.empty()) return invalid(problems, language_of(request));
    return fresh(json_answer(200, std::get<nlohmann::json>(found)));
}

}  // namespace http
