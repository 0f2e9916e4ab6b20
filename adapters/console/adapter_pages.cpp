// The neighbours that this server is configured with, and a button to try each: for administrators.

#include "adapters/console/rule_views.hpp"
#include "adapters/console/visit.hpp"

namespace console {
namespace {

using adapters::AdapterTries;
using nlohmann::json;

struct ShownAdapter {
    std::optional<adapters::Tried> tried = {};
    std::string phone = {};
    json problems = json::array();
};

// "rdap .be" is RDAP's server for .be.
std::string label_of(const std::string& adapter, const Visit& visit) {
    const auto space = adapter.find(' ');
    return visit.word("console.adapters.name." + adapter.substr(0, space)) +
           (space == std::string::npos ? "" : adapter.substr(space));
}

json outcome_view(const adapters::Tried& tried, const Visit& visit) {
    using enum adapters::Tried::Outcome;
    const auto style = tried.outcome == fine ? "done" : tried.outcome == reached ? "" : "late";
    return {{"adapter", label_of(tried.adapter, visit)},
            {"sentence", visit.word("console.adapters.outcome." +
                                    std::string{adapters::name_of(tried.outcome)})},
            {"detail", tried.detail},
            {"took", visit.word("console.adapters.took",
                                {{"milliseconds", std::to_string(tried.took.count())}})},
            {"style", style}};
}

http::Response adapters_page(const Visit& visit, const ShownAdapter& shown) {
    const auto found = visit.site.parts.tries.list(visit.caller());
    const auto* ways = std::get_if<std::vector<AdapterTries::Way>>(&found);
    if (!ways) return visit.trouble(403, "not_yours");
    auto all = json::array();
    for (const auto& way : *ways)
        all.push_back({{"adapter", way.adapter},
                       {"label", label_of(way.adapter, visit)},
                       {"place", way.place},
                       {"does", visit.word("console.adapters.does." +
                                           way.adapter.substr(0, way.adapter.find(' ')))},
                       {"configured", !way.place.empty()},
                       {"to_phone", way.to_phone},
                       {"phone", way.to_phone ? shown.phone : ""}});
    return visit.page("adapters", visit.word("console.adapters.title"),
                      {{"problems", shown.problems},
                       {"outcome", shown.tried ? outcome_view(*shown.tried, visit) : json(false)},
                       {"ways", all}});
}

http::Response try_one(const Visit& visit, const pages::Form& form) {
    const auto adapter = form.value("adapter");
    const auto& member = visit.member();
    auto shown = ShownAdapter{.phone = form.value("phone")};
    const auto outcome = visit.site.parts.tries.go(
        visit.caller(), adapter,
        {.email = member.email,
         .name = member.name,
         .language = visit.language,
         .phone = shown.phone,
         .subject = visit.word("console.adapters.test.subject"),
         .text = visit.word(
             adapter == "sms" ? "console.adapters.test.sms" : "console.adapters.test.text",
             {{"name", member.name}, {"registry", visit.site.parts.catalogue.registry}})});
    if (const auto* tried = std::get_if<adapters::Tried>(&outcome)) shown.tried = *tried;
    if (const auto* invalid = std::get_if<adapters::Invalid>(&outcome))
        shown.problems = problems_view(invalid->problems, visit.language);
    if (std::holds_alternative<adapters::NotFound>(outcome)) return visit.trouble(404, "no_rule");
    return adapters_page(visit, shown);
}

}  // namespace

std::vector<http::Route> adapter_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/adapters", rule_writers,
                     [](const Visit& visit) { return adapters_page(visit, {}); }),
            form_for(site, "/console/adapters", rule_writers, try_one)};
}

}  // namespace console
