// Somebody wants us to stop before we are ready.
//
// Who stops in good order blocks SIGINT and its like, and takes them when it is ready to.  What
// takes its time until then, such as the start of a database, looks here whether one is waiting.

#pragma once

#include <stdexcept>

namespace adapters {

struct Interrupted : std::runtime_error {
    Interrupted() : std::runtime_error{"interrupted"} {}
};

// Throws Interrupted if SIGINT, SIGTERM or SIGHUP is blocked and waiting; it goes on waiting.
void heed_interruption();

}  // namespace adapters
