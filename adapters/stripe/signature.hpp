// Stripe's signature of a webhook: hexadecimal HMAC-SHA256 over "t.body".  Pure functions.
//
// The header is Stripe-Signature: t=1747212544,v1=…,v1=…,v0=…; there are several v1 while a secret
// is being rolled.  The key is the whole text of the secret, "whsec_" included, unlike in Standard
// Webhooks.  Source: stripe-node 23, with which the test vectors were made.  It takes a timestamp
// of the future; we do not, or who copies a message could keep it for later.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/signature.hpp"

namespace stripe {

// Says why a message is not believed; empty if it is genuine.
std::string_view flaw_of(std::string_view header, std::string_view body,
                         const std::vector<std::string>& secrets, std::chrono::sys_seconds now,
                         std::chrono::seconds tolerance = std::chrono::minutes{5});

// The header's value, for whoever plays Stripe.
std::string sign(std::string_view secret, std::chrono::sys_seconds, std::string_view body);

// Names a delivery by the event's id, or by its content where that cannot be read: what was signed
// is kept in any case.
adapters::VerifySignature signed_by(std::vector<std::string> secrets);

}  // namespace stripe
