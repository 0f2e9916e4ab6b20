// Tasks: what people were asked to look at, counted by queue and kind, and closed by whose work
// they are.

#include "adapters/console/case_page.hpp"
#include "adapters/pages/answer.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using adapters::TaskDesk;
using nlohmann::json;

constexpr std::size_t listed_max = 200;

std::string kind_label(const std::string& kind, const Visit& visit) {
    const auto key = "task." + kind;
    return visit.site.words.has(key) ? visit.word(key) : kind;
}

// What an event told the person who looks: words, amounts and numbers, and no codes.
json details_view(const std::string& text, const Visit& visit) {
    auto all = json::array();
    const auto details = json::parse(text, nullptr, false);
    if (!details.is_object()) return all;
    for (const auto* field : {"product", "letter", "iana_id", "domain", "amount", "payment"})
        if (details.contains(field) && details[field].is_string())
            all.push_back({{"label", visit.word(std::string{"console.task.detail."} + field)},
                           {"value", details[field]}});
    return all;
}

// What somebody gave as the reason; the desks' own tasks have codes there.
std::string reason_in(const adapters::OpenTask& task) {
    const auto details = json::parse(task.details, nullptr, false);
    if (adapters::is_closed_by_a_desk(task) || !details.is_object()) return {};
    const auto reason = details.find("reason");
    return reason != details.end() && reason->is_string() ? reason->get<std::string>() : "";
}

// Where its work is done: a mail's own page, a movement's, or the application's.
std::string place_of(const adapters::OpenTask& task) {
    if (task.key.starts_with("mail/")) return "/console/intake/" + task.key.substr(5);
    if (task.key.starts_with("movement/"))
        return "/console/finance/movements/" + task.key.substr(9, task.key.find('/', 9) - 9);
    return task.reference.empty() ? "" : "/console/applications/" + task.reference;
}

struct TypedTask {  // Into the field of one of them.
    std::int64_t number = 0;
    std::string text = {};
    json problems = json::array();
};

json rows_view(const std::vector<adapters::OpenTask>& tasks, const TypedTask& typed,
               const Visit& visit) {
    auto all = json::array();
    const auto now = visit.site.parts.reading.now();
    for (const auto& task : tasks) {
        const auto days = std::chrono::floor<std::chrono::days>(now - task.raised).count();
        const bool own = task.number == typed.number;
        all.push_back({{"number", task.number},
                       {"sentence", kind_label(task.kind, visit)},
                       {"queue", visit.word("queue." + task.queue)},
                       {"age", days < 1 ? visit.word("console.task.today")
                                        : visit.counted("console.task.age", days)},
                       {"at", engine::rfc3339(task.raised)},
                       {"moment", moment_of(task.raised, visit.language)},
                       {"reference", task.reference},
                       {"href", place_of(task)},
                       {"details", details_view(task.details, visit)},
                       {"reason", reason_in(task)},
                       {"can_close", TaskDesk::may_close(visit.caller(), task)},
                       {"typed", own ? typed.text : ""},
                       {"error", own ? error_at(typed.problems, "what_was_done") : ""}});
    }
    return all;
}

http::Response tasks_page(const Visit& visit, const TypedTask& typed) {
    const auto queue = std::string{visit.request.query_value("queue")};
    const auto kind = std::string{visit.request.query_value("kind")};
    auto& desk = visit.site.parts.tasks;
    const auto tasks = desk.open(visit.caller(), queue, kind);
    std::int64_t count_in_all = 0;
    auto counts = json::array();
    for (const auto& each : desk.counts(visit.caller())) {
        count_in_all += each.count;
        counts.push_back({{"href", "/console/tasks?queue=" + pages::query_encoded(each.queue) +
                                       "&kind=" + pages::query_encoded(each.kind)},
                          {"queue", visit.word("queue." + each.queue)},
                          {"label", kind_label(each.kind, visit)},
                          {"count", std::to_string(each.count)},
                          {"current", each.queue == queue && each.kind == kind}});
    }
    return visit.page("tasks", visit.word("console.tasks.title"),
                      {{"problems", typed.problems},
                       {"counts", counts},
                       {"narrowed", !queue.empty() || !kind.empty()},
                       {"count", visit.counted("console.tasks.count", count_in_all)},
                       {"empty", tasks.empty()},
                       {"base_reference", ""},
                       {"is_cut", tasks.size() >= listed_max},
                       {"tasks", rows_view(tasks, typed, visit)}},
                      visit.request.query.contains("done") ? visit.word("console.done") : "");
}

TypedTask typed_in(const Visit& visit, const pages::Form& form) {
    return {.number = number_in(visit.request.parameter("task")),
            .text = form.value("what_was_done")};
}

http::Response close_task(const Visit& visit, const pages::Form& form) {
    auto typed = typed_in(visit, form);
    const auto closed = visit.site.parts.tasks.close(visit.caller(), typed.number, typed.text);
    if (const auto* invalid = std::get_if<adapters::Invalid>(&closed)) {
        typed.problems = problems_view(invalid->problems, visit.language);
        return tasks_page(visit, typed);
    }
    if (std::holds_alternative<adapters::NotFound>(closed)) return visit.trouble(404, "no_task");
    const auto reference = form.value("of");
    return pages::see_other(visit.site.parts.reading.find(reference)
                                ? "/console/applications/" + reference + "?done=1"
                                : "/console/tasks?done=1");
}

}  // namespace

json tasks_view(const std::string& reference, const Visit& visit) {
    return rows_view(visit.site.parts.tasks.of_application(visit.caller(), reference), {}, visit);
}

std::vector<http::Route> task_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/tasks", everybody,
                     [](const Visit& visit) { return tasks_page(visit, {}); }),
            form_for(site, "/console/tasks/{task}/done", everybody, close_task,
                     [](const Visit& visit, const pages::Form& form) {
                         return tasks_page(visit, typed_in(visit, form));
                     })};
}

}  // namespace console
