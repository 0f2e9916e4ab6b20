// The configuration as the command line asks for it.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapters/config/config.hpp"

namespace adapters {

// Throws std::runtime_error that names every wrong key with its place and reason.
config::Config read_configuration(const std::string& file,
                                  const std::map<std::string, std::string>& flags);

// What is wrong in what it names, catalogue, templates and webhook secrets: all that would keep a
// server from starting, as sentences.
std::vector<std::string> flaws_in_files(const config::Config&);

}  // namespace adapters
