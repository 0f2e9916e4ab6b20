// POST /test/clock {"advance": "P15D"}: moves the time of the database.  With --test-clock only.

#pragma once

#include <functional>
#include <string>

#include "adapters/web.hpp"

namespace http {

// `advance` throws std::invalid_argument for what is no length of time.
Route test_clock_route(std::function<void(const std::string&)> advance);

}  // namespace http
