// The doors of the console: invitation, login, the first phone key, the way out.

#include "adapters/console/visit.hpp"
#include "adapters/pages/answer.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using nlohmann::json;

constexpr auto ticket_cookie = "doorstep_sign_on";

struct Said {
    json problems = json::array();
    std::string notice = {};
};

std::string wait_sentence(const adapters::Shut& shut, const Visit& visit) {
    return visit.word("console.wait", {{"seconds", std::to_string(shut.wait.count())}});
}

http::Response login_page(const Visit& visit, const std::string& email, const Said& said) {
    return visit.page("login", visit.word("console.login.title"),
                      {{"problems", said.problems},
                       {"email", email},
                       {"has_sign_on", visit.site.parts.sign_on != nullptr}},
                      said.notice);
}

void forget(const Visit& visit, http::Response& response, const char* name) {
    pages::set_cookie(response, {.name = name,
                                 .value = "",
                                 .secure = visit.site.parts.secure,
                                 .lifetime = std::chrono::seconds{0}});
}

// To what was typed, if it is this member's; or else to where somebody was going.
std::string way_in(const Visit& visit, const adapters::Member& member) {
    if (visit.site.kept->has(pages::cookie(visit.request, kept_cookie), member.number))
        return "/console/kept";
    const auto back = pages::form_decoded(pages::cookie(visit.request, back_cookie));
    return back && is_way_back(*back) ? *back : "/console";
}

http::Response let_in(const Visit& visit, const adapters::StaffLogin::In& in) {
    const auto way = way_in(visit, in.member);
    auto response = in.recovery_codes.empty()
                        ? pages::see_other(way)
                        : visit.page("recovery", visit.word("console.recovery.title"),
                                     {{"codes", in.recovery_codes}, {"way", way}});
    forget(visit, response, back_cookie);
    keep_session(visit, response, in.session);
    return response;
}

using LoginOutcome = std::variant<adapters::StaffLogin::In, adapters::Enrolment,
                                  adapters::WrongLogin, adapters::Shut>;

http::Response answer_of(const Visit& visit, const LoginOutcome& outcome, const std::string& email,
                         const std::string& wrong) {
    if (const auto* in = std::get_if<adapters::StaffLogin::In>(&outcome)) return let_in(visit, *in);
    if (const auto* enrolment = std::get_if<adapters::Enrolment>(&outcome))
        return visit.page("enrol", visit.word("console.enrol.title"),
                          {{"enrolment", enrolment->token},
                           {"qr_svg", enrolment->picture},
                           {"uri", enrolment->otpauth_uri}});
    const auto* shut = std::get_if<adapters::Shut>(&outcome);
    return login_page(
        visit, email,
        {.problems = {problem_view(shut ? wait_sentence(*shut, visit) : visit.word(wrong))}});
}

// ---- by another system that knows the registry's people (OpenID Connect) -----------------------

http::Response begin_sign_on(const Visit& visit) {
    if (!visit.site.parts.sign_on) return visit.trouble(404, "no_document");
    const auto begun = visit.site.parts.sign_on->begin();
    auto response = pages::see_other(begun.url);
    pages::set_cookie(response, {.name = ticket_cookie,
                                 .value = begun.ticket,
                                 .secure = visit.site.parts.secure,
                                 .lifetime = std::chrono::minutes{10}});
    return response;
}

http::Response finish_sign_on(const Visit& visit) {
    if (!visit.site.parts.sign_on) return visit.trouble(404, "no_document");
    const auto said = [&](const char* name) {
        return std::string{visit.request.query_value(name)};
    };
    const auto proven =
        visit.site.parts.sign_on->finish({.ticket = pages::cookie(visit.request, ticket_cookie),
                                          .state = said("state"),
                                          .code = said("code"),
                                          .issuer = said("iss"),
                                          .error = said("error")});
    if (const auto* why = std::get_if<adapters::NotProven>(&proven))
        return login_page(visit, "",
                          {.problems = {problem_view(visit.word("staff.sign_on_" + why->why))}});
    const auto outcome =
        std::visit([](const auto& each) -> LoginOutcome { return each; },
                   visit.site.parts.login.log_in(std::get<adapters::Proven>(proven)));
    auto response = answer_of(visit, outcome, "", "staff.sign_on_unknown");
    forget(visit, response, ticket_cookie);  // It was for this one time.
    return response;
}

http::Response log_in(const Visit& visit) {
    const auto form = pages::read_form(visit.request);
    if (!form) return visit.trouble(400, "cannot_read");
    const auto email = form->value("email");
    const auto key = form->value("phone_key");
    const bool recovery = key.size() > 8;  // A phone key has six digits, a recovery code 30.
    const auto outcome = visit.site.parts.login.log_in({.email = email,
                                                        .password = form->exactly("password"),
                                                        .phone_key = recovery ? "" : key,
                                                        .recovery_code = recovery ? key : ""});
    return answer_of(visit, outcome, email, "console.login.wrong");
}

http::Response enrol(const Visit& visit) {
    const auto form = pages::read_form(visit.request);
    if (!form) return visit.trouble(400, "cannot_read");
    const auto outcome =
        visit.site.parts.login.enrol(form->value("enrolment"), form->value("phone_key"));
    if (const auto* in = std::get_if<adapters::StaffLogin::In>(&outcome)) return let_in(visit, *in);
    const auto* shut = std::get_if<adapters::Shut>(&outcome);
    return login_page(visit, "",
                      {.problems = {problem_view(shut ? wait_sentence(*shut, visit)
                                                      : visit.word("console.enrol.wrong"))}});
}

http::Response welcome_page(const Visit& visit, const adapters::Member& member,
                            const json& problems) {
    return visit.page("welcome", visit.word("console.welcome.title"),
                      {{"problems", problems},
                       {"hello", visit.word("console.welcome.hello", {{"name", member.name}})},
                       {"action", visit.request.path},
                       {"email", member.email}});
}

http::Response show_welcome(const Visit& visit) {
    const auto member =
        visit.site.parts.login.invited(std::string{visit.request.parameter("token")});
    if (!member) return visit.trouble(404, "no_invitation");
    return welcome_page(visit, *member, json::array());
}

http::Response accept(const Visit& visit) {
    const auto token = std::string{visit.request.parameter("token")};
    const auto form = pages::read_form(visit.request);
    if (!form) return visit.trouble(400, "cannot_read");
    const auto member = visit.site.parts.login.invited(token);
    if (!member) return visit.trouble(404, "no_invitation");
    const auto outcome = visit.site.parts.login.accept(token, form->exactly("password"));
    if (const auto* invalid = std::get_if<adapters::Invalid>(&outcome))
        return welcome_page(visit, *member, problems_view(invalid->problems, visit.language));
    if (!std::holds_alternative<adapters::Member>(outcome))
        return visit.trouble(404, "no_invitation");
    return pages::see_other("/console/login?welcome=1");
}

http::Response log_out(const Visit& visit, const pages::Form&) {
    visit.site.parts.login.log_out(visit.session);
    auto response = pages::see_other("/console/login");
    forget(visit, response, session_cookie);
    forget(visit, response, kept_cookie);
    return response;
}

http::Response show_login(const Visit& visit) {
    const bool invited = visit.request.query.contains("welcome");
    const bool new_phone = visit.request.query.contains("phone");
    const bool kept = !pages::cookie(visit.request, kept_cookie).empty();
    return login_page(visit, "",
                      {.notice = kept        ? visit.word("console.kept.log_in")
                                 : invited   ? visit.word("console.welcome.done")
                                 : new_phone ? visit.word("console.me.phone_forgotten")
                                             : ""});
}

}  // namespace

std::vector<http::Route> door_routes(const std::shared_ptr<const Site>& site) {
    return {open_page(site, "GET", "/console/login", show_login),
            open_page(site, "POST", "/console/login", log_in),
            open_page(site, "POST", "/console/login/phone", enrol),
            open_page(site, "GET", "/console/oidc/begin", begin_sign_on),
            open_page(site, "GET", "/console/oidc", finish_sign_on),
            open_page(site, "GET", "/console/welcome/{token}", show_welcome),
            open_page(site, "POST", "/console/welcome/{token}", accept),
            form_for(site, "/console/logout", everybody, log_out)};
}

}  // namespace console
