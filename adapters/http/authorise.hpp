// Who is asking by a bearer token, and whether the token's scopes are enough.

#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/applications.hpp"
#include "adapters/reading.hpp"
#include "adapters/web.hpp"

namespace http {

// What was brought as "Authorization: Bearer <token>".
std::optional<std::string> bearer_token(const Request&);

using Scopes = std::span<const std::string_view>;

// The caller if its token has any of `wanted`; otherwise a 401 or a 403 that says what is missing.
std::variant<adapters::Caller, Response> authorise(const Request&, adapters::Reading&,
                                                   Scopes wanted);

// Answers for such a caller alone.  `wanted` must outlive it.
using AnswerCaller = std::function<Response(const adapters::Caller&, const Request&)>;
Handler guarded(adapters::Reading&, Scopes wanted, AnswerCaller);

}  // namespace http
