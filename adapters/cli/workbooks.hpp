// `doorstep workbook`: the auditor's workbooks, and a sample drawn for one.

#pragma once

#include <CLI/CLI.hpp>

#include "adapters/cli/surroundings.hpp"

namespace cli {

void add_workbook_commands(CLI::App&, const Surroundings&);

}  // namespace cli
