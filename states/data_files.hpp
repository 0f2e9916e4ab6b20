// The tables of states/data/, compiled in: one line an entry, lines with # are for people.

#pragma once

#include <map>
#include <string_view>
#include <vector>

namespace states {

const std::map<std::string_view, std::string_view>& data_files();  // Written by cmake/Embed.cmake.

// The entries of one of them.  Throws std::out_of_range if there is no such file.
std::vector<std::string_view> data_lines(std::string_view file);

// Cut at every `mark`; neighbouring marks have an empty part between them.
std::vector<std::string_view> parts(std::string_view text, char mark);

}  // namespace states
