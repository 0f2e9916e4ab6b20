// A moment as our JSON has it, or null where there is none.

#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "engine/journal.hpp"

namespace adapters {

inline nlohmann::json time_or_null(const std::optional<engine::Time>& time) {
    return time ? nlohmann::json(engine::rfc3339(*time)) : nlohmann::json(nullptr);
}

}  // namespace adapters
