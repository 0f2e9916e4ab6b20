// What registers outside are asked about an applicant: whether its VAT number is registered (VIES),
// and whether its IANA IDs are those of accredited registrars.
//
// A register is asked again when what it was asked about has changed.  Until it has answered, a
// warning stands in the place of its answer, so that nobody approves without noticing.

#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "states/draft.hpp"

namespace states {

constexpr std::string_view all_checks[] = {"vat", "iana"};

// Whether there is anything to ask.  False for an unknown check.
bool asks(std::string_view check, const SignUp&);

// The warnings that stand until these checks are answered, as far as they are asked: of those in
// Catalogue::awaited_checks.
std::vector<Problem> awaited(const SignUp&, const std::set<std::string>& checks);

// Takes the sign-up's warnings into the facts, which hold the sign-up as it was before, and begins
// anew with each check whose question changes; returns those, to be asked by ask_about().  What was
// accepted stays accepted while the same warning is raised.
std::vector<std::string_view> keep_warnings(Facts&, const SignUp& after,
                                            const std::vector<Problem>& warnings);

void ask_about(Draft&, std::string_view check);  // The sign-up in the facts.

// The product that a domain name belongs to; null if it was not asked for.
const Wish* wish_of(std::string_view domain, const SignUp&);

}  // namespace states
