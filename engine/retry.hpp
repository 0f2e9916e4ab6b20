// How long to wait before the next attempt; empty when it is time to ask a person.

#pragma once

#include <chrono>
#include <optional>

namespace engine {

// Doubles from one second to an hour.  `jitter`, from 0 to 1, spreads what failed together over the
// upper half of the delay, so that it does not come back together.
std::optional<std::chrono::seconds> delay_after(int attempt, double jitter);

}  // namespace engine
