// `doorstep rules`: versions of the catalogue and of the texts that applicants get.

#pragma once

#include "adapters/cli/surroundings.hpp"

namespace cli {

void add_rule_commands(CLI::App&, const Surroundings&);

}  // namespace cli
