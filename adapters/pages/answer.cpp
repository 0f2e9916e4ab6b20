#include "adapters/pages/answer.hpp"

namespace pages {
namespace {

constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

// Our addresses go to nobody else; under "no-referrer" browsers would send "Origin: null" with our
// own forms as well (Fetch, "append a request Origin header"), and is_from_here() would refuse them
// wherever Sec-Fetch-Site is not sent: without TLS on other names than localhost, in old Safari.
constexpr auto referrer_policy = "same-origin";

}  // namespace

http::Response html(int status, std::string body) {
    return {.status = status,
            .body = std::move(body),
            .content_type = "text/html; charset=utf-8",
            .headers = {{"Content-Security-Policy", std::string{policy}},
                        {"X-Frame-Options", "DENY"},
                        {"Referrer-Policy", referrer_policy},
                        {"Cross-Origin-Opener-Policy", "same-origin"},
                        {"Cross-Origin-Resource-Policy", "same-origin"},
                        {"Cache-Control", "no-store"}}};
}

http::Response to_save(std::string content, std::string content_type, const std::string& name) {
    return {.body = std::move(content),
            .content_type = std::move(content_type),
            .headers = {{"Content-Disposition", "attachment; filename=\"" + name + "\""},
                        {"Content-Security-Policy", "default-src 'none'; sandbox"},
                        {"Cache-Control", "no-store"}}};
}

http::Response see_other(std::string path) {
    return {.status = 303,
            .headers = {{"Location", std::move(path)},
                        {"Referrer-Policy", referrer_policy},
                        {"Cache-Control", "no-store"}}};
}

void set_cookie(http::Response& response, const Cookie& cookie) {
    auto text = cookie.name + "=" + cookie.value + "; Path=/; HttpOnly; SameSite=Lax";
    if (cookie.secure) text += "; Secure";
    if (cookie.lifetime) text += "; Max-Age=" + std::to_string(cookie.lifetime->count());
    response.headers.emplace_back("Set-Cookie", std::move(text));
}

std::string cookie(const http::Request& request, std::string_view name) {
    auto all = request.header("cookie");
    while (!all.empty()) {
        const auto end = std::min(all.find(';'), all.size());
        auto pair = all.substr(0, end);
        pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
        if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
            return std::string{pair.substr(name.size() + 1)};
        all.remove_prefix(std::min(end + 1, all.size()));
    }
    return {};
}

bool is_from_here(const http::Request& request) {
    if (const auto site = request.header("sec-fetch-site"); !site.empty())
        return site == "same-origin" || site == "none";
    const auto origin = request.header("origin");
    if (origin.empty() || origin == "null") return origin.empty();
    const auto host = origin.find("://");
    return host != std::string_view::npos && origin.substr(host + 3) == request.header("host");
}

}  // namespace pages
