#include "adapters/http/form.hpp"

#include <algorithm>

#include "adapters/http/answers.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"
#include "states/messages.hpp"

namespace http {
namespace {

using nlohmann::json;
using FormProblems = std::vector<states::Problem>;

std::variant<Form, FormProblems> read(const json& body, std::span<const FormField> fields) {
    if (!body.is_object()) return FormProblems{{"", "wrong_type", {{"expected", "object"}}}};
    FormProblems problems;
    Form given;
    for (const auto& [name, needed, objection] : fields) {
        const auto field = std::string{name};
        const auto found = body.find(field);
        if (found == body.end()) {
            if (needed) problems.push_back({field, "missing"});
            given[field] = "";
        } else if (!found->is_string()) {
            problems.push_back({field, "wrong_type", {{"expected", "string"}}});
        } else if (found->get_ref<const std::string&>().find('\0') != std::string::npos) {
            problems.push_back({field, "control_character"});
        } else {
            given[field] = *found;
            if (const auto code = objection ? objection(given[field]) : std::string_view{};
                !code.empty())
                problems.push_back({field, std::string{code}});
        }
    }
    for (const auto& [field, _] : body.items())
        if (std::ranges::find(fields, field, &FormField::name) == fields.end())
            problems.push_back({field, "unknown_field", {{"name", field}}});
    if (!problems.empty()) return problems;
    return given;
}

}  // namespace

std::variant<Form, Response> read_form(const Request& request, std::span<const FormField> fields) {
    auto body = json_body(request);
    if (auto* refused = std::get_if<Response>(&body)) return std::move(*refused);
    auto form = read(std::get<json>(body), fields);
    if (const auto* problems = std::get_if<FormProblems>(&form))
        return invalid(*problems, language_of(request));
    return std::get<Form>(std::move(form));
}

Response too_often(long seconds, const std::string& language) {
    const auto wait = std::to_string(seconds);
    auto response = problem(429, "", states::message(language, "account.wait", {{"seconds", wait}}),
                            {{"request", "wait", wait}});
    response.headers.emplace_back("Retry-After", wait);
    return response;
}

}  // namespace http
