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
// ASVS 5.0, 1.2.10.  What is a number stays one: "-12.50" is no formula.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace adapters
