// How far a name or an address of ours is that of somebody else's register, and by which words.
//
// For people who decide: it says what it saw, and a "different" is a reason to look, not a no.

#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "states/sign_up.hpp"

namespace adapters {

struct Likeness {
    enum class Kind {
        same,            // All words, legal forms aside; of an address, all of ours.
        alike,           // Half of them or more.
        different,       // Fewer.
        another_script,  // Greek or Cyrillic letters on one side alone: nothing to compare by.
        not_disclosed,   // They keep it to themselves.
    };
    Kind kind = Kind::not_disclosed;
    // In small letters without accents: "müller" is "muller".  UTF-8.
    std::vector<std::string> shared = {};
    std::vector<std::string> only_ours = {};
    std::vector<std::string> only_theirs = {};
    bool said_by_them = false;  // They have compared what they do not disclose; no words then.
};

// Without legal forms such as BV or GmbH, in any order; ü, ue and u are one letter.
Likeness likeness_of_names(std::string_view ours, std::string_view theirs);

// Whether street, number, postal code and city stand in an address that is one text.
Likeness likeness_of_addresses(const states::Address& ours, std::string_view theirs);

std::string_view word_of(Likeness::Kind);  // "not_disclosed"; stable, for programs.

// {"kind","shared","only_ours","only_theirs","said_by_them"}
nlohmann::json view_of(const Likeness&);

}  // namespace adapters
