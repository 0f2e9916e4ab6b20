#include "adapters/http/problem.hpp"

#include <nlohmann/json.hpp>

namespace http {

namespace {

constexpr std::string_view media_type = "application/problem+json";

// Text from outside may be cut in the middle of a character; an error must not fail for that.
std::string dump(const nlohmann::ordered_json& json) {
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

Response problem(int status, std::string_view title, std::string_view detail,
                 const std::vector<FieldError>& errors, std::string_view type) {
    nlohmann::ordered_json json{
        {"type", type}, {"title", title.empty() ? phrase_of(status) : title}, {"status", status}};
    if (!detail.empty()) json["detail"] = detail;
    for (const auto& error : errors)
        json["errors"].push_back(nlohmann::ordered_json{
            {"field", error.field}, {"code", error.code}, {"detail", error.detail}});
    return {.status = status,
            .body = dump(json),
            .content_type = std::string{media_type},
            .headers = {{"Cache-Control", "no-store"}}};
}

void name_request(Response& response, std::string_view request_id) {
    if (response.content_type != media_type || !response.body.ends_with('}')) return;
    response.body.pop_back();
    response.body += ",\"request_id\":" + dump(request_id) + "}";
}

std::string_view phrase_of(int status) {
    switch (status) {
        case 100: return "Continue";
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        default: return "";
    }
}

}  // namespace http
