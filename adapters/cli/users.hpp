// `doorstep user`: the registry's staff and what they may do.

#pragma once

#include "adapters/cli/surroundings.hpp"

namespace cli {

void add_user_commands(CLI::App&, const Surroundings&);

}  // namespace cli
