// Which of the seven steps apply to an application (domain.md, "Paths").
//
// Computed from the catalogue and the sign-up, stored with the facts, and computed again whenever
// the sign-up changes.  Everything that the rules need later is kept in it, so that a decision
// depends on the facts alone and not on what the catalogue says by then.

#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "states/catalogue.hpp"
#include "states/sign_up.hpp"
#include "states/sparse.hpp"

namespace states {

enum class Step {
    prepare = 1,
    sign_up,
    contract,
    invoice,
    activation,
    profile,
    first_registration
};

struct PathStep {
    int step = 0;      // 1 to 7.
    std::string name;  // "contract"
    bool applies = true;
    std::string because;  // Of a skipped step: a key below "skip." in the messages.
    bool operator==(const PathStep&) const = default;
};

struct Path {
    std::vector<PathStep> steps;            // All seven, in order.
    std::vector<std::string> agreements;    // Products that need a registrar agreement.
    Money due;                              // The prepayment, VAT excluded; 0 if there is none.
    bool letter = false;                    // The security letter and the activation.
    std::set<std::string> contacts;         // Kinds that the profile needs.
    std::vector<std::string> product_urls;  // Products that need a URL.
    bool operator==(const Path&) const = default;

    bool applies(Step) const;
};

Path path_of(const SignUp&, const Catalogue&);
std::string_view name_of(Step);

STATES_SPARSE_JSON(PathStep, step, name, applies, because)
STATES_SPARSE_JSON(Path, steps, agreements, due, letter, contacts, product_urls)

}  // namespace states
