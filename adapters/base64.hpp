// Base64 of RFC 4648, section 4, with padding and without line breaks.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace adapters {

std::string base64(std::string_view bytes);

// Empty for what base64() would not have written: other ways to write the same bytes included.
std::optional<std::string> read_base64(std::string_view text);

}  // namespace adapters
