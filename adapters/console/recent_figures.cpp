#include "adapters/console/recent_figures.hpp"

namespace console {

std::shared_ptr<const Figures> RecentFigures::latest() {
    const std::lock_guard lock{turn_};
    return latest_;
}

std::shared_ptr<const Figures> RecentFigures::not_older_than(std::chrono::minutes age,
                                                             adapters::WorkFigures& figures,
                                                             const std::string& time_zone,
                                                             engine::Time now) {
    const auto is_fresh = [&](const auto& known) {
        return known && known->at <= now && now - known->at < age;
    };
    auto known = latest();
    if (is_fresh(known)) return known;
    std::unique_lock counting{counting_, std::defer_lock};
    if (known && !counting.try_lock()) return known;
    if (!counting) counting.lock();  // The very first ones have to be waited for.
    known = latest();
    if (is_fresh(known)) return known;
    auto counted = std::make_shared<const Figures>(
        Figures{.at = now,
                .ageing = figures.ageing(),
                .lead_times = figures.lead_times(days_back),
                .funnel = figures.funnel(days_back),
                .forecast = figures.forecast(days_ahead, time_zone)});
    const std::lock_guard lock{turn_};
    latest_ = counted;
    return counted;
}

}  // namespace console
