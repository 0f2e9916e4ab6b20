// `doorstep token`: what programs show when they use the API.

#pragma once

#include "adapters/cli/surroundings.hpp"

namespace cli {

void add_token_commands(CLI::App&, const Surroundings&);

}  // namespace cli
