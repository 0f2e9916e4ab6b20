// The key under which secrets are sealed in the database: 32 bytes beside it, not in it.

#pragma once

#include <filesystem>
#include <string>

namespace adapters {

// Of this data folder; made once, by whoever is first.  Throws std::runtime_error if it cannot be
// read or written.
std::string sealing_key(const std::filesystem::path& data);

}  // namespace adapters
