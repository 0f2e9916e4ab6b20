// Which part of a list is asked for: the same two parameters wherever there is a list.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "states/sign_up.hpp"

namespace adapters {

constexpr int page_size = 50;
constexpr int page_size_max = 200;

// The names of our lists.
constexpr std::string_view applications_list = "applications";
inline std::string journal_list(const std::string& reference) { return "journal/" + reference; }

// Where the next page of this list begins, as 24 hexadecimal digits that mean something to us
// alone: nobody is to count on what is in it.  A cursor of one list is none of another.
std::string write_cursor(std::string_view list, std::int64_t number);

// What is none of this list's cursors, or no limit, is a problem of the field "cursor" or "limit".
std::int64_t read_cursor(std::string_view list, const std::string&, std::vector<states::Problem>&);
int read_limit(const std::string&, std::vector<states::Problem>&);

}  // namespace adapters
