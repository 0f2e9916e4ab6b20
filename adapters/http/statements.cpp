#include "adapters/http/statements.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <variant>
#include <vector>

#include "adapters/http/answers.hpp"
#include "adapters/http/form.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"
#include "states/events.hpp"

namespace http {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> types = {"application/octet-stream", "application/xml",
                                                   "text/xml", "text/plain"};
constexpr std::array booking_fields = {FormField{"reference"}, FormField{"reason"}};

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
    const auto read = read_form(request, booking_fields);
    if (const auto* refused = std::get_if<Response>(&read)) return *refused;
    const auto& texts = std::get<Form>(read);
    const auto result = statements.book(caller, number_of(request.parameter("id")),
                                        texts.at("reference"), texts.at("reason"));
    const auto* done = std::get_if<adapters::Done>(&result);
    const bool waits = done && done->answer.at("event") == states::BookingProposed::name;
    return answer_of(result, waits ? 202 : 200, language_of(request));
}

Response confirm_movement(adapters::Statements& statements, const adapters::Caller& caller,
                          const Request& request) {
    const auto read = read_form(request, reason_alone);
    if (const auto* refused = std::get_if<Response>(&read)) return *refused;
    return answer_of(statements.confirm(caller, number_of(request.parameter("id")),
                                        std::get<Form>(read).at("reason")),
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
    const auto read = read_form(request, reason_alone);
    if (const auto* refused = std::get_if<Response>(&read)) return *refused;
    return answer_of(refunds.was_sent(caller, number_of(request.parameter("id")),
                                      std::get<Form>(read).at("reason")),
                     200, language_of(request));
}

}  // namespace http
