// `doorstep report KIND`: a report as a file, as the API and the console give it.

#pragma once

#include <CLI/CLI.hpp>

#include "adapters/cli/surroundings.hpp"

namespace cli {

void add_reports(CLI::App&, const Surroundings&);

}  // namespace cli
