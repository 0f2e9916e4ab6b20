#include "adapters/http/statements.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <sstream>
#include <variant>
#include <vector>

#include "adapters/http/answers.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"
#include "states/events.hpp"

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

using Texts = std::map<std::string, std::string>;

// An object of these texts and nothing else, or all that is wrong with it.
std::variant<Texts, Response> texts_in(const Request& request,
                                       const std::vector<std::string>& fields) {
    const auto body = json_body(request);
    if (const auto* refused = std::get_if<Response>(&body)) return *refused;
    const auto language = language_of(request);
    const auto& given = std::get<json>(body);
    if (!given.is_object())
        return invalid({{"", "wrong_type", {{"expected", "object"}}}}, language);
    std::vector<states::Problem> problems;
    Texts texts;
    for (const auto& field : fields) {
        const auto found = given.find(field);
        if (found == given.end()) {
            problems.push_back({field, "missing"});
        } else if (!found->is_string()) {
            problems.push_back({field, "wrong_type", {{"expected", "string"}}});
        } else {
            texts[field] = found->get<std::string>();
            if (texts[field].find('\0') != std::string::npos)
                problems.push_back({field, "control_character"});
        }
    }
    for (const auto& [field, _] : given.items())
        if (std::ranges::find(fields, field) == fields.end())
            problems.push_back({field, "unknown_field", {{"name", field}}});
    if (!problems.empty()) return invalid(problems, language);
    return texts;
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
    const auto read = texts_in(request, {"reference", "reason"});
    if (const auto* refused = std::get_if<Response>(&read)) return *refused;
    const auto& texts = std::get<Texts>(read);
    const auto result = statements.book(caller, number_in(request.parameter("id")),
                                        texts.at("reference"), texts.at("reason"));
    const auto* done = std::get_if<adapters::Done>(&result);
    const bool waits = done && done->answer.at("event") == states::BookingProposed::name;
    return answer_of(result, waits ? 202 : 200, language_of(request));
}

Response confirm_movement(adapters::Statements& statements, const adapters::Caller& caller,
                          const Request& request) {
    const auto read = texts_in(request, {"reason"});
    if (const auto* refused = std::get_if<Response>(&read)) return *refused;
    return answer_of(statements.confirm(caller, number_in(request.parameter("id")),
                                        std::get<Texts>(read).at("reason")),
                     200, language_of(request));
}

Response list_refunds(adapters::Refunding& refunds, const adapters::Caller& caller,
                      const Request& request) {
    auto response = answer_of(refunds.list(caller), 200, language_of(request));
    response.headers.emplace_back("Vary", "Accept-Language, Authorization");
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    return response;
}

Response note_refund(adapters::Refunding& refunds, const adapters::Caller& caller,
                     const Request& request) {
    const auto read = texts_in(request, {"reason"});
    if (const auto* refused = std::get_if<Response>(&read)) return *refused;
    return answer_of(refunds.was_sent(caller, number_in(request.parameter("id")),
                                      std::get<Texts>(read).at("reason")),
                     200, language_of(request));
}

}  // namespace http
