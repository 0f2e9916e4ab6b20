// What a QR code says that a bank's application fills a transfer in with (EPC069-12, version 002).

#pragma once

#include <string>

#include "states/money.hpp"

namespace adapters {

struct Transfer {
    std::string bic;        // May be empty.
    std::string name;       // Whose account it is; cut at 70 letters, as the standard has it.
    std::string iban;       // Without spaces.
    states::Money amount;   // In euro, more than nothing.
    std::string reference;  // ISO 11649, without spaces.
};

std::string transfer_text(const Transfer&);

}  // namespace adapters
