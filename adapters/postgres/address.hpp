// Connection strings: the limits that every connection of ours works under.

#pragma once

#include <string>
#include <string_view>

namespace postgres {

// The address (key words or URI) with time limits for statements, locks and idle transactions, and
// for connecting.  What the address already says of these stands.
std::string with_limits(std::string_view address);

}  // namespace postgres
