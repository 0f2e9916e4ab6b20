// The registry's own people: who they are, and inviting another one.  For administrators; auditors
// look.

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

http::Response staff_page(const Visit& visit, const ShownStaff& shown) {
    const auto members = visit.site.parts.staff.members(visit.caller());
    if (!std::holds_alternative<std::vector<adapters::Member>>(members))
        return visit.trouble(403, "not_yours");
    auto choices = json::array();
    const auto chosen = shown.form.values("role");
    for (const auto role : roles)
        choices.push_back({{"value", role},
                           {"label", visit.word("role." + std::string{role})},
                           {"checked", std::ranges::find(chosen, role) != chosen.end()}});
    auto languages = json::array();
    for (const auto& language : visit.site.words.languages())
        languages.push_back({{"value", language},
                             {"label", visit.site.words.text(language, "language.own_name")},
                             {"selected", language == shown.form.value("language")}});
    return visit.page(
        "staff", visit.word("console.staff.title"),
        {{"problems", shown.problems},
         {"link", shown.link},
         {"members", members_view(std::get<std::vector<adapters::Member>>(members), visit)},
         {"administers", visit.caller().may("administrator")},
         {"roles", choices},
         {"languages", languages},
         {"email", shown.form.value("email")},
         {"name", shown.form.value("name")},
         {"until", shown.form.value("until")}});
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
        const auto invited = staff.invite(visit.caller(), number, false);
        if (const auto* link = std::get_if<adapters::StaffDesk::Invited>(&invited))
            return staff_page(visit, {.link = link->link});
        return visit.trouble(403, "not_yours");
    }
    const auto changed = what == "enable" ? staff.enable(visit.caller(), number)
                                          : staff.disable(visit.caller(), number);
    if (const auto* invalid = std::get_if<adapters::Invalid>(&changed))
        return staff_page(visit, {.problems = problems_view(invalid->problems, visit.language)});
    if (std::holds_alternative<adapters::Forbidden>(changed))
        return visit.trouble(403, "not_yours");
    return pages::see_other("/console/staff");
}

}  // namespace

std::vector<http::Route> staff_routes(const std::shared_ptr<const Site>& site) {
    const std::vector<std::string> lookers{"administrator", "auditor"};
    return {page_for(site, "/console/staff", lookers,
                     [](const Visit& visit) { return staff_page(visit, {}); }),
            form_for(site, "/console/staff", {"administrator"}, add),
            form_for(site, "/console/staff/change", {"administrator"}, change)};
}

}  // namespace console
