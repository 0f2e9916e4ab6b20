#include "adapters/console/clock.hpp"

#include <cmath>

#include "adapters/formats.hpp"

namespace console {

nlohmann::json clock_view(std::optional<engine::Time> due, engine::Time now, const Visit& visit) {
    using adapters::Lateness;
    if (!due) return {{"date", ""}, {"word", ""}, {"tag", ""}};
    const auto days = std::abs(std::chrono::floor<std::chrono::days>(*due - now).count());
    const auto lateness = adapters::lateness_of(due, now, adapters::soon_days);
    const auto* key = lateness == Lateness::overdue ? "console.clock.overdue"
                      : days == 0                   ? "console.clock.today"
                      : lateness == Lateness::soon  ? "console.clock.soon"
                                                    : "console.clock.in_time";
    return {{"date", adapters::write_date(*due, visit.language)},
            {"word", visit.counted(key, days)},
            {"tag", lateness == Lateness::overdue ? "bad"
                    : lateness == Lateness::soon  ? "warn"
                                                  : ""}};
}

}  // namespace console
