// JSON that somebody outside has written.

#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace adapters {

// No message of anybody's is deeper than ten; copies of a json recurse, and what is a hundred
// thousand deep would take the stack.
inline constexpr int json_depth_max = 32;

// How deep arrays and objects stand in each other; a look at the text alone, in one pass.
int json_depth(std::string_view text);

// A discarded value for what is no JSON, and for what is deeper than json_depth_max.
nlohmann::json read_json(std::string_view text);

}  // namespace adapters
