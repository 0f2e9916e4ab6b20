// SHA-256 of a text, as lower-case hexadecimal digits.

#pragma once

#include <string>
#include <string_view>

namespace adapters {

std::string sha256_of(std::string_view text);

}  // namespace adapters
