// Parked work: what was to be done and could not be, why, and the two things that a person can do
// about it.

#include "adapters/console/desk.hpp"
#include "adapters/pages/answer.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using adapters::ParkedDesk;
using nlohmann::json;

// "Send the contract for signature", or who has sent what nobody understood.
std::string label_of(const adapters::ParkedWork& work, const Visit& visit) {
    if (work.work.starts_with("webhook/"))
        return visit.word("console.parked.arrival", {{"what", work.what}});
    if (work.work.starts_with("delivery/"))
        return visit.word("console.parked.delivery", {{"what", work.what}});
    const auto key = "effect." + work.what;
    return states::has_message(key) ? visit.word(key) : work.what;
}

json work_view(const adapters::ParkedWork& work, const Visit& visit) {
    return {{"href", "/console/parked/" + work.work},
            {"label", label_of(work, visit)},
            {"work", work.work},
            {"reference", work.reference},
            {"attempts", std::to_string(work.attempts)},
            {"trouble", work.trouble},
            {"since", moment_of(work.parked_at, visit.language)}};
}

http::Response list_parked(const Visit& visit) {
    const auto found = visit.site.parts.parked.list(visit.caller());
    const auto* all = std::get_if<std::vector<adapters::ParkedWork>>(&found);
    if (!all) return visit.trouble(403, "not_yours");
    auto rows = json::array();
    for (const auto& work : *all) rows.push_back(work_view(work, visit));
    return visit.page(
        "parked", visit.word("console.parked.title"),
        {{"problems", json::array()},
         {"rows", rows},
         {"empty", rows.empty()},
         {"count", visit.word("console.parked.count", {{"count", std::to_string(rows.size())}})}},
        notice_in(visit, "parked"));
}

// JSON with its lines broken for people, anything else as it came.
std::string readable(const std::string& payload) {
    const auto parsed = json::parse(payload, nullptr, false);
    return parsed.is_discarded() ? payload
                                 : parsed.dump(2, ' ', false, json::error_handler_t::replace);
}

struct TypedWish {
    std::string reason = {};
    json problems = json::array();
};

http::Response work_page(const Visit& visit, const TypedWish& typed) {
    const auto caller = visit.caller();
    const auto found =
        visit.site.parts.parked.show(caller, std::string{visit.request.parameter("work")});
    if (std::holds_alternative<adapters::Forbidden>(found)) return visit.trouble(403, "not_yours");
    const auto* shown = std::get_if<ParkedDesk::Shown>(&found);
    if (!shown) return visit.trouble(404, "no_parked");
    auto data = work_view(shown->work, visit);
    data["problems"] = typed.problems;
    data["typed_reason"] = typed.reason;
    data["payload"] = shown->payload ? readable(*shown->payload) : "";
    data["may_read"] = ParkedDesk::may_read(caller);
    data["may_dismiss"] = ParkedDesk::may_dismiss(caller);
    data["may_replay"] = ParkedDesk::may_replay(caller);
    data["explanation"] =
        visit.word(shown->work.work.starts_with("webhook/")    ? "console.parked.of_arrival"
                   : shown->work.work.starts_with("delivery/") ? "console.parked.of_delivery"
                                                               : "console.parked.of_effect");
    return visit.page("parked_work", label_of(shown->work, visit), data);
}

http::Response remedy(const Visit& visit, const pages::Form& form) {
    const auto what = form.value("what");
    if (what != "replay" && what != "dismiss") return visit.trouble(400, "cannot_read");
    auto typed = TypedWish{.reason = form.value("reason")};
    const auto result = visit.site.parts.parked.remedy(
        visit.caller(), std::string{visit.request.parameter("work")},
        what == "replay" ? adapters::Remedy::replay : adapters::Remedy::dismiss, typed.reason);
    if (std::holds_alternative<adapters::Done>(result))
        return pages::see_other("/console/parked?done=" + what);
    if (std::holds_alternative<adapters::Forbidden>(result)) return visit.trouble(403, "not_yours");
    if (std::holds_alternative<adapters::NotFound>(result)) return visit.trouble(404, "no_parked");
    typed.problems = troubles_in(result, visit);
    return work_page(visit, typed);
}

}  // namespace

std::vector<http::Route> parked_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/parked", everybody, list_parked),
            page_for(site, "/console/parked/{work*}", everybody,
                     [](const Visit& visit) { return work_page(visit, {}); }),
            form_for(site, "/console/parked/{work*}", everybody, remedy)};
}

}  // namespace console
