// What Adobe's words for the state and the history of an agreement mean to us.  Pure functions.

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "adapters/agreements.hpp"

namespace adobe_sign {

enum class Standing {
    waiting,
    signed_,
    cancelled,  // By the signer or by us: which of the two its events say.
    expired,
    unknown,  // Keep waiting, and let a person look.
};

// AgreementInfo.status.  ABORTED stands in texts about webhooks for CANCELLED.  That an agreement
// was approved, accepted or delivered is an end of its own, but nobody has signed it: unknown.
Standing standing_of(std::string_view status);

// Puts together what GET /agreements/{id}, …/events and …/members have said.  `members` may be null
// where nothing depends on it.  A signature by somebody else than `agreement.signer` is told as a
// delegation to that address before it is told as a signature.
adapters::Seen seen(const adapters::Agreement& agreement, const std::string& status,
                    const nlohmann::json& events, const nlohmann::json& members);

// The members decide who it is that has to sign now, or has signed.
bool needs_members(const std::string& status, const nlohmann::json& events);

}  // namespace adobe_sign
