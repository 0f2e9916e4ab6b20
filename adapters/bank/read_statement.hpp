// A bank's statement file of whatever format we read.

#pragma once

#include <istream>
#include <string_view>

#include "adapters/movement.hpp"

namespace bank {

// "coda" or "camt", once it was read to its end.  Throws Malformed, for an unknown format as well.
std::string_view read_statement(std::istream&, const adapters::TakeMovement&);

}  // namespace bank
