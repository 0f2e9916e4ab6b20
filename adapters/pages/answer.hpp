// Answers with pages: what protects them (OWASP ASVS 5.0, 3.4), cookies, and the ways to go on.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/web.hpp"

namespace pages {

// No script or style but our own, no frame, nothing kept by a proxy or after a log-out, and no
// address, which may be a private link, told to others.
http::Response html(int status, std::string body);

// A file to be saved: never shown, kept by nobody on its way, and harmless where it is opened all
// the same.  The name is ASCII without quotes.
http::Response to_save(std::string content, std::string content_type, const std::string& name);

http::Response see_other(std::string path);  // 303: a reload sends no form again.

struct Cookie {
    std::string name;
    std::string value;
    bool secure = false;                                // Sent over TLS alone.
    std::optional<std::chrono::seconds> lifetime = {};  // Empty: until the browser is closed.
};
void set_cookie(http::Response&, const Cookie&);  // For scripts invisible; SameSite=Lax.
std::string cookie(const http::Request&, std::string_view name);

// Whether a form comes from a page of ours: by Sec-Fetch-Site, or by Origin where a browser does
// not send that; a browser that sends neither is let in, and its token has to be right.
bool is_from_here(const http::Request&);

}  // namespace pages
