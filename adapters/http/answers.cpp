#include "adapters/http/answers.hpp"

#include <string_view>
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

// RFC 8187: every byte that is not a letter, a digit or one of these marks is written %XX.
std::string percent_encoded(std::string_view text) {
    constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (plain.find(c) != std::string_view::npos)
            encoded += c;
        else
            (encoded += '%').append({digits[byte >> 4], digits[byte & 15]});
    }
    return encoded;
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

Response file_answer(const Request& request, const std::string& tag, File file) {
    const auto etag = '"' + tag + '"';
    auto response = already_has(request, etag) ? Response{.status = 304}
                                               : Response{.body = std::move(file.content),
                                                          .content_type = std::move(file.type)};
    if (response.status == 200)
        response.headers.emplace_back("Content-Disposition",
                                      "attachment; filename*=UTF-8''" + percent_encoded(file.name));
    response.headers.emplace_back("ETag", etag);
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    return response;
}

Response fresh(Response response) {
    if (response.status >= 400) return response;
    response.headers.emplace_back("Vary", "Accept-Language, Authorization");
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    return response;
}

Response answer_of(const adapters::Result& result, int status, const std::string& language) {
    return std::visit(Answers{status, language}, result);
}

}  // namespace http
