// POST /api/v1/activation: a registrar keys in its codes.  No token: the three codes are the proof.

#pragma once

#include "adapters/activation.hpp"
#include "adapters/web.hpp"

namespace http {

Route activation_route(adapters::Activation&);

}  // namespace http
