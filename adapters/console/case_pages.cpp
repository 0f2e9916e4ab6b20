// One application: where it stands and why, what may be done, and all that is known of it.

#include <algorithm>

#include "adapters/console/case_page.hpp"
#include "adapters/console/clock.hpp"
#include "adapters/console/desk.hpp"
#include "adapters/documents.hpp"
#include "adapters/pages/answer.hpp"
#include "adapters/workflow_picture.hpp"
#include "states/description.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using nlohmann::json;

json steps_view(const json& view, const Visit& visit) {
    const auto now = view["step"].get<int>();
    const bool over = view["state"] == "completed";
    auto all = json::array();
    for (const auto& step : view["path"]) {
        const auto number = step["step"].get<int>();
        const bool applies = step["applies"].get<bool>();
        const bool done = number < now || over;
        all.push_back({{"number", number},
                       {"label", step["label"]},
                       {"kind", !applies       ? "is-skipped"
                                : done         ? "is-done"
                                : number > now ? "is-later"
                                               : "is-now"},
                       {"now", applies && number == now && !over},
                       {"word", !applies ? text_of(step["sentence"])
                                : done   ? visit.word("console.step.done")
                                         : ""}});
    }
    return all;
}

// What may be done here, and what will be possible once a guard holds.
bool has_doubts(const json& view) {
    return std::ranges::any_of(view["warnings"], [](const json& warning) {
        return warning["accepted_by"].get_ref<const std::string&>().empty();
    });
}

json actions_view(const json& view, const Visit& visit) {
    auto all = json::array();
    auto grave_ones = json::array();  // Not what comes to hand first.
    for (const auto& action : view["actions"]) {
        const auto event = action["event"].get<std::string>();
        if (!visit.site.words.has("console.action." + event)) continue;
        if (event == "warning_accepted" && !has_doubts(view)) continue;  // There is none to accept.
        auto reasons = json::array();
        for (const auto& guard : action["refused_by"]) reasons.push_back(guard["sentence"]);
        const bool grave = event == "rejected" || event == "withdrawn";
        auto& these = grave ? grave_ones : all;
        these.push_back({{"label", action["label"]},
                         {"allowed", action["allowed"]},
                         {"reasons", reasons},
                         {"breakable", action["break_glass"]},
                         {"style", grave                 ? "danger"
                                   : event == "approved" ? ""
                                                         : "quiet"},
                         {"href", "/console/applications/" + view["reference"].get<std::string>() +
                                      "/do/" + event}});
    }
    all.insert(all.end(), grave_ones.begin(), grave_ones.end());
    return all;
}

json glass_view(const json& view, const Names& names) {
    auto all = json::array();
    for (const auto& each : view["broken_glass"])
        all.push_back({{"who", names.of(text_of(each["by"]))},
                       {"at", each["at"]},
                       {"day", text_of(each["at"]).substr(0, 10)},
                       {"reason", text_of(each["reason"])}});
    return all;
}

json notes_view(const std::string& reference, const Names& names, const Visit& visit) {
    auto all = json::array();
    for (const auto& note : visit.site.parts.notes.list(reference))
        all.push_back({{"id", note.id},
                       {"is_own", note.author == visit.caller().id && note.superseded_by == 0},
                       {"text", note.text},
                       {"who", names.of(note.author)},
                       {"moment", moment_of(note.at, visit.language)},
                       {"superseded", note.superseded_by != 0}});
    return all;
}

json clock_of(const json& view, engine::Time now, const Visit& visit) {
    for (const auto& deadline : view["deadlines"])
        if (deadline["event"] == "time_is_up")
            return clock_view(engine::read_rfc3339(text_of(deadline["due_at"])), now, visit);
    return clock_view(std::nullopt, now, visit);
}

json work_view(const json& view, const Visit& visit) {
    auto all = json::array();
    for (const auto& effect : view["effects_pending"]) {
        const auto key = "effect." + text_of(effect["effect"]);
        all.push_back({{"label", states::has_message(key) ? visit.word(key) : key},
                       {"parked", effect["parked"]},
                       {"trouble", text_of(effect["trouble"])}});
    }
    return all;
}

// The way back from what has just been done here, if the table has one that asks for nothing.
json undo_view(const json& view, const History& history, const Visit& visit) {
    if (visit.request.query_value("done").empty() || history.way.empty()) return nullptr;
    const auto& last = history.way.front();
    for (const auto& row : states::all_transitions()) {
        if (row.from != last.to || row.to != last.from || !needs_nothing(row.event)) continue;
        for (const auto& action : view["actions"])
            if (action["event"] == row.event && action["allowed"])
                return {{"label", action["label"]},
                        {"href", "/console/applications/" + text_of(view["reference"]) + "/do/" +
                                     std::string{row.event}}};
    }
    return nullptr;
}

std::string path_of(const Visit& visit) {
    return "/console/applications/" + std::string{visit.request.parameter("reference")};
}

http::Response add_note(const Visit& visit, const pages::Form& form) {
    const auto text = form.value("text");
    const auto reference = std::string{visit.request.parameter("reference")};
    auto& notes = visit.site.parts.notes;
    const auto added = form.has("supersedes")
                           ? notes.supersede(reference, number_in(form.value("supersedes")),
                                             visit.caller().id, text)
                           : notes.add(reference, visit.caller().id, text);
    if (const auto* problems = std::get_if<std::vector<states::Problem>>(&added))
        return case_page(visit,
                         {.note = text, .problems = problems_view(*problems, visit.language)});
    return pages::see_other(path_of(visit) + "?done=1#notes");
}

// To be looked at in a sandbox without anything: an applicant may have sent it.  Chromium's viewer
// starts in one by now; for a browser whose viewer does not, there is the file to save.
http::Response document(const Visit& visit) {
    const auto& parts = visit.site.parts;
    const auto id = std::string{visit.request.parameter("document")};
    auto found = adapters::open_document(parts.reading, &parts.readings, visit.caller(), id,
                                         std::string{visit.request.query_value("of")});
    if (!found) return visit.trouble(404, "no_document");
    if (visit.request.query.contains("save"))
        return pages::to_save(std::move(found->content), "application/pdf",
                              "document-" + id.substr(0, 8) + ".pdf");
    return {.body = std::move(found->content),
            .content_type = "application/pdf",
            .headers = {{"Content-Disposition", "inline; filename=\"document.pdf\""},
                        {"Content-Security-Policy", "default-src 'none'; sandbox"},
                        {"Cache-Control", "no-store"}}};
}

}  // namespace

http::Response case_page(const Visit& visit, const OnCase& shown_too) {
    const auto reference = std::string{visit.request.parameter("reference")};
    const auto shown =
        visit.site.parts.applications.show(visit.caller(), reference, visit.language);
    if (!shown) return visit.trouble(404, "no_application");
    const auto& view = *shown;
    const auto id = view["reference"].get<std::string>();
    const Names names{visit};
    const auto holders = visit.site.parts.work.history(id);
    const auto holder = holders.empty() ? "" : holders.front().assignee;
    auto blockers = json::array();
    for (const auto& blocker : view["blocked_by"])
        blockers.push_back({{"sentence", blocker["sentence"]},
                            {"ball", visit.word("ball." + text_of(blocker["waiting_for"]))}});
    const auto name = text_of(view["sign_up"]["organisation"]["name"]);
    const auto history = history_of(view, names, visit);
    const auto decided = decided_view(view, history, visit);
    const auto tasks = tasks_view(id, visit);
    return visit.page(
        "case", id + " " + name,
        {{"problems", shown_too.problems},
         {"reference", id},
         {"organisation", name.empty() ? visit.word("console.queue.no_name") : name},
         {"state", view["state_label"]},
         {"ball", visit.word("ball." + text_of(view["waiting_for"]))},
         {"resubmitted", view["resubmitted"]},
         {"clock", clock_of(view, visit.site.parts.reading.now(), visit)},
         {"assignee", holder.empty() ? visit.word("console.nobody") : names.of(holder)},
         {"is_mine", holder == visit.caller().id},
         {"is_free", holder.empty()},
         {"can_do", visit.may_any(doers)},
         {"can_export", visit.may_any(exporters)},
         {"base", "/console/applications/" + id},
         {"steps", steps_view(view, visit)},
         {"glass", glass_view(view, names)},
         {"tasks", tasks},
         {"has_tasks", !tasks.empty()},
         {"base_reference", id},
         {"decided", decided},
         {"has_decided", !decided.empty()},
         {"blockers", blockers},
         {"has_blockers", !blockers.empty()},
         {"actions", actions_view(view, visit)},
         {"facts", facts_view(view, visit)},
         {"documents", documents_view(view, visit)},
         {"checks", checks_view(id, visit)},
         {"mails", correspondence_view(id, visit)},
         {"money", money_view(view, visit)},
         {"letters", letters_view(id, visit)},
         {"notes", notes_view(id, names, visit)},
         {"note", shown_too.note},
         {"hand_over", shown_too.hand_over},
         {"colleagues", colleagues_view(visit, holder)},
         {"work", work_view(view, visit)},
         {"in_review", view["state"] == "in_review"},
         {"undo", undo_view(view, history, visit)},
         {"timeline", history.lines},
         {"timeline_cut", history.is_cut},
         {"kinds", history.kinds},
         {"diagram_svg",
          adapters::workflow_picture(view["state"].get<std::string>(), history.way).value_or("")}},
        visit.request.query.contains("done") ? visit.word("console.done") : "");
}

std::vector<http::Route> case_routes(const std::shared_ptr<const Site>& site) {
    const std::string base = "/console/applications/{reference}";
    return {page_for(site, base, readers, [](const Visit& visit) { return case_page(visit); }),
            form_for(site, base + "/notes", doers, add_note,
                     [](const Visit& visit, const pages::Form& form) {
                         return case_page(visit, {.note = form.value("text")});
                     }),
            page_for(site, "/console/documents/{document}", readers, document)};
}

}  // namespace console
