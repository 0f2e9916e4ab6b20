// `doorstep webhooks`: who is told what happens here, and what they were told.

#pragma once

#include "adapters/cli/surroundings.hpp"

namespace cli {

void add_webhook_commands(CLI::App&, const Surroundings&);

}  // namespace cli
