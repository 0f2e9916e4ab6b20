// `doorstep retention`: what is forgotten a year at a time.

#pragma once

#include <CLI/CLI.hpp>

#include "adapters/cli/surroundings.hpp"

namespace cli {

void add_retention_commands(CLI::App&, const Surroundings&);

}  // namespace cli
