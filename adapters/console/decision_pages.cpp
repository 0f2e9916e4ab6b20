// The decision sheet: all that an approver needs to decide on a sign-up, on one page, for the
// screen and for paper.

#include "adapters/console/case_page.hpp"

namespace console {
namespace {

using nlohmann::json;

// Who of staff had a hand in it, for the second pair of eyes.
json hands_view(const std::string& reference, const Visit& visit) {
    const Names names{visit};
    auto all = json::array();
    const auto journal =
        visit.site.parts.applications.journal(visit.caller(), reference, visit.language, 0, 100)
            .value_or(json{});
    for (const auto& line : journal.value("items", json::array())) {
        const auto role = text_of(line["role"]);
        if ((role != "clerk" && role != "approver") || !line["refusal"].is_null()) continue;
        all.push_back({{"who", names.of(line["actor"], role)},
                       {"what", line["label"]},
                       {"day", text_of(line["at"]).substr(0, 10)}});
    }
    return all;
}

json decisions_view(const json& view) {
    auto all = json::array();
    for (const auto& action : view["actions"]) {
        const auto event = text_of(action["event"]);
        if (event != "approved" && event != "information_requested" && event != "rejected")
            continue;
        auto reasons = json::array();
        for (const auto& guard : action["refused_by"]) reasons.push_back(guard["sentence"]);
        all.push_back(
            {{"label", action["label"]},
             {"allowed", action["allowed"]},
             {"reasons", reasons},
             {"style", event == "approved"   ? ""
                       : event == "rejected" ? "danger"
                                             : "quiet"},
             {"href", "/console/applications/" + text_of(view["reference"]) + "/do/" + event}});
    }
    return all;
}

http::Response sheet(const Visit& visit) {
    const auto& parts = visit.site.parts;
    const auto shown = parts.applications.show(
        visit.caller(), std::string{visit.request.parameter("reference")}, visit.language);
    if (!shown) return visit.trouble(404, "no_application");
    const auto& view = *shown;
    const auto reference = text_of(view["reference"]);
    const auto preview = parts.applications.preview(
        visit.caller(), reference, {.event = "approved", .data = json::object(), .key = ""},
        visit.language);
    auto path = json::array();
    for (const auto& step : view["path"])
        path.push_back({{"number", step["step"]},
                        {"label", step["label"]},
                        {"applies", step["applies"]},
                        {"because", step.value("sentence", "")}});
    const auto decisions = decisions_view(view);
    const auto title = visit.word("console.sheet.title", {{"reference", reference}});
    return visit.page(
        "decision", title,
        {{"problems", json::array()},
         {"title", title},
         {"organisation", text_of(view["sign_up"]["organisation"]["name"])},
         {"state", view["state_label"]},
         {"back", "/console/applications/" + reference},
         {"due", view["invoice"].is_null() ? ""
                                           : text_of(view["invoice"]["currency"]) + " " +
                                                 text_of(view["invoice"]["net"])},
         {"path", path},
         {"facts", facts_view(view, visit)},
         {"checks", checks_view(reference, visit)},
         {"documents", documents_view(view, visit)},
         {"hands", hands_view(reference, visit)},
         {"effects", effects_view(preview, reference, visit)},
         {"decisions", decisions},
         {"can_decide", visit.may_any(doers) && !decisions.empty()}});
}

}  // namespace

std::vector<http::Route> decision_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/applications/{reference}/decision", readers, sheet)};
}

}  // namespace console
