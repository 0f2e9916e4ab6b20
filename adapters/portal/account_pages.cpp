// The activation page and the registrar's login (domain.md, step 5).

#include <algorithm>

#include "adapters/pages/answer.hpp"
#include "adapters/portal/sections.hpp"
#include "states/messages.hpp"

namespace portal {
namespace {

using nlohmann::json;

constexpr FormInput code_inputs[] = {{"registrar_id", "text", "username"},
                                     {"activation_code", "text", "one-time-code"},
                                     {"security_code", "text", "off"}};
constexpr FormInput sms_input{"sms_code", "text", "one-time-code"};
constexpr FormInput phone_input{"phone_key", "text", "one-time-code", true};
constexpr FormInput password_input{"password", "password", "new-password"};

struct Shown {
    std::vector<states::Problem> problems = {};
    std::string trouble = {};  // A sentence of its own.
    std::string at = {};       // The field that it is told at; empty: no one in particular.
    std::string notice = {};
};

json problems_of(const Shown& shown, const Visit& visit) {
    auto all = problems_view(shown.problems, visit.language);
    if (!shown.trouble.empty())
        all.push_back(
            problem_view(shown.trouble, shown.at,
                         shown.at.empty() ? "" : states::label(shown.at, visit.language)));
    return all;
}

json shown_input(const FormInput& input, const std::string& value, const Shown& shown,
                 const Visit& visit) {
    auto view = input_view(input, value, shown.problems, visit);
    if (input.field == shown.at) view["error"] = shown.trouble;
    return view;
}

http::Response activation_page(const Visit& visit, const pages::Form& form, const Shown& shown) {
    auto codes = json::array();
    for (const auto& input : code_inputs)
        codes.push_back(shown_input(input, form.value(input.field), shown, visit));
    auto secrets = json::array();
    const bool sms = visit.site.parts.activation.asks_for_sms_code();
    if (sms) secrets.push_back(shown_input(sms_input, "", shown, visit));
    secrets.push_back(shown_input(phone_input, "", shown, visit));
    secrets.push_back(shown_input(password_input, "", shown, visit));
    return visit.page("activate", visit.word("portal.activate.title"),
                      {{"problems", problems_of(shown, visit)},
                       {"codes", codes},
                       {"sms", sms},
                       {"secrets", secrets},
                       {"reference", form.value("reference")}},
                      shown.notice);
}

adapters::Keyed codes_in(const pages::Form& form) {
    return {.registrar_id = form.value("registrar_id"),
            .activation_code = form.value("activation_code"),
            .security_code = form.value("security_code")};
}

std::string wait_sentence(std::chrono::seconds wait, const Visit& visit) {
    return visit.word("portal.wait", {{"seconds", std::to_string(wait.count())}});
}

std::string verdict_sentence(const adapters::Verdict& verdict, const Visit& visit) {
    using Of = adapters::Verdict::Of;
    const auto key = [&] {
        switch (verdict.of) {
            case Of::locked: return "portal.codes.locked";
            case Of::activation_expired: return "portal.codes.activation_expired";
            case Of::letter_expired: return "portal.codes.letter_expired";
            case Of::nothing_sent: return "portal.codes.nothing_sent";
            case Of::activation_used: return "portal.codes.activation_used";
            default: return "portal.codes.wrong";
        }
    }();
    return visit.word(key, {{"tries", std::to_string(verdict.tries_left)}});
}

// Which of the three codes was wrong is told to nobody; which has run out is told at its field.
std::string field_of(const adapters::Verdict& verdict) {
    using Of = adapters::Verdict::Of;
    if (verdict.of == Of::activation_expired || verdict.of == Of::activation_used)
        return "activation_code";
    return verdict.of == Of::letter_expired ? "security_code" : "";
}

Shown shown_of(const adapters::WrongCodes& wrong, const Visit& visit) {
    return {.trouble = verdict_sentence(wrong.verdict, visit), .at = field_of(wrong.verdict)};
}

// What came of it, as a page; nothing if it is done.
struct Told {
    const Visit& visit;
    std::optional<Shown> operator()(const adapters::Activated&) const { return std::nullopt; }
    std::optional<Shown> operator()(const adapters::Invalid& invalid) const {
        return Shown{.problems = invalid.problems};
    }
    std::optional<Shown> operator()(const adapters::WrongCodes& wrong) const {
        return shown_of(wrong, visit);
    }
    std::optional<Shown> operator()(const adapters::WrongSmsCode& wrong) const {
        return Shown{
            .trouble = visit.word(wrong.missing ? "portal.sms.missing" : "portal.sms.wrong"),
            .at = "sms_code"};
    }
    std::optional<Shown> operator()(const adapters::WrongPhoneKey& wrong) const {
        return Shown{
            .trouble = visit.word(wrong.missing ? "portal.phone.missing" : "portal.phone.wrong"),
            .at = "phone_key"};
    }
    std::optional<Shown> operator()(const adapters::Shut& shut) const {
        return Shown{.trouble = wait_sentence(shut.wait, visit)};
    }
    std::optional<Shown> operator()(const adapters::Refused& refused) const {
        return Shown{.trouble = refusal_of(refused, visit)};
    }
};

http::Response send_sms(const Visit& visit, const pages::Form& form) {
    const auto sent = visit.site.parts.activation.send_sms(form.value("reference"), codes_in(form));
    if (const auto* done = std::get_if<adapters::SmsSent>(&sent))
        return activation_page(visit, form,
                               {.notice = visit.word("portal.sms.sent", {{"to", done->to}})});
    if (const auto* wrong = std::get_if<adapters::WrongCodes>(&sent))
        return activation_page(visit, form, shown_of(*wrong, visit));
    if (const auto* shut = std::get_if<adapters::Shut>(&sent))
        return activation_page(visit, form, {.trouble = wait_sentence(shut->wait, visit)});
    return activation_page(visit, form, {});
}

// Asks for another code; the answer is the same whether there is such a registrar or not.
http::Response send_code(const Visit& visit, const pages::Form& form) {
    const auto id = form.value("registrar_id");
    if (id.empty())
        return activation_page(visit, form, {.problems = {{"registrar_id", "missing"}}});
    if (const auto shut = visit.site.parts.reissue.ask(id))
        return activation_page(visit, form, {.trouble = wait_sentence(shut->wait, visit)});
    return activation_page(visit, form, {.notice = visit.word("portal.code.sent")});
}

http::Response activate(const Visit& visit) {
    const auto form = pages::read_form(visit.request);
    if (!form) return visit.cannot_read();
    if (form->has("send_sms")) return send_sms(visit, *form);
    if (form->has("send_code")) return send_code(visit, *form);
    std::vector<states::Problem> missing;
    for (const auto& input : code_inputs)
        if (form->value(input.field).empty())
            missing.push_back({std::string{input.field}, "missing"});
    if (!missing.empty()) return activation_page(visit, *form, {.problems = missing});
    const auto outcome =
        visit.site.parts.activation.activate({.reference = form->value("reference"),
                                              .codes = codes_in(*form),
                                              .password = form->exactly("password"),
                                              .sms_code = form->value("sms_code"),
                                              .phone_key = form->value("phone_key"),
                                              .recovery_code = {},
                                              .key = {}});
    if (const auto shown = std::visit(Told{visit}, outcome))
        return activation_page(visit, *form, *shown);
    return pages::see_other("/login?activated=1");
}

http::Response show_activation(const Visit& visit) { return activation_page(visit, {}, {}); }

http::Response show_own_activation(const Own& own) {
    pages::Form form;
    form.fields.emplace("reference", own.reference());
    return activation_page(own.visit, form, {});
}

// ---- login --------------------------------------------------------------------------------------

constexpr FormInput login_inputs[] = {{"registrar_id", "text", "username"},
                                      {"password", "password", "current-password"},
                                      {"phone_key", "text", "one-time-code", true}};

http::Response login_page(const Visit& visit, const pages::Form& form, const Shown& shown) {
    auto fields = json::array();
    for (const auto& input : login_inputs) {
        auto view = input_view(input, input.field == "registrar_id" ? form.value(input.field) : "",
                               shown.problems, visit);
        if (input.field == "password") {  // The one that was chosen, by rules of that day.
            view["label"] = visit.word("portal.login.password");
            view["hint"] = "";
        }
        fields.push_back(std::move(view));
    }
    return visit.page(
        "login", visit.word("portal.login.title"),
        {{"problems", problems_of(shown, visit)}, {"fields", fields}},
        visit.request.query.contains("activated") ? visit.word("portal.activated") : shown.notice);
}

http::Response let_in(const Visit& visit, const adapters::LoggedIn& in) {
    auto response = in.recovery_codes.empty()
                        ? pages::see_other("/account")
                        : visit.page("recovery", visit.word("portal.recovery.title"),
                                     {{"codes", in.recovery_codes}});
    pages::set_cookie(
        response, {.name = session_cookie, .value = in.session, .secure = visit.site.parts.secure});
    return response;
}

http::Response enrolment_page(const Visit& visit, const adapters::Enrolment& enrolment,
                              const Shown& shown) {
    return visit.page("enrol", visit.word("portal.enrol.title"),
                      {{"problems", problems_of(shown, visit)},
                       {"enrolment", enrolment.token},
                       {"qr_svg", enrolment.picture},
                       {"uri", enrolment.otpauth_uri},
                       {"fields", json::array({input_view({"phone_key", "text", "one-time-code"},
                                                          "", shown.problems, visit)})}});
}

http::Response log_in(const Visit& visit) {
    const auto form = pages::read_form(visit.request);
    if (!form) return visit.cannot_read();
    const auto key = form->value("phone_key");
    const bool recovery = key.size() > 8;  // A phone key has six digits, a recovery code 30.
    const auto outcome = visit.site.parts.login.log_in({.registrar_id = form->value("registrar_id"),
                                                        .password = form->exactly("password"),
                                                        .phone_key = recovery ? "" : key,
                                                        .recovery_code = recovery ? key : ""});
    if (const auto* in = std::get_if<adapters::LoggedIn>(&outcome)) return let_in(visit, *in);
    if (const auto* enrolment = std::get_if<adapters::Enrolment>(&outcome))
        return enrolment_page(visit, *enrolment, {});
    if (const auto* shut = std::get_if<adapters::Shut>(&outcome))
        return login_page(visit, *form, {.trouble = wait_sentence(shut->wait, visit)});
    return login_page(visit, *form, {.trouble = visit.word("portal.login.wrong")});
}

http::Response enrol(const Visit& visit) {
    const auto form = pages::read_form(visit.request);
    if (!form) return visit.cannot_read();
    const auto outcome =
        visit.site.parts.login.enrol(form->value("enrolment"), form->value("phone_key"));
    if (const auto* in = std::get_if<adapters::LoggedIn>(&outcome)) return let_in(visit, *in);
    const auto* shut = std::get_if<adapters::Shut>(&outcome);
    return login_page(
        visit, *form,
        {.trouble = shut ? wait_sentence(shut->wait, visit) : visit.word("portal.enrol.wrong")});
}

// The registrar's application, by the private link that the session stands for.
http::Response account(const Visit& visit) {
    const auto& parts = visit.site.parts;
    const auto open = parts.login.session(pages::cookie(visit.request, session_cookie));
    if (!open) return pages::see_other("/login");
    return pages::see_other("/a/" + parts.links.token_of(open->registrar.of));
}

http::Response log_out(const Visit& visit) {
    visit.site.parts.login.log_out(pages::cookie(visit.request, session_cookie));
    auto response = pages::see_other("/login");
    pages::set_cookie(response, {.name = session_cookie,
                                 .value = "",
                                 .secure = visit.site.parts.secure,
                                 .lifetime = std::chrono::seconds{0}});
    return response;
}

}  // namespace

std::vector<http::Route> account_routes(const std::shared_ptr<const Site>& site) {
    return {page_at(site, "GET", "/activate", show_activation),
            page_at(site, "POST", "/activate", activate),
            own_page_at(site, "GET", "/a/{token}/activate", show_own_activation),
            page_at(site, "GET", "/login",
                    [](const Visit& visit) { return login_page(visit, {}, {}); }),
            page_at(site, "POST", "/login", log_in),
            page_at(site, "POST", "/login/phone", enrol),
            page_at(site, "GET", "/account", account),
            page_at(site, "POST", "/logout", log_out)};
}

}  // namespace portal
