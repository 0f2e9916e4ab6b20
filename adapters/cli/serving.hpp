// `doorstep serve`: runs until it is told to stop.

#pragma once

#include "adapters/config_reading.hpp"

namespace cli {

// Says on stdout where it listens; ends with SIGINT or SIGTERM.  Returns the exit code.
int serve(const config::Config&);

}  // namespace cli
