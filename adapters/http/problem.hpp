// Says no in the words of RFC 9457: application/problem+json.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/web.hpp"

namespace http {

struct FieldError {  // One field of the input and the rule that it breaks.
    std::string field;
    std::string code;
    std::string detail;
};

// The server adds `request_id` on the way out, so that no handler has to carry it.  An empty title
// becomes the status's own phrase; `type` stays about:blank unless one is given.
Response problem(int status, std::string_view title, std::string_view detail,
                 const std::vector<FieldError>& errors = {}, std::string_view type = "about:blank");

// Called by the server; leaves everything but a problem alone.
void name_request(Response&, std::string_view request_id);

std::string_view phrase_of(int status);  // "Not Found"; empty for a status we never send.

}  // namespace http
