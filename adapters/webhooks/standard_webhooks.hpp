// Standard Webhooks, version v1: HMAC-SHA256 over "id.timestamp.body".  Pure functions.

#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace webhooks {

// The bytes of a "whsec_…" secret.  Kept apart from other strings, so that it is not printed.
struct Secret {
    std::string key;
};

// "whsec_" and base64 of 24 to 64 bytes.  Throws std::invalid_argument, without the secret in it.
Secret read_secret(std::string_view);

// The three headers as they came; empty where there was none.
struct Headers {
    std::string_view id;
    std::string_view timestamp;
    std::string_view signature;
};

// Why a message is not believed.
enum class Flaw {
    id_missing,
    id_malformed,
    timestamp_missing,
    timestamp_malformed,
    too_old,
    too_new,
    signature_missing,
    signature_malformed,
    version_unknown,
    signature_wrong,
};

std::string_view sentence(Flaw);

// The value of the header webhook-signature: "v1,…".  Throws std::invalid_argument for an id that
// is empty, holds a dot, by which it could be mistaken for a timestamp, or does not fit in a
// header.
std::string sign(const Secret&, std::string_view id, std::chrono::sys_seconds,
                 std::string_view body);

// Empty: genuine.  One good signature by one of the secrets is enough, so that secrets can be
// changed while messages are on their way; signatures of other versions are skipped.
std::optional<Flaw> verify(const Headers&, std::string_view body, std::span<const Secret>,
                           std::chrono::sys_seconds now,
                           std::chrono::seconds tolerance = std::chrono::minutes{5});

}  // namespace webhooks
