// A random sample that anybody can draw again from the same list with the same seed.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace adapters {

// In the order in which they are drawn: by the SHA-256 of "<seed>\n<name>", in hexadecimal digits,
// the smallest first.  docs/audit.md has it as a line of shell.
std::vector<std::string> random_sample(const std::vector<std::string>& names, std::string_view seed,
                                       std::size_t size);

std::string random_seed();  // 32 hexadecimal digits of the system's random numbers.

}  // namespace adapters
