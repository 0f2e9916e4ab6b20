#include "adapters/http/statements.hpp"

#include <array>
#include <charconv>
#include <sstream>

#include "adapters/http/answers.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"

namespace http {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> types = {"application/octet-stream", "application/xml",
                                                   "text/xml", "text/plain"};

std::int64_t number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

}  // namespace

Response take_statement(adapters::Statements& statements, const adapters::Caller& caller,
                        const Request& request) {
    if (std::ranges::find(types, media_type_of(request)) == types.end())
        return problem(415, "",
                       "A statement is sent as application/xml, text/plain or "
                       "application/octet-stream.");
    std::vector<states::Problem> problems;
    const auto query = query_object(request, problems);
    refuse_others(query, {"file_name"}, problems);
    const auto name = query.value("file_name", "statement");
    if (name.empty() || name.size() > 255 || name.find('\0') != std::string::npos)
        problems.push_back({"file_name", "file_name"});
    if (!problems.empty()) return invalid(problems, language_of(request));
    std::istringstream stream{request.body};
    const auto imported = statements.import(caller, stream, name);
    if (imported.refused)
        return problem(422, "", "The file is kept, and none of it is booked.",
                       {{imported.refused->place, "statement", imported.refused->reason}});
    return json_answer(200, adapters::view_of(imported));
}

Response book_movement(adapters::Statements& statements, const adapters::Caller& caller,
                       const Request& request) {
    auto body = json_body(request);
    if (auto* refused = std::get_if<Response>(&body)) return std::move(*refused);
    const auto language = language_of(request);
    const auto& given = std::get<json>(body);
    if (!given.is_object())
        return invalid({{"", "wrong_type", {{"expected", "object"}}}}, language);
    std::vector<states::Problem> problems;
    const auto text = [&](const char* field) -> std::string {
        const auto found = given.find(field);
        if (found == given.end()) {
            problems.push_back({field, "missing"});
            return {};
        }
        if (!found->is_string()) {
            problems.push_back({field, "wrong_type", {{"expected", "string"}}});
            return {};
        }
        const auto said = found->get<std::string>();
        if (said.find('\0') != std::string::npos) problems.push_back({field, "control_character"});
        return said;
    };
    const auto reference = text("reference");
    const auto reason = text("reason");
    for (const auto& [field, _] : given.items())
        if (field != "reference" && field != "reason")
            problems.push_back({field, "unknown_field", {{"name", field}}});
    if (!problems.empty()) return invalid(problems, language);
    return answer_of(statements.book(caller, number_in(request.parameter("id")), reference, reason),
                     200, language);
}

}  // namespace http
