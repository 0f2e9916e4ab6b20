// CODA 2: the coded statement of account of Belgian banks (Febelfin, "Coded statement of account
// (CODA)", version 2.6): lines of 128 columns, ISO-8859-1.

#pragma once

#include <istream>
#include <string_view>

#include "adapters/movement.hpp"

namespace bank {

bool looks_like_coda(std::string_view beginning);

// Hands over each movement as soon as it has read all of its lines, and keeps none.  A global
// movement whose details add up to it comes as its details, never as both.  Counts, turnovers and
// balances are checked; throws Malformed with the line, at the latest at the end: who books before
// that has to be able to take it back.
//
// Structured messages are handed over as they are, whether their check digits are right or not.
void read_coda(std::istream&, const adapters::TakeMovement&);

}  // namespace bank
