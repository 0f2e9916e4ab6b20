// `doorstep book` and `doorstep refunds`: what finance decides by hand.

#pragma once

#include "adapters/cli/surroundings.hpp"

namespace cli {

void add_finance(CLI::App&, const Surroundings&);

}  // namespace cli
