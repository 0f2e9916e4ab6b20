// Tokens of programs: what administrators do with them, at the console and at the command line.
//
// A token is shown once, when it is made; adapters/postgres/token_book.hpp keeps its hash.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/applications.hpp"

namespace adapters {

struct NewToken {
    std::string name;  // Who or what will use it; the journal names it, so it is never used again.
    std::vector<std::string> scopes;
    std::string until = {};  // The last day, "2027-01-31", where the registry is; empty: no end.
};

struct KnownToken {
    std::string name;
    std::vector<std::string> scopes;
    std::string until;   // As above.
    bool works = false;  // Neither withdrawn nor past its last day.
    engine::Time made;
    std::optional<engine::Time> used;  // To the hour.
    std::optional<engine::Time> withdrawn;
};

// In the order in which they are offered.
inline const std::vector<std::string>& all_scopes() {
    static const std::vector<std::string> all{"read",    "apply", "clerk", "approver",
                                              "finance", "audit", "admin"};
    return all;
}

// Everything that is wrong with one, at once.  `today` is "2026-11-28".
std::vector<states::Problem> flaws_of(const NewToken&, const std::string& today);

// `who` is an actor for the log of staff, which has a line for every change.
class TokenBook {
public:
    virtual ~TokenBook() = default;
    virtual std::vector<KnownToken> tokens() = 0;  // By name.
    // The token itself; empty if there was one of that name before.
    virtual std::optional<std::string> make(const NewToken&, const std::string& who) = 0;
    virtual bool withdraw(const std::string& name, const std::string& who) = 0;
};

class TokenDesk {
public:
    TokenDesk(TokenBook& book, std::function<std::string()> today)
        : book_{book}, today_{std::move(today)} {}

    // Auditors look; the rest is for administrators, and making one is worth a phone key.
    std::variant<std::vector<KnownToken>, Forbidden> list(const Caller&);
    struct Made {
        std::string token;  // Shown this once.
    };
    std::variant<Made, Invalid, Forbidden> make(const Caller&, const NewToken&);
    struct Withdrawn {};
    std::variant<Withdrawn, NotFound, Forbidden> withdraw(const Caller&, const std::string& name);

private:
    TokenBook& book_;
    std::function<std::string()> today_;
};

}  // namespace adapters
