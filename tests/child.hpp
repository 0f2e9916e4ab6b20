// A program that a test starts, hears of when it is ready, and stops by its pid: the demo's own.

#pragma once

#include "adapters/cli/child.hpp"

namespace tests {

using cli::Child;

}  // namespace tests
