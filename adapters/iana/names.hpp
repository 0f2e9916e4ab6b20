// How far a name that IANA lists is that of an organisation, in words for whoever decides.

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/registrar_lists.hpp"

namespace iana {

struct NameMatch {
    enum class Kind {
        same,        // Letter by letter.
        same_words,  // Capitals, accents, marks, order and legal forms aside.
        trade_name,  // It is what the listed one trades under: "… dba Onamae.com".
        partly,      // Half of the words or more.
        different,
    };
    Kind kind = Kind::different;
    int likelihood = 0;                    // 0 to 100: for the order, not a probability.
    std::vector<std::string> shared = {};  // Words, in small letters without accents.
    std::vector<std::string> others = {};  // Those that only one of the names has.
    bool is_enough() const { return kind != Kind::different; }
};

NameMatch match_names(std::string_view ours, std::string_view listed);

// For the sentence "likeness.<code>" of the messages: {"likeness", "shared", "others"}.
std::map<std::string, std::string> in_values(const NameMatch&);

struct Candidate {
    adapters::ListedRegistrar registrar;
    NameMatch match;
};

// Those that have a word in common, the likeliest first; at most `limit`.
std::vector<Candidate> likely(const std::vector<adapters::ListedRegistrar>&, std::string_view name,
                              std::size_t limit);

}  // namespace iana
