// /api/v1/login and /api/v1/session: a registrar logs in with its password and the key of its
// phone, and out again.

#pragma once

#include <vector>

#include "adapters/login.hpp"
#include "adapters/web.hpp"

namespace http {

std::vector<Route> login_routes(adapters::Login&);

}  // namespace http
