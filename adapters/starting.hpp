// What a node makes of its configuration before anything runs, and what it refuses to run with.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/config/config.hpp"

namespace http {
struct Settings;
}

namespace adapters {

// Whether the configuration puts a neighbour on this machine: then alone may plain HTTP and
// loopback addresses be called.
bool has_neighbours_here(const config::Config&);

std::vector<std::string_view> names_of(const auto& infos) {
    std::vector<std::string_view> names;
    for (const auto& info : infos) names.push_back(info.name);
    return names;
}

http::Settings server_settings(const config::Config&);  // Without what hears of it.

// Throws std::runtime_error with these words and each of the problems, unless there are none.
void refuse(const std::string& words, const std::vector<std::string>& problems);

}  // namespace adapters
