// SHA-256 of a text or of a stream, as lower-case hexadecimal digits.

#pragma once

#include <istream>
#include <string>
#include <string_view>

namespace adapters {

std::string sha256_of(std::string_view text);

// To its end, in parts.
std::string sha256_of(std::istream&);

}  // namespace adapters
