#include "adapters/http/activation.hpp"

#include <nlohmann/json.hpp>

#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"
#include "states/messages.hpp"

namespace http {
namespace {

using adapters::Verdict;
using nlohmann::json;

// What to do next, in words; which of the codes was wrong is nobody's business.
std::string_view advice(Verdict verdict) {
    const bool was_last = verdict.of == Verdict::Of::wrong && verdict.tries_left == 0;
    switch (was_last ? Verdict::Of::locked : verdict.of) {
        case Verdict::Of::right: break;
        case Verdict::Of::wrong: return "One of the codes is not right.";
        case Verdict::Of::locked: return "Too many wrong tries: ask for a new activation code.";
        case Verdict::Of::activation_expired: return "Ask for a new activation code.";
        case Verdict::Of::letter_expired: return "Ask for a new letter.";
        case Verdict::Of::nothing_sent: return "There is nothing to activate yet.";
    }
    return {};
}

struct Answer {
    Response operator()(const adapters::Activated& activated) const {
        return {.status = 200,
                .body = json{{"reference", activated.reference}, {"activated", true}}.dump(),
                .content_type = "application/json"};
    }
    Response operator()(const adapters::WrongCodes& wrong) const {
        return problem(422, "Not activated", advice(wrong.verdict),
                       {{"codes", "tries_left", std::to_string(wrong.verdict.tries_left)}});
    }
    Response operator()(const adapters::NotFound&) const {
        return problem(422, "Not activated", advice({Verdict::Of::nothing_sent}));
    }
    Response operator()(const adapters::Refused& refused) const {
        std::vector<FieldError> why;
        for (const auto& guard : refused.refusal.guards)
            why.push_back({"application", guard, states::message("en", "guard." + guard)});
        return problem(409, "Not activated", "The application cannot be activated now.", why);
    }
};

Response activate(adapters::Activation& activation, const Request& request) {
    if (auto flaw = flaw_of_key(request)) return *std::move(flaw);
    const auto body = json::parse(request.body, nullptr, false);
    if (!body.is_object()) return problem(400, "", "The body is not a JSON object.");
    std::vector<FieldError> missing;
    std::map<std::string, std::string> given;
    for (const auto* field : {"reference", "registrar_id", "activation_code", "security_code"}) {
        const auto found = body.find(field);
        if (found == body.end() || !found->is_string())
            missing.push_back({field, "missing", states::message("en", "field.missing")});
        else
            given[field] = *found;
    }
    if (!missing.empty()) return problem(422, "", "Some fields are missing.", missing);
    return std::visit(Answer{},
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
