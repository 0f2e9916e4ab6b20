// What postal codes of a country look like.  check_postal_code() itself stands in checks.hpp.

#pragma once

#include <string_view>

namespace states {

bool postal_code_required(std::string_view country);
std::string_view postal_code_example(std::string_view country);  // Empty if there is no rule.

}  // namespace states
