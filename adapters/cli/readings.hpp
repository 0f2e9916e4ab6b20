// `doorstep readings`: who has read personal data.

#pragma once

#include "adapters/cli/surroundings.hpp"

namespace cli {

void add_readings(CLI::App&, const Surroundings&);

}  // namespace cli
