// One's own account: another password, another phone.

#include "adapters/console/visit.hpp"
#include "adapters/pages/answer.hpp"

namespace console {
namespace {

using adapters::StaffLogin;
using nlohmann::json;

http::Response me_page(const Visit& visit, const json& problems, const std::string& notice = {}) {
    const auto& member = visit.member();
    std::string roles;
    for (const auto& role : member.roles)
        roles += (roles.empty() ? "" : ", ") + visit.word("role." + role);
    const auto said = !notice.empty() || visit.request.query_value("done") != "keys"
                          ? notice
                          : visit.word("console.me.keys_saved");
    return visit.page("me", visit.word("console.me.title"),
                      {{"problems", problems},
                       {"name", member.name},
                       {"email", member.email},
                       {"roles", roles},
                       {"until", member.until},
                       {"has_password", member.has_password},
                       {"single_keys", member.single_keys},
                       {"asks_key", !visit.open.stepped_up}},
                      said);
}

http::Response choose_keys(const Visit& visit, const pages::Form& form) {
    visit.site.parts.login.choose_keys(visit.member(), form.has("single_keys"));
    return pages::see_other("/console/me?done=keys");
}

json wrong(const Visit& visit, const std::string& key, const std::string& field,
           const std::string& label) {
    return json::array({problem_view(visit.word(key), field, visit.word(label))});
}

json wait(const Visit& visit, const adapters::Shut& shut) {
    return json::array({problem_view(
        visit.word("console.wait", {{"seconds", std::to_string(shut.wait.count())}}))});
}

http::Response change_password(const Visit& visit, const pages::Form& form) {
    auto now = visit;
    if (!visit.open.stepped_up) {
        const auto stepped = visit.site.parts.login.step_up(visit.session, form.value("phone_key"));
        if (const auto* shut = std::get_if<adapters::Shut>(&stepped))
            return me_page(visit, wait(visit, *shut));
        const auto* up = std::get_if<StaffLogin::SteppedUp>(&stepped);
        if (!up)
            return me_page(visit,
                           wrong(visit, "console.act.key_wrong", "phone_key", "label.phone_key"));
        now.session = up->session;  // The forms of the next page go by it.
        now.open.stepped_up = true;
    }
    const auto changed = visit.site.parts.login.change_password(
        now.session, form.exactly("old_password"), form.exactly("password"));
    auto response = [&] {
        if (const auto* invalid = std::get_if<adapters::Invalid>(&changed))
            return me_page(now, problems_view(invalid->problems, visit.language));
        if (const auto* shut = std::get_if<adapters::Shut>(&changed))
            return me_page(now, wait(now, *shut));
        if (!std::holds_alternative<StaffLogin::PasswordChanged>(changed))
            return me_page(
                now, wrong(now, "console.me.old_wrong", "old_password", "console.me.old_password"));
        return me_page(now, json::array(), visit.word("console.me.password_changed"));
    }();
    if (now.session != visit.session) keep_session(visit, response, now.session);
    return response;
}

http::Response forget_phone(const Visit& visit, const pages::Form& form) {
    const auto key = form.value("proof");
    const bool recovery = key.size() > 8;  // A phone key has six digits, a recovery code 30.
    const auto done = visit.site.parts.login.forget_phone(visit.session, recovery ? "" : key,
                                                          recovery ? key : "");
    if (const auto* shut = std::get_if<adapters::Shut>(&done))
        return me_page(visit, wait(visit, *shut));
    if (!std::holds_alternative<StaffLogin::PhoneForgotten>(done))
        return me_page(visit, wrong(visit, "staff.phone_key_wrong", "proof", "console.me.proof"));
    return pages::see_other("/console/login?phone=1");  // Every session has ended with it.
}

}  // namespace

std::vector<http::Route> me_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/me", everybody,
                     [](const Visit& visit) { return me_page(visit, json::array()); }),
            form_for(site, "/console/me/keys", everybody, choose_keys),
            form_for(site, "/console/me/password", everybody, change_password),
            form_for(site, "/console/me/phone", everybody, forget_phone)};
}

}  // namespace console
