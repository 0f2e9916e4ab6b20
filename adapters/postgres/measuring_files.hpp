// The scripts and statements by which we measure: the text of a file of measuring/, by its name.

#pragma once

#include <string>
#include <string_view>

namespace postgres {

std::string measuring_file(std::string_view name);

}  // namespace postgres
