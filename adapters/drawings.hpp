// The drawings of docs/ that are compiled in.

#pragma once

#include <map>
#include <string_view>

namespace adapters {

const std::map<std::string_view, std::string_view>& drawings();

}  // namespace adapters
