// How it goes with every neighbour: in words, since when, what that means and what to do.

#include "adapters/console/desk.hpp"

namespace console {
namespace {

using adapters::Condition;
using nlohmann::json;

std::string tag_of(Condition condition) {
    if (condition == Condition::well) return "good";
    if (condition == Condition::troubled) return "warn";
    return condition == Condition::stuck ? "bad" : "";
}

std::string moment_or_none(const std::optional<engine::Time>& time, const Visit& visit) {
    return time ? moment_of(*time, visit.language) : "";
}

json checkup_view(const adapters::Checkup& checkup, const Visit& visit) {
    const auto condition = std::string{name_of(checkup.condition)};
    const auto base = "console.health." + checkup.neighbour;
    const bool bad =
        checkup.condition == Condition::stuck || checkup.condition == Condition::troubled;
    return {{"name", visit.word(base)},
            {"does", visit.word(base + ".does")},
            {"condition", visit.word("console.health.is." + condition)},
            {"tag", tag_of(checkup.condition)},
            {"means", visit.word("console.health.means." + condition,
                                 {{"waiting", std::to_string(checkup.waiting)},
                                  {"parked", std::to_string(checkup.parked)}})},
            {"todo", bad ? visit.word(base + ".todo") : ""},
            {"stuck", checkup.condition == Condition::stuck},
            {"since", moment_or_none(checkup.since, visit)},
            {"last_good", moment_or_none(checkup.last_good, visit)},
            {"trouble", checkup.trouble}};
}

http::Response health(const Visit& visit) {
    auto rows = json::array();
    int bad = 0;
    for (const auto& checkup : visit.site.parts.health.look()) {
        rows.push_back(checkup_view(checkup, visit));
        if (checkup.condition == Condition::stuck || checkup.condition == Condition::troubled)
            ++bad;
    }
    return visit.page("health", visit.word("console.health.title"),
                      {{"rows", rows},
                       {"all_well", bad == 0},
                       {"count", visit.counted("console.health.count", bad,
                                               {{"all", std::to_string(rows.size())}})},
                       {"now", moment_of(visit.site.parts.reading.now(), visit.language)}});
}

}  // namespace

std::vector<http::Route> health_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/health", everybody, health)};
}

}  // namespace console
