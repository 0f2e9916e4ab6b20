// What a page or an interface is to the HTTP server: a function from a request to a response.
//
// It stands here and not in http/ so that every folder that has pages can say what they are without
// knowing the server.

#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

struct Request {
    std::string id;  // Ours, also in the answer's X-Request-Id; say it in every log line.
    std::string
        method;  // Upper case.  A HEAD that has no route of its own arrives as a HEAD at GET's.
    std::string target;                             // Path and query as they were sent.
    std::string path;                               // Decoded; UTF-8 without control characters.
    std::map<std::string, std::string> parameters;  // What stood in the pattern's braces, decoded.
    std::multimap<std::string, std::string> query;  // Decoded; UTF-8 without NUL.
    std::map<std::string, std::string> headers;     // Names in lower case; values as sent, UTF-8.
    std::string body;                               // The very bytes: signatures are over them.
    std::string remote_address;                     // Of the socket; a header cannot change it.

    // The value, or nothing at all as the empty string.
    std::string_view header(const std::string& name) const { return value_of(headers, name); }
    std::string_view parameter(const std::string& name) const { return value_of(parameters, name); }
    std::string_view query_value(const std::string& name) const { return value_of(query, name); }

private:
    template <class Map>
    static std::string_view value_of(const Map& map, const std::string& name) {
        const auto found = map.find(name);
        return found == map.end() ? std::string_view{} : std::string_view{found->second};
    }
};

using Sink = std::function<void(std::string_view)>;

struct Response {
    int status = 200;
    std::string body = {};
    std::string content_type = {};  // Needed with a body.
    std::vector<std::pair<std::string, std::string>> headers = {};

    // Instead of a body: called once, writes piece by piece to the client.  For answers that are
    // too large for memory.  When it throws, the connection breaks, and the client sees that it
    // did.
    std::function<void(const Sink&)> stream = {};
};

using Handler = std::function<Response(const Request&)>;

// A pattern is a path whose segments are words or {names}: "/api/v1/applications/{id}/events".  A
// last segment {name*} takes all that is left of the path.  Words win over names.
struct Route {
    std::string method;
    std::string pattern;
    Handler handler;
    std::size_t body_limit = 0;  // In bytes; 0 takes the server's.
};

}  // namespace http
