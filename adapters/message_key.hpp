// The name that a client gives to a request, so that a repeat is known: it stands in the journal's
// hashed lines and can never be taken out of them again.

#pragma once

#include <algorithm>
#include <string_view>

namespace adapters {

// Printable ASCII, and nobody's address.
inline bool names_nobody(std::string_view key) {
    return std::ranges::all_of(key, [](char c) { return c >= ' ' && c <= '~' && c != '@'; });
}

}  // namespace adapters
