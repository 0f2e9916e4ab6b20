// Files of examples/ that the demo brings along, by name.

#pragma once

#include <map>
#include <string_view>

namespace adapters {

const std::map<std::string_view, std::string_view>& example_files();  // By cmake/Embed.cmake.

}  // namespace adapters
