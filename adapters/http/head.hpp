// Reads a request's head as strictly as RFC 9112 lets us, from bytes that anybody may have sent.
//
// cpp-httplib 0.11.4 reads heads leniently: it skips lines that end in a bare line feed, takes
// "Content-Length : 5" for another header, accepts two lengths, percent-decodes values, and knows
// no limit.  Each of these is a way to make a proxy and us see different requests.  So heads are
// read here, and whatever is unusual is refused.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/web.hpp"

namespace http {

struct Head {
    Request request;                    // Without body and parameters.
    std::vector<std::string> segments;  // Of the path, decoded one by one.
    std::size_t content_length = 0;
    bool speaks_1_1 = true;  // Or 1.0, whose connections we close after one answer.
    bool keep_alive = true;
    bool expects_continue = false;
};

struct Refused {  // The connection cannot be used any further: where the next request begins is
                  // unknown.
    int status;
    std::string detail;
};

// From the request line to the empty line, both included.  Pure.
std::variant<Head, Refused> read_head(std::string_view);

}  // namespace http
