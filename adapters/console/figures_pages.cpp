// Figures for who steers the work: what is old, what is slow, what is going to be late.

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <sstream>

#include "adapters/console/visit.hpp"
#include "states/description.hpp"

namespace console {
namespace {

using nlohmann::json;

// Each chart is drawn from the table beside it.

std::string number(double value) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(1) << value;
    return text.str();
}

// Bars in a drawing of 600 by 20 for each row; no colours of its own.
std::string bars(const std::vector<std::pair<std::string, double>>& rows) {
    double most = 1;
    for (const auto& [_, value] : rows) most = std::max(most, value);
    std::ostringstream svg;
    svg << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 " << rows.size() * 22
        << "\" aria-hidden=\"true\" class=\"bars\">";
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto width = std::lround(rows[i].second / most * 520);
        svg << "<rect x=\"0\" y=\"" << i * 22 + 3 << "\" width=\"" << std::max(1L, width)
            << "\" height=\"16\" rx=\"2\"/><text x=\"" << width + 8 << "\" y=\"" << i * 22 + 16
            << "\">" << rows[i].first << "</text>";
    }
    svg << "</svg>";
    return svg.str();
}

std::string step_label(int step, const Visit& visit) {
    if (step > 7) return visit.word("state.completed");
    return visit.word("step." + std::string{states::name_of(static_cast<states::Step>(step))});
}

json ageing_view(const Visit& visit) {
    auto rows = json::array();
    for (const auto& line : visit.site.parts.figures.ageing()) {
        auto cells = json::array();
        for (const auto count : line.count) cells.push_back(std::to_string(count));
        rows.push_back({{"label", step_label(line.step, visit)}, {"cells", cells}});
    }
    return rows;
}

json lead_times_view(const Visit& visit) {
    auto rows = json::array();
    for (const auto& line : visit.site.parts.figures.lead_times(90))
        rows.push_back({{"label", step_label(line.step, visit)},
                        {"count", std::to_string(line.count)},
                        {"gross", number(line.gross_median) + " / " + number(line.gross_p90)},
                        {"net", number(line.net_median) + " / " + number(line.net_p90)}});
    return rows;
}

http::Response figures(const Visit& visit) {
    auto funnel_rows = json::array();
    std::vector<std::pair<std::string, double>> funnel_bars;
    for (const auto& line : visit.site.parts.figures.funnel(90)) {
        funnel_rows.push_back(
            {{"label", step_label(line.step, visit)}, {"count", std::to_string(line.count)}});
        funnel_bars.emplace_back(std::to_string(line.count), static_cast<double>(line.count));
    }
    auto forecast_rows = json::array();
    std::vector<std::pair<std::string, double>> forecast_bars;
    for (const auto& line :
         visit.site.parts.figures.forecast(14, visit.site.parts.catalogue.invoice.time_zone)) {
        forecast_rows.push_back({{"label", line.day}, {"count", std::to_string(line.count)}});
        forecast_bars.emplace_back(std::to_string(line.count), static_cast<double>(line.count));
    }
    auto buckets = json::array();
    for (std::size_t i = 0; i < adapters::ageing_buckets.size(); ++i)
        buckets.push_back(i + 1 < adapters::ageing_buckets.size()
                              ? std::to_string(adapters::ageing_buckets.at(i)) + "–" +
                                    std::to_string(adapters::ageing_buckets.at(i + 1) - 1)
                              : std::to_string(adapters::ageing_buckets.at(i)) + "+");
    return visit.page("figures", visit.word("console.figures.title"),
                      {{"buckets", buckets},
                       {"ageing", ageing_view(visit)},
                       {"lead_times", lead_times_view(visit)},
                       {"funnel", funnel_rows},
                       {"funnel_svg", bars(funnel_bars)},
                       {"forecast", forecast_rows},
                       {"forecast_svg", bars(forecast_bars)}});
}

}  // namespace

std::vector<http::Route> figures_routes(const std::shared_ptr<const Site>& site) {
    return {page_for(site, "/console/figures", readers, figures)};
}

}  // namespace console
