// One line of a bank account's statement, in our own words, whichever file it came in.

#pragma once

#include <functional>
#include <string>

#include "states/money.hpp"

namespace adapters {

// Texts are UTF-8 and trimmed; empty is what the bank does not say.
struct Movement {
    std::string identity;       // SHA-256: the same movement has the same one in every file.
    std::string account;        // Ours: an IBAN, or a domestic number.
    std::string statement;      // What the bank calls the statement.
    std::string entry;          // Its place in it: "0003", "0003/0002", "3/2".
    std::string booked_on;      // "2026-03-31"
    states::Money amount;       // Above zero came in, below zero went out.
    std::string currency;       // "EUR"
    bool reversal = false;      // Takes another movement back.
    std::string structured;     // 12 digits or an RF reference, as it came: not checked.
    std::string text;           // What the payer has typed.
    std::string payer;          // The other side's name.
    std::string payer_account;  // Its IBAN, or whatever number it has.
    std::string bank_reference;
    std::string end_to_end;
    std::string doubt;  // Why nobody may book it unseen: a key below "bank." in the messages.
    bool operator==(const Movement&) const = default;
};

using TakeMovement = std::function<void(Movement&&)>;

}  // namespace adapters
