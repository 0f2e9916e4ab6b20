#include "adapters/pages/framed.hpp"

#include <charconv>
#include <string_view>

#include "adapters/base64.hpp"
#include "adapters/pages/answer.hpp"
#include "adapters/sha256.hpp"

namespace pages {
namespace {

// As a policy names the one style that counts: 'sha256-…'.
std::string source_of(std::string_view style) {
    const auto hex = adapters::sha256_of(style);
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        unsigned byte = 0;
        std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
        bytes += static_cast<char>(byte);
    }
    return "'sha256-" + adapters::base64(bytes) + "'";
}

}  // namespace

http::Response framed(std::string body) {
    constexpr std::string_view opens = "<style>";
    const auto begin = body.find(opens);
    const auto end = body.find("</style>");
    std::string style = "'none'";
    if (begin != std::string::npos && end != std::string::npos) {
        const auto from = begin + opens.size();
        style = source_of(std::string_view{body}.substr(from, end - from));
    }
    auto response = html(200, std::move(body));
    for (auto& [name, value] : response.headers) {
        if (name == "Content-Security-Policy")
            value = "sandbox; default-src 'none'; style-src " + style +
                    "; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
        if (name == "X-Frame-Options") value = "SAMEORIGIN";
    }
    return response;
}

void allow_own_frames(http::Response& response) {
    for (auto& [name, value] : response.headers)
        if (name == "Content-Security-Policy") value += "; frame-src 'self'";
}

}  // namespace pages
