// Reads what a request brings: JSON bodies, filters, preconditions, the language that is wanted.

#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/web.hpp"
#include "states/sign_up.hpp"

namespace http {

// Of en, nl and fr the one that Accept-Language likes best; English if it likes none.
std::string language_of(const Request&);

std::string media_type_of(const Request&);  // In lower case, without parameters.

// The body, or the problem that it is: 415 for another media type, 400 for what is no JSON.
std::variant<nlohmann::json, Response> json_body(const Request&);

// The query as an object of texts; a name that comes twice is a problem of its field.
nlohmann::json query_object(const Request&, std::vector<states::Problem>&);

// The whole number that names a thing in a path; 0, which nothing has, for any other text.
std::int64_t number_of(std::string_view);

// Names every parameter of the query that is not among `known`.
void refuse_others(const nlohmann::json& query, std::initializer_list<std::string_view> known,
                   std::vector<states::Problem>&);

std::string etag_of(int version);

// Of a body that says more than its version does: what still waits, in whose language, for whom.
// If-Match takes it like the version alone.
std::string etag_of(int version, std::string_view body);

// The version of If-Match.  An entity tag that we never give is -1, which no application is at.
std::optional<int> seen_version(const Request&);

std::optional<Response> flaw_of_key(const Request&);  // Of Idempotency-Key, if there is one.

bool already_has(const Request&, std::string_view etag);  // By If-None-Match.

}  // namespace http
