// The start page: today's work, and figures for who steers it: what is old, what is slow, what is
// going to be late.

#include <algorithm>
#include <cmath>

#include "adapters/console/bars.hpp"
#include "adapters/console/visit.hpp"
#include "adapters/formats.hpp"
#include "adapters/pages/answer.hpp"
#include "states/description.hpp"

namespace console {
namespace {

using nlohmann::json;

// "2.5", in Dutch and French "2,5".
std::string number(double value, const Visit& visit) {
    auto text = adapters::write_number(states::Money{.cents = std::llround(value * 10) * 10},
                                       visit.language);
    text.pop_back();  // One digit after the point is enough for days.
    return text;
}

std::string step_label(int step, const Visit& visit) {
    if (step > 7) return visit.word("state.completed");
    return visit.word("step." + std::string{states::name_of(static_cast<states::Step>(step))});
}

std::string bucket_label(std::size_t i) {
    const auto& begins = adapters::ageing_buckets;
    const auto from = std::to_string(begins.at(i));
    return i + 1 < begins.size() ? from + "–" + std::to_string(begins.at(i + 1) - 1) : from + "+";
}

json ageing_view(const std::vector<adapters::Ageing>& lines, const Visit& visit) {
    auto rows = json::array();
    auto buckets = json::array();
    std::vector<Bar> drawn;
    for (std::size_t i = 0; i < adapters::ageing_buckets.size(); ++i) {
        std::int64_t sum = 0;
        for (const auto& line : lines) sum += line.count.at(i);
        buckets.push_back(bucket_label(i));
        drawn.push_back(
            {.label = visit.word("console.figures.days_old", {{"days", bucket_label(i)}}),
             .figure = std::to_string(sum),
             .value = static_cast<double>(sum)});
    }
    for (const auto& line : lines) {
        auto cells = json::array();
        for (const auto count : line.count) cells.push_back(std::to_string(count));
        rows.push_back({{"label", step_label(line.step, visit)}, {"cells", cells}});
    }
    return {{"rows", rows}, {"buckets", buckets}, {"bars_svg", bars(drawn)}};
}

json lead_times_view(const std::vector<adapters::LeadTime>& lines, const Visit& visit) {
    auto rows = json::array();
    std::vector<Bar> gross;
    std::vector<Bar> net;
    const auto both = [&](double median, double p90) {
        return number(median, visit) + " / " + number(p90, visit);
    };
    for (const auto& line : lines) {
        const auto label = step_label(line.step, visit);
        const auto in_all = both(line.gross_median, line.gross_p90);
        const auto ours = both(line.net_median, line.net_p90);
        gross.push_back({label, in_all, line.gross_median, line.gross_p90});
        net.push_back({label, ours, line.net_median, line.net_p90});
        rows.push_back({{"label", label},
                        {"count", std::to_string(line.count)},
                        {"gross", in_all},
                        {"net", ours}});
    }
    return {{"none", lines.empty()},
            {"rows", rows},
            {"gross_svg", bars(gross)},
            {"net_svg", bars(net)}};
}

json counted_view(const std::vector<std::pair<std::string, std::int64_t>>& lines) {
    auto rows = json::array();
    std::vector<Bar> drawn;
    for (const auto& [label, count] : lines) {
        rows.push_back({{"label", label}, {"count", std::to_string(count)}});
        drawn.push_back({label, std::to_string(count), static_cast<double>(count)});
    }
    return {{"rows", rows}, {"bars_svg", bars(drawn)}};
}

json figures_view(const Visit& visit, std::chrono::minutes age) {
    const auto& parts = visit.site.parts;
    const auto known = visit.site.figures->not_older_than(
        age, parts.figures, parts.catalogue.invoice.time_zone, parts.reading.now());
    std::vector<std::pair<std::string, std::int64_t>> funnel;
    for (const auto& line : known->funnel)
        funnel.emplace_back(step_label(line.step, visit), line.count);
    std::vector<std::pair<std::string, std::int64_t>> forecast;
    for (const auto& line : known->forecast) {
        const auto day = adapters::read_day(line.day);
        forecast.emplace_back(day ? adapters::write_date(*day, visit.language) : line.day,
                              line.count);
    }
    return {{"as_of", visit.word("console.figures.as_of",
                                 {{"moment", moment_of(known->at, visit.language)}})},
            {"ageing", ageing_view(known->ageing, visit)},
            {"lead_times", lead_times_view(known->lead_times, visit)},
            {"funnel", counted_view(funnel)},
            {"forecast", counted_view(forecast)}};
}

http::Response figures(const Visit& visit) {
    return visit.page("figures", visit.word("console.figures.title"),
                      figures_view(visit, std::chrono::minutes{1}));
}

json tiles_view(const Visit& visit) {
    const auto counts = visit.site.parts.work.counts(visit.caller().id, adapters::soon_days);
    auto all = json::array();
    for (const auto view : adapters::all_views) {
        if (view == adapters::View::ended) continue;  // Nobody's work of today.
        const auto name = std::string{name_of(view)};
        all.push_back({{"href", "/console/queue?view=" + name},
                       {"label", visit.word("console.view." + name)},
                       {"count", std::to_string(counts.of.at(view))},
                       {"bad", view == adapters::View::late && counts.overdue > 0}});
    }
    std::int64_t tasks = 0;
    for (const auto& each : visit.site.parts.tasks.counts(visit.caller())) tasks += each.count;
    all.push_back({{"href", "/console/tasks"},
                   {"label", visit.word("console.tasks.title")},
                   {"count", std::to_string(tasks)},
                   {"bad", false}});
    return all;
}

// Its figures may be a quarter of an hour old: whoever comes in does not wait for them.
http::Response start(const Visit& visit) {
    if (!visit.may_any(readers)) return pages::see_other("/console/staff");
    auto view = figures_view(visit, std::chrono::minutes{15});
    view["tiles"] = tiles_view(visit);
    return visit.page("start", visit.word("console.start.title"), std::move(view));
}

}  // namespace

std::vector<http::Route> figures_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console", everybody, start),
            page_for(site, "/console/figures", readers, figures)};
}

}  // namespace console
