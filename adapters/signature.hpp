// How an adapter finds out that a webhook is genuine, without knowing the scheme.

#pragma once

#include <functional>
#include <map>
#include <string>

#include "engine/workflow.hpp"

namespace adapters {

// Looks at the raw bytes; names of headers are in lower case.  Returns the sender's id for this
// message, the same when it is repeated, and throws adapters::Forged.
using VerifySignature = std::function<std::string(const std::map<std::string, std::string>& headers,
                                                  const std::string& body, engine::Time now)>;

// The "id" of a JSON body, by which its sender names a message; where it has none, a name made of
// its bytes.
std::string id_in(const std::string& body);

// The id, or the hash of the body if it is none that can be kept: empty, very long, with U+0000.
std::string id_or_hash(const std::string& id, const std::string& body);

}  // namespace adapters
