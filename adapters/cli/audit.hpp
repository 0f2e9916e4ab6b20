// `doorstep audit`: the log's key and checkpoints, bundles for auditors, and what the journal
// tells.

#pragma once

#include <functional>

#include "adapters/cli/surroundings.hpp"

namespace cli {

// `configuration` is asked for when a command runs; what it returns is the exit code.
void add_audit_commands(CLI::App&, const Surroundings&,
                        const std::function<config::Config()>& configuration, int& status);

}  // namespace cli
