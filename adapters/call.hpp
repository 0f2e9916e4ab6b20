// One call of a neighbour's HTTP interface, for adapters that make calls without knowing libcurl.

#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/fault.hpp"

namespace adapters {

struct Call {
    std::string method = "GET";
    std::string url;
    std::vector<std::string> headers = {};  // "Name: value"
    std::string body = {};
    std::string content_type = {};  // Empty for a call without a body.
    std::size_t reply_max = 0;      // Bytes of a body; 0 takes what is usual.
    // For what must not happen twice and has no idempotency key: libcurl silently repeats a call on
    // a kept connection that breaks before the answer.  Such a call gets a connection of its own.
    bool once = false;
};

struct Reply {
    int status = 0;                              // 2xx: everything else is thrown.
    std::map<std::string, std::string> headers;  // Names in lower case.
    std::string body;
};

// They have answered with a status that a repetition will not change.  `body` is theirs: the reason
// stands in it, in words of their own that only their adapter understands.
class RefusedCall : public engine::Rejected {
public:
    RefusedCall(const std::string& what, int code, std::string text)
        : engine::Rejected{what}, status{code}, body{std::move(text)} {}

    int status;
    std::string body;
};

// Makes the call.  Throws engine::Unavailable for time-outs, broken connections, 429 and 5xx, and
// RefusedCall for every other status that is not 2xx.
using Send = std::function<Reply(const Call&)>;

}  // namespace adapters
