#include "engine/retry.hpp"

#include <algorithm>
#include <cmath>

namespace engine {

std::optional<std::chrono::seconds> delay_after(int attempt, double jitter) {
    constexpr auto attempts_max = 20;  // About nine hours.
    constexpr auto delay_max = 3600.0;
    if (attempt >= attempts_max) return std::nullopt;
    const auto delay = std::min(std::exp2(std::min(attempt - 1, 20)), delay_max);
    return std::chrono::seconds{std::lround(delay / 2 + delay / 2 * jitter)};
}

}  // namespace engine
