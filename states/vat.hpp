// VAT numbers of the EU: which prefix a country has, and what its numbers look like.  check_vat()
// itself stands in checks.hpp.

#pragma once

#include <string_view>

namespace states {

// "BE" for BE, "EL" for GR, "XI" for GB (Northern Ireland); empty for a country without VAT numbers
// that can be judged here.
std::string_view vat_prefix_of(std::string_view country);

// The prefix that a number claims to have, "EL" where it says GR; empty if it begins otherwise.
std::string_view claimed_vat_prefix(std::string_view number);

// Made up, but with right check digits.  Throws std::out_of_range for an unknown prefix.
std::string_view vat_example(std::string_view prefix);

}  // namespace states
