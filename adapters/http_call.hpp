// How an adapter calls a neighbour, without knowing which library carries the call.

#pragma once

#include <functional>
#include <map>
#include <string>

namespace adapters {

struct HttpRequest {
    std::string method;
    std::string url;
    std::map<std::string, std::string> headers = {};
    std::string body = {};
    std::string content_type = "application/json";  // Of the body, if there is one.
};

struct HttpReply {
    int status = 0;
    std::string body = {};
};

// Throws engine::Unavailable if no answer came.  What an unwelcome status means is for the caller
// to say, though a carrier may throw engine::Unavailable or engine::Rejected for it already.
using HttpCall = std::function<HttpReply(const HttpRequest&)>;

}  // namespace adapters
