// A program that a test starts, hears of when it is ready, and stops by its pid: the demo's own.

#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "adapters/cli/child.hpp"

namespace tests {

using cli::Child;

inline std::string doorstep() {
    const auto* program = std::getenv("DOORSTEP_BIN");
    if (!program) throw std::runtime_error{"DOORSTEP_BIN does not say where the program is"};
    return program;
}

}  // namespace tests
