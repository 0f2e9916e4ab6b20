#include <algorithm>
#include <charconv>

#include "states/checks.hpp"
#include "states/host_name.hpp"
#include "states/text.hpp"

namespace states {
namespace {

bool is_port(std::string_view text) {
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

// What RFC 3986 lets nobody write unescaped: some of it would break out of an attribute in a page.
bool is_forbidden(char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\x7f' ||
           std::string_view{"\"<>\\^`{|}"}.find(c) != std::string_view::npos;
}

}  // namespace

Checked check_website(std::string_view text) {
    const auto url = trimmed(text);
    const auto colon = url.find("://");
    const auto scheme = lower_ascii(url.substr(0, colon));
    if (colon == std::string_view::npos || (scheme != "http" && scheme != "https"))
        return {.code = "website_scheme"};
    if (std::ranges::any_of(url, is_forbidden)) return {.code = "website_format"};

    const auto rest = url.substr(colon + 3);
    const auto authority = rest.substr(0, rest.find_first_of("/?#"));
    if (authority.find('@') != std::string_view::npos) return {.code = "website_user"};
    const auto host = authority.substr(0, authority.find(':'));
    if (!is_host_name(host)) return {.code = "website_host"};
    if (host.size() < authority.size() && !is_port(authority.substr(host.size() + 1)))
        return {.code = "website_host"};
    return {.verdict = Verdict::valid,
            .normalised = scheme + "://" + lower_ascii(authority) +
                          std::string{rest.substr(authority.size())}};
}

}  // namespace states
