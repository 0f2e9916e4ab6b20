// camt.053 (statement) and camt.054 (debit and credit notification) of ISO 20022, in versions 02
// and 08 and whatever has their shape in between.

#pragma once

#include <istream>
#include <string_view>

#include "adapters/movement.hpp"

namespace bank {

bool looks_like_xml(std::string_view beginning);

// Hands over what is booked, one entry at a time: memory holds one <Ntry>, not the file.  An entry
// with several transactions comes as these if they add up to it, otherwise as one.  Throws
// Malformed with the path; an entry before it may have been handed over.  No document type, no
// entities.
//
// A movement is known by the bank's reference, so that a notification and the statement that
// repeats it give the same one.  Without any it is known by its place, and each file has its own.
void read_camt(std::istream&, const adapters::TakeMovement&);

}  // namespace bank
