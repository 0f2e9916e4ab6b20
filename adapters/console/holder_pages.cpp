// Who has an application: taking it, giving it back or to a colleague, and many at once.

#include <algorithm>

#include "adapters/console/case_page.hpp"
#include "adapters/console/visit.hpp"
#include "adapters/pages/answer.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using adapters::Assigned;
using nlohmann::json;

std::string reference_of(const Visit& visit) {
    return std::string{visit.request.parameter("reference")};
}

http::Response done_with_case(const Visit& visit) {
    return pages::see_other("/console/applications/" + reference_of(visit) + "?done=1");
}

http::Response claim(const Visit& visit, const pages::Form&) {
    const auto claimed = visit.site.parts.work.claim(reference_of(visit), visit.caller().id);
    using Outcome = Assigned::Outcome;
    if (claimed.outcome == Outcome::taken)
        return case_page(visit,
                         {.problems = json::array({problem_view(visit.word(
                              "console.taken", {{"name", Names{visit}.of(claimed.holder)}}))})});
    if (claimed.outcome == Outcome::unknown) return visit.trouble(404, "no_application");
    return done_with_case(visit);
}

http::Response give_back(const Visit& visit, const pages::Form& form) {
    const auto note = form.value("note");
    const auto given =
        visit.site.parts.work.give_back(reference_of(visit), visit.caller().id, note);
    if (const auto* problems = std::get_if<adapters::Problems>(&given))
        return case_page(visit,
                         {.hand_over = note, .problems = problems_view(*problems, visit.language)});
    return done_with_case(visit);
}

// Somebody of those who are offered; whatever else an address or a form says is nobody.
bool is_colleague(const Visit& visit, const std::string& who) {
    const auto workers = visit.site.parts.staff.workers();
    return std::ranges::any_of(workers, [&](const auto& worker) { return worker.first == who; });
}

json nobody_chosen(const Visit& visit) {
    return json::array(
        {problem_view(visit.word("console.assign.nobody"), "to", visit.word("console.assign.to"))});
}

http::Response assign(const Visit& visit, const pages::Form& form) {
    const auto to = form.value("to");
    const auto note = form.value("note");
    if (!is_colleague(visit, to))
        return case_page(visit, {.hand_over = note, .problems = nobody_chosen(visit)});
    const auto given =
        visit.site.parts.work.assign(reference_of(visit), to, visit.caller().id, note);
    if (const auto* problems = std::get_if<adapters::Problems>(&given))
        return case_page(visit,
                         {.hand_over = note, .problems = problems_view(*problems, visit.language)});
    return done_with_case(visit);
}

// What the queue was narrowed down to when the applications were chosen there.
json filters_of(const pages::Form& form) {
    auto all = json::array();
    for (const auto* name : {"view", "q", "step", "product"})
        if (form.has(name)) all.push_back({{"name", name}, {"value", form.value(name)}});
    return all;
}

std::string queue_of(const pages::Form& form) {
    auto address = "/console/queue?view=" + pages::query_encoded(form.value("view"));
    for (const auto* name : {"q", "step", "product"})
        if (const auto value = form.value(name); !value.empty())
            address += "&" + std::string{name} + "=" + pages::query_encoded(value);
    return address;
}

// ---- many at once: first what would come of it, then the deed -----------------------------------

std::string sentence_of(const Assigned& one, const Names& names, const Visit& visit) {
    using Outcome = Assigned::Outcome;
    switch (one.outcome) {
        case Outcome::changed:
            return one.holder.empty()
                       ? visit.word("console.assign.from_pool")
                       : visit.word("console.assign.taken_from", {{"name", names.of(one.holder)}});
        case Outcome::already: return visit.word("console.assign.already");
        case Outcome::ended: return visit.word("console.assign.ended");
        case Outcome::taken:
        case Outcome::unknown: break;
    }
    return visit.word("console.no_application.title");
}

http::Response assign_page(const Visit& visit, const pages::Form& form,
                           const json& problems = json::array()) {
    const auto to = form.value("to");
    const Names names{visit};
    auto rows = json::array();
    std::size_t changes = 0;
    for (const auto& one : visit.site.parts.work.preview(form.values("reference"), to)) {
        const bool changed = one.outcome == Assigned::Outcome::changed;
        changes += changed ? 1 : 0;
        rows.push_back({{"reference", one.reference},
                        {"sentence", sentence_of(one, names, visit)},
                        {"changed", changed}});
    }
    const auto title = visit.counted("console.assign.title", static_cast<std::int64_t>(changes),
                                     {{"name", names.of(to)}});
    return visit.page("assign", title,
                      {{"problems", problems},
                       {"title", title},
                       {"to", to},
                       {"rows", rows},
                       {"can", changes > 0},
                       {"back", queue_of(form)},
                       {"filters", filters_of(form)}});
}

constexpr std::size_t at_once_max = 200;

http::Response assign_many(const Visit& visit, const pages::Form& form) {
    const auto chosen = form.values("reference");
    const auto trouble = [&](json problems) {
        return visit.page("assign", visit.word("console.assign.many"),
                          {{"problems", std::move(problems)},
                           {"title", visit.word("console.assign.many")},
                           {"rows", json::array()},
                           {"can", false},
                           {"to", ""},
                           {"filters", filters_of(form)},
                           {"back", queue_of(form)}});
    };
    if (!is_colleague(visit, form.value("to"))) return trouble(nobody_chosen(visit));
    if (chosen.empty() || chosen.size() > at_once_max)
        return trouble(json::array({problem_view(
            visit.word("console.assign.none", {{"most", std::to_string(at_once_max)}}), "reference",
            visit.word("console.queue.application"))}));
    if (!form.has("sure")) return assign_page(visit, form);
    visit.site.parts.work.assign_all(chosen, form.value("to"), visit.caller().id);
    return pages::see_other(queue_of(form) + "&done=1");
}

http::Response hand_over_again(const Visit& visit, const pages::Form& form) {
    return case_page(visit, {.hand_over = form.value("note")});
}

}  // namespace

std::vector<http::Route> holder_routes(const std::shared_ptr<const Site>& site) {
    const std::string base = "/console/applications/{reference}";
    return {form_for(site, base + "/claim", doers, claim),
            form_for(site, base + "/give-back", doers, give_back, hand_over_again),
            form_for(site, base + "/assign", doers, assign, hand_over_again),
            form_for(site, "/console/queue/assign", doers, assign_many)};
}

}  // namespace console
