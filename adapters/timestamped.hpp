// The part that several schemes of signed webhooks share: a time, a dot, and the body.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace adapters {

// Whole seconds since 1970 in their one notation; empty for anything else.
std::optional<std::chrono::sys_seconds> read_timestamp(std::string_view text);

// HMAC-SHA256 over "timestamp.body", in hexadecimal.
std::string timestamped_signature(std::string_view secret, std::string_view timestamp,
                                  std::string_view body);

}  // namespace adapters
