// Names of hosts, as they stand in e-mail addresses and URLs.

#pragma once

#include <string_view>

namespace states {

// At least two labels of letters, digits and inner hyphens, the last one not a number, so that an
// address like 192.0.2.1 is none.  Letters of all scripts, because names are typed as they are
// read.
bool is_host_name(std::string_view);

}  // namespace states
