// Takes in what neighbours send: believed first, kept raw, and understood later by a worker.

#pragma once

#include "adapters/http/api.hpp"

namespace http {

Response take_webhook(const ApiParts&, const Request&);

// Some providers ask first, by GET, whether their news is wanted here.
Response greet_provider(const ApiParts&, const Request&);

}  // namespace http
