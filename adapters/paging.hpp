// Which part of a list is asked for: the same two parameters wherever there is a list.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "states/sign_up.hpp"

namespace adapters {

constexpr int page_size = 50;
constexpr int page_size_max = 200;

// What cannot be one is a problem of the field "cursor" or "limit".
std::int64_t read_cursor(const std::string&, std::vector<states::Problem>&);
int read_limit(const std::string&, std::vector<states::Problem>&);

}  // namespace adapters
