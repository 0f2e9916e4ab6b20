// The picture with which a bank's application fills in a transfer (EPC069-12, version 002).

#pragma once

#include <string>
#include <vector>

#include "states/money.hpp"

namespace papers {

struct Transfer {
    std::string bic;        // May be empty.
    std::string name;       // Whose account it is; cut at 70 letters, as the standard has it.
    std::string iban;       // Without spaces.
    states::Money amount;   // In euro, more than nothing.
    std::string reference;  // ISO 11649, without spaces.
};

std::string payment_text(const Transfer&);

struct Modules {  // A square of dark and light, row by row.
    std::vector<bool> dark;
    std::size_t side = 0;
};

// Error correction M, as the standard has it.  Throws engine::Rejected if it is too long.
Modules qr_code(const std::string& text);

}  // namespace papers
