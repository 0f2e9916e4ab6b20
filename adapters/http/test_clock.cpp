#include "adapters/http/test_clock.hpp"

#include <nlohmann/json.hpp>
#include <regex>

#include "adapters/http/answers.hpp"
#include "adapters/http/problem.hpp"

namespace http {
namespace {

using nlohmann::json;

// Forward only, since what has happened cannot be later than now; and never out of the calendar.
bool is_duration(const std::string& text) {
    static const std::regex form{R"(P(?=.)(\d{1,2}Y)?(\d{1,3}M)?(\d{1,3}W)?(\d{1,4}D)?)"
                                 R"((T(?=.)(\d{1,5}H)?(\d{1,6}M)?(\d{1,8}S)?)?)"};
    return std::regex_match(text, form);
}

Response move_clock(const Request& request, const MoveClock& move) {
    if (!request.remote_address.starts_with("127.") && request.remote_address != "::1")
        return problem(403, "", "The clock is moved from this machine only.");
    // Whatever the body calls itself: this is for a test's shell script with curl, too.
    const auto body = json::parse(request.body, nullptr, false);
    if (body.is_discarded()) return problem(400, "", "The body is not JSON.");
    std::vector<FieldError> errors;
    const auto advance = body.is_object() ? body.find("advance") : body.end();
    if (!body.is_object() || advance == body.end() || !advance->is_string() ||
        !is_duration(advance->get<std::string>()))
        errors.push_back({"advance", "duration_format",
                          "Give a length of time as ISO 8601 writes it, such as P15D or PT90M."});
    if (body.is_object())
        for (const auto& [field, _] : body.items())
            if (field != "advance")
                errors.push_back({field, "unknown_field", "The body is {\"advance\": \"P15D\"}."});
    if (!errors.empty()) return problem(422, "", "", errors);
    return json_answer(200, {{"now", move(advance->get<std::string>())}});
}

}  // namespace

Route test_clock_route(MoveClock move) {
    return {"POST", "/test/clock",
            [move = std::move(move)](const Request& request) { return move_clock(request, move); }};
}

}  // namespace http
