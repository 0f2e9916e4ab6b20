// The remainder by 97 that references, IBANs and some VAT numbers are protected by (ISO 7064).

#pragma once

#include <string_view>

namespace states {

// Of digits and capital letters read as one number, with A as 10 and Z as 35.
constexpr int mod_97(std::string_view text) {
    int rest = 0;
    for (const char c : text)
        rest = c >= 'A' ? (rest * 100 + (c - 'A' + 10)) % 97 : (rest * 10 + (c - '0')) % 97;
    return rest;
}

}  // namespace states
