// When the clock of an application runs out, as the queue and the application's page say it.

#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "adapters/console/visit.hpp"

namespace console {

// {"date","word","tag"}: "3 December 2026", "in 4 days", and a colour; without a clock all empty.
nlohmann::json clock_view(std::optional<engine::Time> due, engine::Time now, const Visit&);

}  // namespace console
