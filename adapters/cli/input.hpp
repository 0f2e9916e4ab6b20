// What a command is given to read: a file or stdin, and JSON in it.

#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace cli {

// "-" is stdin.  Throws std::runtime_error for what cannot be read.
std::string read_file(const std::string& path);

// `what` names it in the error: a std::runtime_error that says where it stops being JSON.
nlohmann::json read_json(const std::string& text, const std::string& what);

}  // namespace cli
