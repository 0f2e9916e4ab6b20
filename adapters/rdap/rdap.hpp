// Looks up a domain name at its registry (RDAP, RFC 9082 and 9083): who is its sponsoring
// registrar?
//
// look_up() brings facts, confirm() judges them against whom we expect, and says what it compared.

#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/call.hpp"
#include "adapters/likeness.hpp"
#include "adapters/rdap/answer.hpp"
#include "adapters/rdap/servers.hpp"

namespace rdap {

struct Registration {
    std::string domain;   // In A-labels, as it was asked for.
    By by = By::iana_id;  // What this TLD's registrars are compared by.
    std::string asked;    // The URL.
    // Empty for a name that is not registered.
    std::optional<Domain> found = {};
};

// Whom we expect.  Of a reseller, all of its accredited registrar.
struct Sponsor {
    int iana_id = 0;          // 0: none.
    std::string handle = {};  // As the registry names it.
    std::string name = {};
};

struct Confirmation {
    enum class Verdict {
        confirmed,
        another_registrar,
        not_registered,
        unfinished,  // "pending create": ask again.
        unclear,     // Nothing to compare, or names that are alike: a person has to look.
    };
    Verdict verdict = Verdict::unclear;
    By by = By::iana_id;
    std::string expected = {};  // What was compared, as it was; may be empty.
    std::string found = {};
    adapters::Likeness likeness = {};  // Of names.
};

class Rdap {
public:
    Rdap(std::vector<Server> servers, adapters::Send send)
        : servers_{std::move(servers)}, send_{std::move(send)} {}

    // Throws engine::Unavailable where the server does not answer, and engine::Rejected for what is
    // no domain name directly below one of our TLDs, and for an answer that breaks RFC 9083, with
    // the field.  A 404 is an answer: not registered.
    Registration look_up(const std::string& name) const;

private:
    std::vector<Server> servers_;
    adapters::Send send_;
};

Confirmation confirm(const Registration&, const Sponsor&);

std::string_view word_of(Confirmation::Verdict);  // "another_registrar"; stable, for programs.

// Everything of both, to be kept as evidence.
nlohmann::json view_of(const Registration&, const Confirmation&);

// Sentences for a person (states/messages/lookups.*.json): the verdict, and what was compared.
std::vector<std::string> in_words(const Registration&, const Confirmation&,
                                  std::string_view language);

}  // namespace rdap
