// /api/v1/activation: a registrar keys in its codes and chooses a password.  No token: the codes
// are the proof.

#pragma once

#include <vector>

#include "adapters/activation.hpp"
#include "adapters/reissue.hpp"
#include "adapters/web.hpp"

namespace http {

std::vector<Route> activation_routes(adapters::Activation&, adapters::Reissue&);

}  // namespace http
