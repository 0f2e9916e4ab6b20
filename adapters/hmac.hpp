// HMAC-SHA256 as lower-case hexadecimal digits, as webhooks are signed by several providers.

#pragma once

#include <string>
#include <string_view>

namespace adapters {

std::string hmac_sha256_of(std::string_view content, std::string_view key);

// Takes the same time wherever the texts differ, so that nobody can find a signature by trying.
bool same_in_constant_time(std::string_view given, std::string_view expected);

}  // namespace adapters
