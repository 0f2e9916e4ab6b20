// `doorstep check`: judges single values, one line of output for each.

#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "states/checks.hpp"

namespace cli {

std::vector<std::string> kinds_to_check();  // "vat", "phone", "postcode", "reference", "iana"

// "valid|invalid|unknown", a tab, the normalised value, a tab, the reason; `values` fill the
// sentence of the reason.  1 if it is invalid, else 0.
int print_checked(const states::Checked&, const std::map<std::string, std::string>& values,
                  const std::string& language, std::ostream& out);

// One line for each.  Returns the exit code: 1 if any value is invalid.
int check(const std::string& kind, const std::vector<std::string>& values,
          const std::string& language, std::ostream& out);

}  // namespace cli
