// Believes what was signed by Standard Webhooks with one of our secrets, for adapters that ask.

#pragma once

#include <vector>

#include "adapters/signature.hpp"
#include "adapters/webhooks/standard_webhooks.hpp"

namespace webhooks {

// Several while a secret is being changed.
adapters::VerifySignature signed_by(std::vector<Secret>);

}  // namespace webhooks
