#include "adapters/http/activation.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>

#include "adapters/http/answers.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"
#include "states/messages.hpp"

namespace http {
namespace {

using adapters::Verdict;
using nlohmann::json;

constexpr std::array<std::string_view, 4> fields = {"reference", "registrar_id", "activation_code",
                                                    "security_code"};

// What to do next, in words; which of the codes was wrong is nobody's business.
std::string_view key_of(Verdict verdict) {
    const bool was_last = verdict.of == Verdict::Of::wrong && verdict.tries_left == 0;
    switch (was_last ? Verdict::Of::locked : verdict.of) {
        case Verdict::Of::right: break;
        case Verdict::Of::wrong: return "activation.wrong";
        case Verdict::Of::locked: return "activation.locked";
        case Verdict::Of::activation_expired: return "activation.activation_expired";
        case Verdict::Of::letter_expired: return "activation.letter_expired";
        case Verdict::Of::nothing_sent: return "activation.nothing_sent";
    }
    std::abort();
}

std::string advice(Verdict verdict, const std::string& language) {
    return states::message(language, key_of(verdict),
                           {{"tries", std::to_string(verdict.tries_left)}});
}

struct Answer {
    const std::string& language;

    Response operator()(const adapters::Activated& activated) const {
        return json_answer(200, {{"reference", activated.reference}, {"activated", true}});
    }
    Response operator()(const adapters::WrongCodes& wrong) const {
        return problem(422, "Not activated", advice(wrong.verdict, language),
                       {{"codes", "tries_left", std::to_string(wrong.verdict.tries_left)}});
    }
    Response operator()(const adapters::NotFound&) const {
        return problem(422, "Not activated", advice({Verdict::Of::nothing_sent}, language));
    }
    Response operator()(const adapters::Refused& refused) const {
        std::vector<FieldError> why;
        for (const auto& guard : refused.refusal.guards)
            why.push_back({"application", guard, states::message(language, "guard." + guard)});
        return problem(409, "Not activated", states::message(language, "activation.not_now"), why);
    }
};

// Every field of the form, or all problems at once.  U+0000 is in no reference and in no code, and
// the database could not even be asked for it.
std::variant<std::map<std::string, std::string, std::less<>>, std::vector<states::Problem>>
read_form(const json& body) {
    using Problems = std::vector<states::Problem>;
    if (!body.is_object()) return Problems{{"", "wrong_type", {{"expected", "object"}}}};
    Problems problems;
    std::map<std::string, std::string, std::less<>> given;
    for (const auto name : fields) {
        const auto field = std::string{name};
        const auto found = body.find(field);
        if (found == body.end())
            problems.push_back({field, "missing"});
        else if (!found->is_string())
            problems.push_back({field, "wrong_type", {{"expected", "string"}}});
        else if (found->get_ref<const std::string&>().find('\0') != std::string::npos)
            problems.push_back({field, "control_character"});
        else
            given[field] = *found;
    }
    for (const auto& [field, _] : body.items())
        if (std::ranges::find(fields, field) == fields.end())
            problems.push_back({field, "unknown_field", {{"name", field}}});
    if (!problems.empty()) return problems;
    return given;
}

Response activate(adapters::Activation& activation, const Request& request) {
    if (auto flaw = flaw_of_key(request)) return *std::move(flaw);
    auto body = json_body(request);
    if (auto* refused = std::get_if<Response>(&body)) return std::move(*refused);
    const auto language = language_of(request);
    auto form = read_form(std::get<json>(body));
    if (const auto* problems = std::get_if<std::vector<states::Problem>>(&form))
        return invalid(*problems, language);
    auto& given = std::get<0>(form);
    return std::visit(Answer{language},
                      activation.activate(given["reference"],
                                          {.registrar_id = given["registrar_id"],
                                           .activation_code = given["activation_code"],
                                           .security_code = given["security_code"]},
                                          std::string{request.header("idempotency-key")}));
}

}  // namespace

Route activation_route(adapters::Activation& activation) {
    return {"POST", "/api/v1/activation",
            [&activation](const Request& request) { return activate(activation, request); }};
}

}  // namespace http
