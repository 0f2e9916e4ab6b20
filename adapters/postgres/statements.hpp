// The statements of this folder, one a file below statements/, by file name ("find.sql").

#pragma once

#include <map>
#include <string_view>

namespace postgres {

const std::map<std::string_view, std::string_view>& statements();

}  // namespace postgres
