#include "adapters/http/activation.hpp"

#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "adapters/http/answers.hpp"
#include "adapters/http/form.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/password.hpp"
#include "states/checks.hpp"
#include "states/messages.hpp"

namespace http {
namespace {

using adapters::SmsVerdict;
using adapters::Verdict;

constexpr auto not_activated = "Not activated";

// No code of ours is one (postgres::random_security_code), so this costs no try.
std::string_view objection_to_code(const std::string& keyed) {
    return states::check_reference(keyed).verdict == states::Verdict::valid
               ? "security_code_is_reference"
               : "";
}

constexpr auto security_code = FormField{"security_code", true, objection_to_code};
constexpr std::array page_fields = {
    FormField{"reference", false}, FormField{"registrar_id"},
    FormField{"activation_code"},  security_code,
    FormField{"password"},         FormField{"sms_code", false},
    FormField{"phone_key", false}, FormField{"recovery_code", false}};
constexpr std::array sms_fields = {FormField{"reference", false}, FormField{"registrar_id"},
                                   FormField{"activation_code"}, security_code};
constexpr std::array code_fields = {FormField{"registrar_id"}};

// What to do next, in words; which of the codes was wrong is nobody's business.
std::string_view key_of(Verdict verdict) {
    const bool was_last = verdict.of == Verdict::Of::wrong && verdict.tries_left == 0;
    switch (was_last ? Verdict::Of::locked : verdict.of) {
        case Verdict::Of::right: break;
        case Verdict::Of::wrong: return "activation.wrong";
        case Verdict::Of::locked: return "activation.locked";
        case Verdict::Of::activation_expired: return "activation.activation_expired";
        case Verdict::Of::activation_used: return "account.activation_used";
        case Verdict::Of::letter_expired: return "activation.letter_expired";
        case Verdict::Of::nothing_sent: return "activation.nothing_sent";
    }
    std::abort();
}

std::string_view key_of(const adapters::WrongSmsCode& wrong) {
    if (wrong.missing) return "account.sms_missing";
    const bool was_last =
        wrong.verdict.of == SmsVerdict::Of::wrong && wrong.verdict.tries_left == 0;
    switch (was_last ? SmsVerdict::Of::locked : wrong.verdict.of) {
        case SmsVerdict::Of::right: break;
        case SmsVerdict::Of::wrong: return "account.sms_wrong";
        case SmsVerdict::Of::locked: return "account.sms_locked";
        case SmsVerdict::Of::expired: return "account.sms_expired";
        case SmsVerdict::Of::none: return "account.sms_none";
    }
    std::abort();
}

struct CodesAnswer {
    const std::string& language;

    Response operator()(const adapters::Activated& activated) const {
        return json_answer(200, {{"reference", activated.reference}, {"activated", true}});
    }
    Response operator()(const adapters::Invalid& found) const {
        return invalid(found.problems, language);
    }
    Response operator()(const adapters::WrongCodes& wrong) const {
        const auto tries = std::to_string(wrong.verdict.tries_left);
        return problem(422, not_activated,
                       states::message(language, key_of(wrong.verdict), {{"tries", tries}}),
                       {{"codes", "tries_left", tries}});
    }
    Response operator()(const adapters::WrongSmsCode& wrong) const {
        const auto tries = std::to_string(wrong.verdict.tries_left);
        const auto words = states::message(language, key_of(wrong), {{"tries", tries}});
        if (wrong.missing)
            return problem(422, not_activated, words, {{"sms_code", "missing", words}});
        return problem(422, not_activated, words, {{"sms_code", "tries_left", tries}});
    }
    Response operator()(const adapters::WrongPhoneKey& wrong) const {
        const auto words = states::message(
            language, wrong.missing ? "account.phone_key_missing" : "account.phone_key_wrong");
        return problem(422, not_activated, words,
                       {{"phone_key", wrong.missing ? "missing" : "phone_key_wrong", words}});
    }
    Response operator()(const adapters::Shut& shut) const {
        return too_often(shut.wait.count(), language);
    }
    Response operator()(const adapters::Refused& refused) const {
        std::vector<FieldError> why;
        for (const auto& guard : refused.refusal.guards)
            why.push_back({"application", guard, states::message(language, "guard." + guard)});
        return problem(409, not_activated, states::message(language, "activation.not_now"), why);
    }
    Response operator()(const adapters::SmsSent& sent) const {
        return json_answer(202, {{"sent_to", sent.to}});
    }
    Response operator()(const adapters::NoSms&) const {
        const auto words = states::message(language, "account.sms_off");
        return problem(409, "Not sent", words, {{"sms_code", "sms_off", words}});
    }
};

adapters::Keyed codes_in(const Form& form) {
    return {.registrar_id = form.at("registrar_id"),
            .activation_code = form.at("activation_code"),
            .security_code = form.at("security_code")};
}

Response describe(const adapters::Activation& activation) {
    return json_answer(200, {{"sms_code", activation.asks_for_sms_code()},
                             {"password",
                              {{"length_min", adapters::password_length_min},
                               {"length_max", adapters::password_length_max}}}});
}

Response activate(adapters::Activation& activation, const Request& request) {
    if (auto flaw = flaw_of_key(request)) return *std::move(flaw);
    auto read = read_form(request, page_fields);
    if (auto* refused = std::get_if<Response>(&read)) return std::move(*refused);
    const auto& form = std::get<Form>(read);
    const auto language = language_of(request);
    return std::visit(CodesAnswer{language},
                      activation.activate({.reference = form.at("reference"),
                                           .codes = codes_in(form),
                                           .password = form.at("password"),
                                           .sms_code = form.at("sms_code"),
                                           .phone_key = form.at("phone_key"),
                                           .recovery_code = form.at("recovery_code"),
                                           .key = std::string{request.header("idempotency-key")}}));
}

Response send_sms(adapters::Activation& activation, const Request& request) {
    auto read = read_form(request, sms_fields);
    if (auto* refused = std::get_if<Response>(&read)) return std::move(*refused);
    const auto& form = std::get<Form>(read);
    const auto language = language_of(request);
    try {
        return std::visit(CodesAnswer{language},
                          activation.send_sms(form.at("reference"), codes_in(form)));
    } catch (const adapters::RefusedNumber&) {
        const auto words = states::message(language, "account.mobile_refused");
        return problem(422, "Not sent", words, {{"mobile", "mobile_refused", words}});
    } catch (const engine::Rejected& fault) {  // The operator's to mend; to people it is away.
        throw engine::Unavailable{fault.what()};
    }
}

Response ask_for_code(adapters::Reissue& reissue, const Request& request) {
    auto read = read_form(request, code_fields);
    if (auto* refused = std::get_if<Response>(&read)) return std::move(*refused);
    const auto language = language_of(request);
    if (const auto shut = reissue.ask(std::get<Form>(read).at("registrar_id")))
        return too_often(shut->wait.count(), language);
    return json_answer(202, {{"detail", states::message(language, "account.code_asked")}});
}

}  // namespace

std::vector<Route> activation_routes(adapters::Activation& activation, adapters::Reissue& reissue) {
    return {{"GET", "/api/v1/activation",
             [&activation](const Request&) { return describe(activation); }},
            {"POST", "/api/v1/activation",
             [&activation](const Request& request) { return activate(activation, request); }},
            {"POST", "/api/v1/activation/sms",
             [&activation](const Request& request) { return send_sms(activation, request); }},
            {"POST", "/api/v1/activation/code",
             [&reissue](const Request& request) { return ask_for_code(reissue, request); }}};
}

}  // namespace http
