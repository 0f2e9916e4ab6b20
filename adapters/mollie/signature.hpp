// How Mollie's webhooks are believed, of which there are two kinds.
//
// Signed ones are subscribed to at Mollie: X-Mollie-Signature: sha256=…, the hexadecimal
// HMAC-SHA256 of the body, and several of them while a secret is replaced.  There is no timestamp,
// so an old message can be sent again; it leads to another look and to nothing else.  Mollie's own
// library lets a message without the header pass; we do not.
//
// Hints are the older kind, for an address that is named with each payment: a form, id=tr_…, and
// no signature at all.  Whoever sends one, we look at the payment and believe what Mollie says.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/signature.hpp"

namespace mollie {

// Says why a message is not believed; empty if it is genuine.
std::string_view flaw_of(std::string_view header, std::string_view body,
                         const std::vector<std::string>& secrets);

std::string sign(std::string_view secret, std::string_view body);  // The header's value.

// Names a delivery by the event's id, or by its content where that cannot be read.
adapters::VerifySignature signed_by(std::vector<std::string> secrets);

// Takes any hint; each is a delivery of its own, because it says nothing but "look again".
adapters::VerifySignature hinted();

// The id that a hint names: "tr_5B8cwPMGnU6qLbRvo7qEZo".  Empty if it is no hint.
std::string hint_in(std::string_view body);

}  // namespace mollie
