// POST /test/clock {"advance": "P15D"}: moves the time of the database.  With --test-clock only.

#pragma once

#include <functional>
#include <string>

#include "adapters/web.hpp"

namespace http {

// Gets a length of time as ISO 8601 writes it and returns what time it is then.
using MoveClock = std::function<std::string(const std::string&)>;

Route test_clock_route(MoveClock);

}  // namespace http
