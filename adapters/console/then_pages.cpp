// An application as it was, for auditors: as whom, at which time, and what is different later.

#include "adapters/console/case_page.hpp"
#include "adapters/console/desk.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using nlohmann::json;

json moment_asked(const Visit& visit) {
    auto given = json::object();
    for (const auto* field : {"at", "until", "as"})
        if (auto text = std::string{visit.request.query_value(field)}; !text.empty())
            given[field] = std::move(text);
    return given;
}

json actions_view(const json& view) {
    auto all = json::array();
    for (const auto& action : view["actions"]) {
        std::string reasons;
        for (const auto& guard : action["refused_by"])
            reasons += (reasons.empty() ? "" : " ") + text_of(guard["sentence"]);
        all.push_back({{"label", action["label"]}, {"reasons", reasons}});
    }
    return all;
}

json seen_view(const json& seen, const Visit& visit) {
    json shown{{"moment", text_of(seen["at"]).substr(0, 19)},
               {"nothing", seen["view"].is_null() && seen["trouble"].is_null()},
               {"trouble", text_of(seen["trouble"])},
               {"line", visit.word("console.then.line", {{"line", text_of(seen["line"])}})},
               {"view", nullptr}};
    const auto& view = seen["view"];
    if (view.is_null()) return shown;
    auto blockers = json::array();
    for (const auto& blocker : view["blocked_by"]) blockers.push_back(blocker["sentence"]);
    shown["view"] = {{"state", view["state_label"]},
                     {"ball", visit.word("ball." + text_of(view["waiting_for"]))},
                     {"blockers", blockers},
                     {"actions", actions_view(view)},
                     {"facts", facts_view(view, visit)}};
    return shown;
}

json changes_view(const json& changes, const Visit& visit) {
    constexpr std::string_view sign_up = "sign_up.";
    auto all = json::array();
    for (const auto& change : changes) {
        auto field = text_of(change["field"]);
        if (field.starts_with(sign_up)) field = field.substr(sign_up.size());
        all.push_back({{"label", states::label(field, visit.language)},
                       {"before", text_of(change["before"])},
                       {"after", text_of(change["after"])}});
    }
    return all;
}

json roles_view(const std::string& chosen, const Visit& visit) {
    auto all = json::array();
    for (const auto* role : {"auditor", "applicant", "clerk", "approver", "finance"})
        all.push_back({{"value", role},
                       {"label", visit.word(std::string{"role."} + role)},
                       {"selected", role == chosen}});
    return all;
}

http::Response look(const Visit& visit) {
    const auto reference = std::string{visit.request.parameter("reference")};
    const auto given = moment_asked(visit);
    auto problems = json::array();
    json found = nullptr;
    if (!visit.site.parts.reading.find(reference)) return visit.trouble(404, "no_application");
    if (!given.empty()) {
        auto looked =
            visit.site.parts.time_machine.look(visit.caller(), reference, given, visit.language);
        if (const auto* invalid = std::get_if<adapters::Invalid>(&looked))
            problems = problems_view(invalid->problems, visit.language);
        else if (auto* seen = std::get_if<json>(&looked))
            found = std::move(*seen);
        else
            return visit.trouble(403, "not_yours");
    }
    const bool compared = !found.is_null() && !found["later"].is_null();
    const auto changes = compared ? changes_view(found["changes"], visit) : json::array();
    const auto title = visit.word("console.then.title", {{"reference", reference}});
    return visit.page("then", title,
                      {{"problems", problems},
                       {"title", title},
                       {"reference", reference},
                       {"base", "/console/applications/" + reference},
                       {"at", given.value("at", "")},
                       {"until", given.value("until", "")},
                       {"roles", roles_view(given.value("as", ""), visit)},
                       {"then", found.is_null() ? json(nullptr) : seen_view(found["then"], visit)},
                       {"compared", compared},
                       {"later_trouble", compared ? text_of(found["later"]["trouble"]) : ""},
                       {"changes", changes},
                       {"has_changes", !changes.empty()}});
}

}  // namespace

std::vector<http::Route> then_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/applications/{reference}/then", {"auditor"}, look)};
}

}  // namespace console
