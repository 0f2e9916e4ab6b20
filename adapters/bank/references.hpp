// The references by which invoices are paid, as payers write them: with and without marks, in the
// field that is meant for them and in free text, right and nearly right.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bank {

struct Written {
    std::string digits;  // Twelve digits, or an RF reference, without marks.
    bool sound = false;  // Its check digits are right.
    bool operator==(const Written&) const = default;
};

// What may be a reference in the text, in its order, each once.  Structured messages are found with
// +++, ***, slashes, points, hyphens and blanks or nothing between their digits, RF references in
// groups or in one.  Four digits three times are the letter's security code, and never taken for
// one.
std::vector<Written> references_in(std::string_view text);

// Of twelve digits that are not sound: those that are, and differ in one digit or in two neighbours
// that changed places.
std::vector<std::string> near_misses(std::string_view digits);

// The structured message that an RF reference was made from, if it was made from one; or itself.
std::string_view message_of(std::string_view reference);

}  // namespace bank
