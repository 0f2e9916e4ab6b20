// Reads what a request brings: JSON bodies, filters, preconditions, the language that is wanted.

#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/web.hpp"

namespace http {

// Of en, nl and fr the one that Accept-Language likes best; English if it likes none.
std::string language_of(const Request&);

// The body, or the problem that it is: 415 for another media type, 400 for what is no JSON.
std::variant<nlohmann::json, Response> json_body(const Request&);

// The query as an object of texts.  Throws std::invalid_argument for a name that comes twice.
nlohmann::json query_object(const Request&);

// A whole number within bounds, `otherwise` if it is not given.  Throws std::invalid_argument.
int number_of(const nlohmann::json& query, const std::string& name, int otherwise, int least,
              int most);

std::string etag_of(int version);

// The version of If-Match.  An entity tag that we never give is -1, which no application is at.
std::optional<int> seen_version(const Request&);

std::optional<Response> flaw_of_key(const Request&);  // Of Idempotency-Key, if there is one.

bool already_has(const Request&, int version);  // By If-None-Match.

}  // namespace http
