// The work queue: which applications there are, in views of the house and of one's own.

#include <algorithm>

#include "adapters/console/clock.hpp"
#include "adapters/console/desk.hpp"
#include "adapters/csv.hpp"
#include "adapters/pages/answer.hpp"
#include "states/description.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using adapters::View;
using nlohmann::json;

constexpr const char* columns[] = {"reference", "organisation", "step",   "state",  "ball",
                                   "clock",     "assignee",     "opened", "changed"};
constexpr int rows_at_once = 500;

// The fields that narrow the queue down, as a page's address has them.
constexpr const char* filters[] = {"view", "q", "step", "product"};

// "view=late&step=3" of the page's address, with another value for one of them.
std::string filters_of(const Visit& visit, const std::string& name = {},
                       const std::string& value = {}) {
    std::string query;
    for (const auto* field : filters)
        if (const auto text = name == field ? value : std::string{visit.request.query_value(field)};
            !text.empty())
            query +=
                (query.empty() ? "" : "&") + std::string{field} + "=" + pages::query_encoded(text);
    return query;
}

std::string query_with(const Visit& visit, const std::string& name, const std::string& value,
                       const std::string& page = "/console/queue") {
    auto query = filters_of(visit, name, value);
    if (name == "cursor" && !value.empty())
        query += (query.empty() ? "" : "&") + name + "=" + pages::query_encoded(value);
    return page + (query.empty() ? "" : "?") + query;
}

json views_view(const Visit& visit, View current) {
    const auto counts = visit.site.parts.work.counts(visit.caller().id, adapters::soon_days);
    auto all = json::array();
    for (const auto view : adapters::all_views)
        all.push_back({{"href", "/console/queue?view=" + std::string{name_of(view)}},
                       {"label", visit.word("console.view." + std::string{name_of(view)})},
                       {"count", std::to_string(counts.of.at(view))},
                       {"current", view == current},
                       {"bad", view == View::late && counts.overdue > 0}});
    return all;
}

json rows_view(const adapters::QueuePage& page, const Visit& visit) {
    const Names names{visit};
    const auto now = visit.site.parts.reading.now();
    auto all = json::array();
    for (const auto& row : page.rows)
        all.push_back(
            {{"href", "/console/applications/" + row.reference},
             {"reference", row.reference},
             {"choose", visit.word("console.assign.choose", {{"reference", row.reference}})},
             {"organisation",
              row.organisation.empty() ? visit.word("console.queue.no_name") : row.organisation},
             {"state", visit.word("state." + row.state)},
             {"step", row.step},
             {"ball", visit.word("ball." + row.waiting_for)},
             {"clock", clock_view(row.due, now, visit)},
             {"assignee",
              row.assignee.empty() ? visit.word("console.nobody") : names.of(row.assignee)},
             {"glass", row.broken_glass},
             {"resubmitted", row.resubmitted}});
    return all;
}

// Those of one's own and of colleagues, by their names.
json saved_view(const Visit& visit) {
    const Names names{visit};
    const auto who = visit.caller().id;
    auto all = json::array();
    for (const auto& view : visit.site.parts.views.list(who))
        all.push_back({{"id", view.id},
                       {"href", "/console/queue?" + view.query},
                       {"name", view.name},
                       {"remove", visit.word("console.saved.remove_this", {{"name", view.name}})},
                       {"is_own", view.owner == who},
                       {"shared", view.shared},
                       {"owner", names.of(view.owner)}});
    return all;
}

// What the address narrows the queue down to.
adapters::QueueFilter filter_in(const Visit& visit) {
    const auto& request = visit.request;
    adapters::QueueFilter filter;
    filter.view = adapters::view_named(request.query_value("view")).value_or(View::open);
    filter.who = visit.caller().id;
    filter.words = std::string{request.query_value("q")};
    filter.product = std::string{request.query_value("product")};
    const auto step = std::string{request.query_value("step")};
    if (step.size() == 1 && step[0] >= '1' && step[0] <= '7') filter.step = step[0] - '0';
    return filter;
}

http::Response queue(const Visit& visit, const json& troubles = json::array(),
                     const std::string& view_name = {}) {
    const auto& request = visit.request;
    auto filter = filter_in(visit);
    std::vector<states::Problem> problems;
    if (const auto cursor = std::string{request.query_value("cursor")}; !cursor.empty())
        filter.after = adapters::read_place(filter.view, cursor, problems);
    if (!filter.words.empty())
        visit.site.parts.readings.note(visit.caller(), adapters::read_of::search);
    const auto page = visit.site.parts.work.page(filter);
    auto steps = json::array();
    for (int i = 1; i <= 7; ++i)
        steps.push_back(
            {{"value", i},
             {"label",
              visit.word("step." + std::string{states::name_of(static_cast<states::Step>(i))})},
             {"selected", filter.step == i}});
    auto products = json::array();
    for (const auto& product : visit.site.parts.catalogue.products)
        products.push_back({{"value", product.name}, {"selected", filter.product == product.name}});
    auto wrong = problems_view(problems, visit.language);
    wrong.insert(wrong.end(), troubles.begin(), troubles.end());
    const auto saved = saved_view(visit);
    return visit.page(
        "queue", visit.word("console.queue.title"),
        {{"problems", wrong},
         {"saved", saved},
         {"has_saved", !saved.empty()},
         {"keep", query_with(visit, "view", std::string{name_of(filter.view)}, "/console/views")},
         {"view_name", view_name},
         {"view_error", error_at(troubles, "name")},
         {"can_do", visit.may_any(doers)},
         {"colleagues", colleagues_view(visit)},
         {"views", views_view(visit, filter.view)},
         {"view", name_of(filter.view)},
         {"words", filter.words},
         {"step_value", filter.step == 0 ? "" : std::to_string(filter.step)},
         {"product_value", filter.product},
         {"steps", steps},
         {"products", products},
         {"rows", rows_view(page, visit)},
         {"empty", page.rows.empty()},
         {"caption", visit.word("console.view." + std::string{name_of(filter.view)})},
         {"csv", query_with(visit, "cursor", "", "/console/queue.csv")},
         {"next", page.next.empty() ? "" : query_with(visit, "cursor", page.next)}},
        request.query.contains("done") ? visit.word("console.done") : "");
}

http::Response keep_view(const Visit& visit, const pages::Form& form) {
    const auto query = filters_of(visit);  // The form's address has them, so a refusal keeps them.
    const auto added = visit.site.parts.views.add({.owner = visit.caller().id,
                                                   .name = form.value("name"),
                                                   .query = query,
                                                   .shared = form.has("shared")});
    if (const auto* problems = std::get_if<std::vector<states::Problem>>(&added))
        return queue(visit, problems_view(*problems, visit.language), form.value("name"));
    return pages::see_other("/console/queue?" + query + "&done=1");
}

http::Response remove_view(const Visit& visit, const pages::Form&) {
    const auto id = number_in(visit.request.parameter("view"));
    if (!visit.site.parts.views.remove(id, visit.caller().id)) return visit.trouble(404, "no_view");
    return pages::see_other("/console/queue?done=1");
}

// All of a view and not its first page, as a file for a spreadsheet.
http::Response queue_file(const Visit& visit) {
    const Names names{visit};
    auto filter = filter_in(visit);
    filter.limit = rows_at_once;
    std::vector<std::string> headings;
    for (const auto* column : columns)
        headings.push_back(visit.word(std::string{"console.csv."} + column));
    auto text = adapters::csv_start + adapters::csv_line(headings);
    for (;;) {
        const auto page = visit.site.parts.work.page(filter);
        for (const auto& row : page.rows)
            text += adapters::csv_line({row.reference, row.organisation, std::to_string(row.step),
                                        visit.word("state." + row.state),
                                        visit.word("ball." + row.waiting_for),
                                        row.due ? engine::rfc3339(*row.due) : "",
                                        row.assignee.empty() ? "" : names.of(row.assignee),
                                        engine::rfc3339(row.opened), engine::rfc3339(row.changed)});
        if (page.next.empty()) break;
        std::vector<states::Problem> none;
        filter.after = adapters::read_place(filter.view, page.next, none);
    }
    visit.site.parts.readings.note(visit.caller(), adapters::read_of::own_data);
    return pages::to_save(std::move(text), "text/csv; charset=utf-8",
                          "queue-" + std::string{name_of(filter.view)} + ".csv");
}

}  // namespace

std::vector<http::Route> queue_routes(const std::shared_ptr<const Site>& site) {
    auto all = proved_file_for(site, "/console/queue.csv", readers, queue_file,
                               [](const Visit& visit) { return query_with(visit, "cursor", ""); });
    all.push_back(
        page_for(site, "/console/queue", readers, [](const Visit& visit) { return queue(visit); }));
    all.push_back(form_for(site, "/console/views", readers, keep_view));
    all.push_back(form_for(site, "/console/views/{view}/remove", readers, remove_view));
    return all;
}

}  // namespace console
