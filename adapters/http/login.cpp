#include "adapters/http/login.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "adapters/http/answers.hpp"
#include "adapters/http/authorise.hpp"
#include "adapters/http/form.hpp"
#include "adapters/http/input.hpp"
#include "adapters/http/problem.hpp"
#include "engine/journal.hpp"
#include "states/messages.hpp"

namespace http {
namespace {

constexpr std::array login_fields = {FormField{"registrar_id"}, FormField{"password"},
                                     FormField{"phone_key", false},
                                     FormField{"recovery_code", false}};
constexpr std::array enrolment_fields = {FormField{"enrolment"}, FormField{"phone_key"}};

// Tokens and secrets stand in these answers: nothing on the way may keep them.
Response secret(Response response) {
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

struct LoginAnswer {
    const std::string& language;
    std::string_view wrong;

    Response operator()(const adapters::LoggedIn& in) const {
        nlohmann::json body{{"registrar_id", in.registrar.id},
                            {"reference", in.registrar.reference},
                            {"session", in.session},
                            {"expires", engine::rfc3339(in.expires)},
                            {"idle_seconds", adapters::Login::session_limits.idle.count()}};
        if (!in.recovery_codes.empty()) body["recovery_codes"] = in.recovery_codes;
        return secret(json_answer(200, body));
    }
    Response operator()(const adapters::Enrolment& enrolment) const {
        return secret(json_answer(200, {{"enrolment", enrolment.token},
                                        {"otpauth_uri", enrolment.otpauth_uri},
                                        {"qr_svg", enrolment.picture}}));
    }
    Response operator()(const adapters::WrongLogin&) const {
        const auto words = states::message(language, "account." + std::string{wrong});
        return problem(422, "Not logged in", words, {{"login", std::string{wrong}, words}});
    }
    Response operator()(const adapters::Shut& shut) const {
        return too_often(shut.wait.count(), language);
    }
};

Response log_in(adapters::Login& login, const Request& request) {
    auto read = read_form(request, login_fields);
    if (auto* refused = std::get_if<Response>(&read)) return std::move(*refused);
    const auto& form = std::get<Form>(read);
    const auto language = language_of(request);
    return std::visit(LoginAnswer{language, "login_wrong"},
                      login.log_in({.registrar_id = form.at("registrar_id"),
                                    .password = form.at("password"),
                                    .phone_key = form.at("phone_key"),
                                    .recovery_code = form.at("recovery_code")}));
}

Response enrol(adapters::Login& login, const Request& request) {
    auto read = read_form(request, enrolment_fields);
    if (auto* refused = std::get_if<Response>(&read)) return std::move(*refused);
    const auto& form = std::get<Form>(read);
    const auto language = language_of(request);
    return std::visit(LoginAnswer{language, "enrolment_wrong"},
                      login.enrol(form.at("enrolment"), form.at("phone_key")));
}

Response nobody(const Request& request) {
    auto response = problem(401, "", states::message(language_of(request), "account.no_session"));
    response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"registrar\"");
    return response;
}

Response show(adapters::Login& login, const Request& request) {
    const auto token = bearer_token(request);
    const auto open = token ? login.session(*token) : std::nullopt;
    if (!open) return nobody(request);
    return secret(json_answer(200, {{"registrar_id", open->registrar.id},
                                    {"reference", open->registrar.reference},
                                    {"expires", engine::rfc3339(open->expires)}}));
}

Response log_out(adapters::Login& login, const Request& request) {
    const auto token = bearer_token(request);
    if (!token || !login.log_out(*token)) return nobody(request);
    return {.status = 204};
}

}  // namespace

std::vector<Route> login_routes(adapters::Login& login) {
    return {{"POST", "/api/v1/login",
             [&login](const Request& request) { return log_in(login, request); }},
            {"POST", "/api/v1/login/phone",
             [&login](const Request& request) { return enrol(login, request); }},
            {"GET", "/api/v1/session",
             [&login](const Request& request) { return show(login, request); }},
            {"DELETE", "/api/v1/session",
             [&login](const Request& request) { return log_out(login, request); }}};
}

}  // namespace http
