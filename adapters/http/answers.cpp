#include "adapters/http/answers.hpp"

#include <utility>

#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"
#include "states/messages.hpp"

namespace http {
namespace {

using Reason = engine::Refusal::Reason;

int status_of(Reason reason) {
    switch (reason) {
        case Reason::unknown_event:
        case Reason::malformed_event: return 422;
        case Reason::not_allowed: return 403;
        case Reason::too_early:
        case Reason::too_late:
        case Reason::not_permitted: break;
    }
    return 409;
}

// A program goes by the code, which is the reason or the guard; a person reads the sentence.
Response refusal(const adapters::Refused& refused, const std::string& language) {
    const auto reason = std::string{engine::name_of(refused.refusal.reason)};
    const auto said = "refusal." + reason;
    const auto words = states::has_message(said) ? states::message(language, said) : reason;
    std::vector<FieldError> errors;
    for (const auto& guard : refused.refusal.guards)
        errors.push_back({"event", guard, states::message(language, "guard." + guard)});
    if (errors.empty()) errors.push_back({"event", reason, words});
    return problem(status_of(refused.refusal.reason), "", words, errors);
}

struct Answers {
    int status;
    const std::string& language;

    Response operator()(const adapters::Done& done) const {
        auto response = json_answer(status, done.answer);
        // A repeat does not know where the application stands by now.
        if (done.version > 0) response.headers.emplace_back("ETag", etag_of(done.version));
        if (done.repeated) response.headers.emplace_back("Idempotent-Replayed", "true");
        return response;
    }
    Response operator()(const adapters::Invalid& found) const {
        return invalid(found.problems, language);
    }
    Response operator()(const adapters::NotFound&) const { return no_application(); }
    Response operator()(const adapters::Forbidden& forbidden) const {
        return problem(403, "", forbidden.why);
    }
    Response operator()(const adapters::Stale& stale) const {
        auto response = problem(412, "",
                                "The application has changed since: it is at version " +
                                    std::to_string(stale.version) + ".");
        response.headers.emplace_back("ETag", etag_of(stale.version));
        return response;
    }
    Response operator()(const adapters::KeyReused&) const {
        return problem(
            422, "", "This Idempotency-Key came before, with another request.",
            {{"Idempotency-Key", "key_reused", "Send another request with a key of its own."}});
    }
    Response operator()(const adapters::Refused& refused) const {
        auto response = refusal(refused, language);
        if (refused.repeated) response.headers.emplace_back("Idempotent-Replayed", "true");
        return response;
    }
};

}  // namespace

Response json_answer(int status, const nlohmann::json& json) {
    return {.status = status,
            .body = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
            .content_type = "application/json"};
}

Response invalid(const std::vector<states::Problem>& problems, const std::string& language) {
    std::vector<FieldError> errors;
    for (const auto& each : problems)
        errors.push_back({each.field, each.code, states::sentence(each, language)});
    return problem(422, "", "", errors);
}

Response no_application() { return problem(404, "", "There is no such application."); }

Response answer_of(const adapters::Result& result, int status, const std::string& language) {
    return std::visit(Answers{status, language}, result);
}

}  // namespace http
