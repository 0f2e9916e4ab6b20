// A file that is there whole or not at all: half of a report would look like one that is short.

#pragma once

#include <filesystem>
#include <functional>
#include <ostream>

namespace adapters {

// Writes beside it and moves it to its place at the end; a device or a pipe is written to as it
// is.  Throws std::runtime_error with the path if it cannot be written, and what `write` throws;
// what was at the path stays then.
void write_whole_file(const std::filesystem::path&,
                      const std::function<void(std::ostream&)>& write);

}  // namespace adapters
