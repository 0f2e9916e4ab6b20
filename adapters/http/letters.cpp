#include "adapters/http/letters.hpp"

#include <string>
#include <variant>
#include <vector>

#include "adapters/http/answers.hpp"
#include "adapters/http/form.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"

namespace http {

using nlohmann::json;

Response letters_of_application(adapters::PostRoom& post_room, const Request& request) {
    const auto found = post_room.of_application(std::string{request.parameter("id")});
    return found ? json_answer(200, *found) : no_application();
}

Response list_letters(adapters::PostRoom& post_room, const Request& request) {
    std::vector<states::Problem> problems;
    const auto found = post_room.list(query_object(request, problems));
    if (const auto* flawed = std::get_if<adapters::Invalid>(&found))
        problems.insert(problems.end(), flawed->problems.begin(), flawed->problems.end());
    if (!problems.empty()) return invalid(problems, language_of(request));
    return json_answer(200, std::get<json>(found));
}

Response note_printed(adapters::PostRoom& post_room, const adapters::Caller& caller,
                      const Request& request) {
    const auto read = read_form(request, reason_alone);
    if (const auto* refused = std::get_if<Response>(&read)) return *refused;
    const auto result = post_room.was_printed(caller, std::string{request.parameter("id")},
                                              std::get<Form>(read).at("reason"));
    if (std::holds_alternative<adapters::NotFound>(result))
        return problem(404, "", "There is no letter of this name.");
    return answer_of(result, 200, language_of(request));
}

}  // namespace http
