// HMAC-SHA256, by which webhooks are signed.

#pragma once

#include <string>
#include <string_view>

namespace adapters {

std::string hmac_sha256(std::string_view content, std::string_view key);  // Its 32 bytes.

std::string hmac_sha256_of(std::string_view content, std::string_view key);  // In lower-case hex.

// Takes the same time wherever the texts differ, so that nobody can find a signature by trying.
bool same_in_constant_time(std::string_view given, std::string_view expected);

}  // namespace adapters
