// What DocuSeal's words for the state and the history of a submission mean to us.  Pure functions.

#pragma once

#include <nlohmann/json.hpp>

#include "adapters/agreements.hpp"

namespace docuseal {

enum class Standing {
    waiting,
    signed_,   // By all who had to.
    declined,  // By one of them.
    expired,
    archived,  // Taken back, by us or in DocuSeal.
    unknown,   // Keep waiting, and let a person look.
};

// Of the answer to GET /submissions/{id}.  `status` says what its signers have done, and
// `archived_at` stands beside it: what was signed or declined before somebody tidied up stays so.
Standing standing_of(const nlohmann::json& submission);

// A signature by somebody else than `agreement.signer` is told as a delegation to that address
// before it is told as a signature.
adapters::Seen seen(const adapters::Agreement& agreement, const nlohmann::json& submission);

}  // namespace docuseal
