// Who has read personal data: for those who watch over it.

#include "adapters/console/visit.hpp"
#include "adapters/formats.hpp"
#include "adapters/pages/form.hpp"

namespace console {
namespace {

using nlohmann::json;

constexpr auto link_holder = "private link";

json wanted_by(const Visit& visit) {
    auto wanted = json::object();
    for (const auto* field : {"who", "of", "from", "until", "cursor"})
        if (auto text = std::string{visit.request.query_value(field)}; !text.empty())
            wanted[field] = std::move(text);
    return wanted;
}

std::string address_with(json wanted, const std::string& field, const std::string& value) {
    wanted.erase("cursor");
    wanted[field] = value;
    std::string address;
    for (const auto& [name, text] : wanted.items())
        address += (address.empty() ? "/console/readings?" : "&") + name + "=" +
                   pages::query_encoded(text.get<std::string>());
    return address;
}

std::string name_of(const std::string& who, const Names& names, const Visit& visit) {
    return who == link_holder ? visit.word("console.readings.link_holder") : names.of(who);
}

json people_view(const std::string& chosen, const Visit& visit) {
    const Names names{visit};
    auto all = json::array();
    const auto add = [&](const std::string& who) {
        all.push_back(
            {{"value", who}, {"label", name_of(who, names, visit)}, {"selected", who == chosen}});
    };
    bool known = chosen.empty() || chosen == link_holder;
    for (const auto& [who, _] : visit.site.parts.staff.names()) {
        add(who);
        known = known || who == chosen;
    }
    add(link_holder);
    if (!known) add(chosen);
    return all;
}

json rows_view(const json& items, const json& wanted, const Visit& visit) {
    const Names names{visit};
    const bool may_open = visit.caller().may("auditor");
    auto all = json::array();
    for (const auto& item : items) {
        const auto at = item["at"].get<std::string>();
        const auto who = item["who"].get<std::string>();
        std::string what;
        for (const auto& each : item["what"])
            what += (what.empty() ? "" : ", ") +
                    visit.word("console.readings.what." + each.get<std::string>());
        const auto of = item["application"].is_null() ? "" : item["application"].get<std::string>();
        all.push_back(
            {{"at", at},
             {"moment", at.substr(0, 10) + " " + at.substr(11, 8)},
             {"who", name_of(who, names, visit)},
             {"only_who", address_with(wanted, "who", who)},
             {"role",
              item["role"].is_null() ? "" : visit.word("role." + item["role"].get<std::string>())},
             {"door", visit.word("console.readings.door." + item["door"].get<std::string>())},
             {"what", what},
             {"of", of},
             {"only_of", of.empty() ? "" : address_with(wanted, "of", of)},
             {"case", may_open && !of.empty() ? "/console/applications/" + of : ""}});
    }
    return all;
}

http::Response readings_page(const Visit& visit) {
    const auto wanted = wanted_by(visit);
    const auto found = visit.site.parts.readings.list(visit.caller(), wanted);
    if (std::holds_alternative<adapters::Forbidden>(found)) return visit.trouble(403, "not_yours");
    auto problems = json::array();
    auto page = json{{"items", json::array()}, {"next", nullptr}};
    if (const auto* invalid = std::get_if<adapters::Invalid>(&found))
        problems = problems_view(invalid->problems, visit.language);
    else
        page = std::get<json>(found);
    const auto typed = [&](const char* field) { return wanted.value(field, ""); };
    const auto next = page["next"].is_null() ? "" : page["next"].get<std::string>();
    return visit.page("readings", visit.word("console.readings.title"),
                      {{"problems", problems},
                       {"people", people_view(typed("who"), visit)},
                       {"of", typed("of")},
                       {"from", typed("from")},
                       {"until", typed("until")},
                       {"of_error", error_at(problems, "of")},
                       {"from_error", error_at(problems, "from")},
                       {"until_error", error_at(problems, "until")},
                       {"filtered", !wanted.empty()},
                       {"rows", rows_view(page["items"], wanted, visit)},
                       {"empty", page["items"].empty()},
                       {"next", next.empty() ? "" : address_with(wanted, "cursor", next)}});
}

}  // namespace

std::vector<http::Route> reading_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/readings", {"auditor", "administrator"}, readings_page)};
}

}  // namespace console
