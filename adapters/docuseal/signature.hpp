// DocuSeal's signature of a webhook: hexadecimal HMAC-SHA256 over "timestamp.body".  Pure
// functions.
//
// The header is X-Docuseal-Signature: 1700000000.93147285…, and the key is the whole text of the
// secret, "whsec_" included, although it looks like one of Standard Webhooks.  (The secret, not
// DocuSeal's "custom header", which is another thing.)  Source: lib/webhook_urls/signatures.rb.

#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/signature.hpp"

namespace docuseal {

constexpr auto signature_header = "x-docuseal-signature";

// Says why a message is not believed; empty if it is genuine.
std::string_view flaw_of(std::string_view header, std::string_view body,
                         const std::vector<std::string>& secrets, std::chrono::sys_seconds now,
                         std::chrono::seconds tolerance = std::chrono::minutes{5});

// The header's value, for whoever plays DocuSeal.
std::string sign(std::string_view secret, std::chrono::sys_seconds, std::string_view body);

// Names a delivery by what it says of what and when, for DocuSeal gives it no id, or by its bytes
// where that cannot be read: what was signed is kept in any case.  Throws std::invalid_argument for
// a secret that does not begin with "whsec_", without the secret in it.
adapters::VerifySignature signed_by(std::vector<std::string> secrets);

}  // namespace docuseal
