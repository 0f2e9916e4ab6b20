// The phone key: a time-based one-time password of RFC 6238 with SHA-1, 6 digits and 30 seconds,
// which is what every authenticator application can do.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/workflow.hpp"

namespace adapters {

// The step that this key belongs to, if it is that of now or the one before or after, so that a
// phone may be half a minute off.  Whether it was used before is not known here.  Spaces are
// ignored; all three are compared, each in constant time.
std::optional<std::int64_t> step_of(const std::string& secret, const std::string& key,
                                    engine::Time now);

// What a phone reads from the picture: "otpauth://totp/…", after the "Key Uri Format" of Google
// Authenticator.  The secret is bytes here, and base32 without padding there.
std::string otpauth_uri(const std::string& secret, const std::string& issuer,
                        const std::string& account);

std::string base32(const std::string& bytes);  // RFC 4648, without padding.

}  // namespace adapters
