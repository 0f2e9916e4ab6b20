// Who is asking by a bearer token, and whether the token's scopes are enough.

#pragma once

#include <span>
#include <string_view>
#include <variant>

#include "adapters/applications.hpp"
#include "adapters/reading.hpp"
#include "adapters/web.hpp"

namespace http {

using Scopes = std::span<const std::string_view>;

// The caller if its token has any of `wanted`; otherwise a 401 or a 403 that says what is missing.
std::variant<adapters::Caller, Response> authorise(const Request&, adapters::Reading&,
                                                   Scopes wanted);

}  // namespace http
