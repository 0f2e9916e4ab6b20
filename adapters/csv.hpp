// Comma-separated values as RFC 4180 has them, for people who open them in a spreadsheet.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace adapters {

// What a file begins with: without the byte order mark, Excel takes UTF-8 for something else.
inline const std::string csv_start = "\xEF\xBB\xBF";

// One record with its CRLF.  A field that a spreadsheet would take for a formula (it begins with
// = + - @, a tab or a return, or a full-width form of one of these) gets an apostrophe before it;
// ASVS 5.0, 1.2.10.  So does what follows a semicolon, a tab or the end of a line within a field:
// where the list separator is a semicolon, as in Belgium, Excel begins another cell there.  What is
// a number stays one: "-12.50" is no formula.  The apostrophes stay in what is read back; whoever
// wants every text as it was takes JSON.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace adapters
