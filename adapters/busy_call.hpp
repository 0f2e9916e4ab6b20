// What a neighbour has answered that is busy or broken, for who wants to know it: 429 or 5xx.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "engine/fault.hpp"

namespace adapters {

// Thrown by an adapters::Send; for all others it is engine::Unavailable like a time-out.
class BusyCall : public engine::Unavailable {
public:
    BusyCall(const std::string& what, int code, std::string text,
             std::optional<std::chrono::seconds> not_before)
        : engine::Unavailable{what, not_before}, status{code}, body{std::move(text)} {}

    int status;
    std::string body;
};

}  // namespace adapters
