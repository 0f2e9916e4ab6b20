// Which passwords may be chosen: long ones that nobody guesses first (OWASP ASVS 5.0, 6.2; NIST
// SP 800-63B, 3.1.1).  No rules about capitals and digits, and no expiry.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "states/sign_up.hpp"

namespace adapters {

constexpr std::size_t password_length_min = 15;   // Letters of any script, as Unicode counts them.
constexpr std::size_t password_length_max = 256;  // Of whom types, no; of whom pastes, maybe.

// What is wrong with it, as a problem of the field "password".  `known` is what anybody would try
// for this registrar: its names, its numbers, its codes.  A password that is one of those, or one
// of those with little around it, or made of one or two letters, is refused.
std::optional<states::Problem> flaw_of_password(const std::string& password,
                                                const std::vector<std::string>& known);

// The built-in list (adapters/passwords/), by cmake/Embed.cmake.
const std::map<std::string_view, std::string_view>& password_files();

}  // namespace adapters
