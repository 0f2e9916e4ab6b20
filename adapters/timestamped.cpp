#include "adapters/timestamped.hpp"

#include <algorithm>
#include <charconv>

#include "adapters/hmac.hpp"

namespace adapters {

std::optional<std::chrono::sys_seconds> read_timestamp(std::string_view text) {
    constexpr auto digits_max = 12;
    const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || text.empty() || text.size() > digits_max) return std::nullopt;
    long long seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::chrono::sys_seconds{std::chrono::seconds{seconds}};
}

std::string timestamped_signature(std::string_view secret, std::string_view timestamp,
                                  std::string_view body) {
    std::string content;
    content.reserve(timestamp.size() + 1 + body.size());
    content.append(timestamp).append(".").append(body);
    return hmac_sha256_of(content, secret);
}

}  // namespace adapters
