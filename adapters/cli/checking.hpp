// `doorstep check`: judges single values, one line of output for each.

#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace cli {

std::vector<std::string> kinds_to_check();  // "vat", "phone", "postcode", "reference"

// Prints "valid|invalid|unknown", a tab, the normalised value, a tab, the reason.  Returns the exit
// code: 1 if any value is invalid.
int check(const std::string& kind, const std::vector<std::string>& values,
          const std::string& language, std::ostream& out);

}  // namespace cli
