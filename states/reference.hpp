// Payment references with check digits, made; checks.hpp judges those that others have made.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace states {

// The Belgian structured message of a number, "+++000/0004/71188+++": ten digits, and their
// remainder by 97 in two more, where 0 is written 97.  Throws std::out_of_range for a number that
// is not from 1 to 9 999 999 999.
std::string make_structured_message(std::int64_t number);

// ISO 11649, "RF18539007547034": mod 97 of letters and digits, which are 1 to 21 digits and capital
// letters.  Throws std::invalid_argument for others.
std::string make_creditor_reference(std::string_view own);

}  // namespace states
