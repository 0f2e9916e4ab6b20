// The registry's own people: who they are, inviting another one, and changing one.  For
// administrators; auditors look.

#include "adapters/console/visit.hpp"
#include "adapters/pages/answer.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using nlohmann::json;

constexpr std::string_view roles[] = {"clerk", "approver", "finance", "auditor", "administrator"};

struct ShownStaff {
    pages::Form form = {};
    json problems = json::array();
    std::string link = {};  // Of an invitation, shown this once.
};

json members_view(const std::vector<adapters::Member>& members, const Visit& visit) {
    auto all = json::array();
    for (const auto& member : members) {
        std::string held;
        for (const auto& role : member.roles)
            held += (held.empty() ? "" : ", ") + visit.word("role." + role);
        all.push_back({{"number", member.number},
                       {"name", member.name},
                       {"email", member.email},
                       {"roles", held},
                       {"until", member.until},
                       {"works", member.may_work},
                       {"enrolled", member.enrolled},
                       {"is_self", member.number == visit.member().number}});
    }
    return all;
}

json roles_view(const std::vector<std::string>& chosen, const Visit& visit) {
    auto choices = json::array();
    for (const auto role : roles)
        choices.push_back({{"value", role},
                           {"label", visit.word("role." + std::string{role})},
                           {"checked", std::ranges::find(chosen, role) != chosen.end()}});
    return choices;
}

json languages_view(const std::string& chosen, const Visit& visit) {
    auto all = json::array();
    for (const auto& language : visit.site.words.languages())
        all.push_back({{"value", language},
                       {"label", visit.site.words.text(language, "language.own_name")},
                       {"selected", language == chosen}});
    return all;
}

http::Response staff_page(const Visit& visit, const ShownStaff& shown) {
    const auto members = visit.site.parts.staff.members(visit.caller());
    if (!std::holds_alternative<std::vector<adapters::Member>>(members))
        return visit.trouble(403, "not_yours");
    return visit.page(
        "staff", visit.word("console.staff.title"),
        {{"problems", shown.problems},
         {"link", shown.link},
         {"members", members_view(std::get<std::vector<adapters::Member>>(members), visit)},
         {"administers", visit.caller().may("administrator")},
         {"roles", roles_view(shown.form.values("role"), visit)},
         {"languages", languages_view(shown.form.value("language"), visit)},
         {"email", shown.form.value("email")},
         {"name", shown.form.value("name")},
         {"until", shown.form.value("until")}},
        visit.request.query.contains("done") ? visit.word("console.done") : "");
}

// ---- one of them --------------------------------------------------------------------------------

std::optional<adapters::Member> member_in(const Visit& visit) {
    const auto number = number_in(visit.request.parameter("number"));
    const auto found = visit.site.parts.staff.members(visit.caller());
    const auto* members = std::get_if<std::vector<adapters::Member>>(&found);
    if (!members) return std::nullopt;
    const auto member = std::ranges::find(*members, number, &adapters::Member::number);
    return member == members->end() ? std::nullopt : std::optional{*member};
}

http::Response member_page(const Visit& visit, const adapters::Member& member,
                           const pages::Form& form, const json& problems) {
    return visit.page("staff_member", visit.word("console.staff.change") + " " + member.name,
                      {{"problems", problems},
                       {"member", member.name},
                       {"email", member.email},
                       {"number", member.number},
                       {"works", member.may_work},
                       {"is_self", member.number == visit.member().number},
                       {"name", form.value("name")},
                       {"roles", roles_view(form.values("role"), visit)},
                       {"languages", languages_view(form.value("language"), visit)},
                       {"until", form.value("until")}});
}

http::Response show_member(const Visit& visit) {
    const auto member = member_in(visit);
    if (!member) return visit.trouble(404, "no_member");
    pages::Form form;
    form.fields = {
        {"name", member->name}, {"language", member->language}, {"until", member->until}};
    for (const auto& role : member->roles) form.fields.emplace("role", role);
    return member_page(visit, *member, form, json::array());
}

http::Response member_again(const Visit& visit, const pages::Form& form) {
    const auto member = member_in(visit);
    if (!member) return visit.trouble(404, "no_member");
    return member_page(visit, *member, form, json::array());
}

http::Response change_member(const Visit& visit, const pages::Form& form) {
    const auto member = member_in(visit);
    if (!member) return visit.trouble(404, "no_member");
    const auto changed = visit.site.parts.staff.change(visit.caller(), member->number,
                                                       {.email = member->email,
                                                        .name = form.value("name"),
                                                        .language = form.value("language"),
                                                        .roles = form.values("role"),
                                                        .until = form.value("until")});
    if (const auto* invalid = std::get_if<adapters::Invalid>(&changed))
        return member_page(visit, *member, form, problems_view(invalid->problems, visit.language));
    if (!std::holds_alternative<adapters::Member>(changed)) return visit.trouble(403, "not_yours");
    return pages::see_other("/console/staff?done=1");
}

http::Response add(const Visit& visit, const pages::Form& form) {
    const auto added =
        visit.site.parts.staff.add(visit.caller(), {.email = form.value("email"),
                                                    .name = form.value("name"),
                                                    .language = form.value("language"),
                                                    .roles = form.values("role"),
                                                    .until = form.value("until")});
    if (const auto* invalid = std::get_if<adapters::Invalid>(&added))
        return staff_page(
            visit, {.form = form, .problems = problems_view(invalid->problems, visit.language)});
    if (const auto* invited = std::get_if<adapters::StaffDesk::Invited>(&added))
        return staff_page(visit, {.link = invited->link});
    return visit.trouble(403, "not_yours");
}

http::Response change(const Visit& visit, const pages::Form& form) {
    auto& staff = visit.site.parts.staff;
    const auto number = number_in(form.value("number"));
    const auto what = form.value("what");
    if (what == "invite") {
        const auto invited = staff.invite(visit.caller(), number, form.has("forget_phone"));
        if (const auto* link = std::get_if<adapters::StaffDesk::Invited>(&invited))
            return staff_page(visit, {.link = link->link});
        if (const auto* invalid = std::get_if<adapters::Invalid>(&invited))
            return staff_page(visit,
                              {.problems = problems_view(invalid->problems, visit.language)});
        if (std::holds_alternative<adapters::NotFound>(invited))
            return visit.trouble(404, "no_member");
        return visit.trouble(403, "not_yours");
    }
    const auto changed = what == "enable" ? staff.enable(visit.caller(), number)
                                          : staff.disable(visit.caller(), number);
    if (const auto* invalid = std::get_if<adapters::Invalid>(&changed))
        return staff_page(visit, {.problems = problems_view(invalid->problems, visit.language)});
    if (std::holds_alternative<adapters::NotFound>(changed)) return visit.trouble(404, "no_member");
    if (std::holds_alternative<adapters::Forbidden>(changed))
        return visit.trouble(403, "not_yours");
    return pages::see_other("/console/staff");
}

}  // namespace

std::vector<http::Route> staff_routes(const std::shared_ptr<const Site>& site) {
    const std::vector<std::string> lookers{"administrator", "auditor"};
    return {
        page_for(site, "/console/staff", lookers,
                 [](const Visit& visit) { return staff_page(visit, {}); }),
        form_for(site, "/console/staff", {"administrator"}, add,
                 [](const Visit& visit, const pages::Form& form) {
                     return staff_page(visit, {.form = form});
                 }),
        page_for(site, "/console/staff/{number}", {"administrator"}, show_member),
        form_for(site, "/console/staff/{number}", {"administrator"}, change_member, member_again),
        form_for(site, "/console/staff/change", {"administrator"}, change)};
}

}  // namespace console
