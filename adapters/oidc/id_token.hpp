// Judges an ID token: is it the provider's, for us, of now, and the answer to our question?
//
// OpenID Connect Core 1.0, section 3.1.3.7; signatures by JWS (RFC 7515) with keys of the
// provider's JWK set (RFC 7517).

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "engine/workflow.hpp"

namespace oidc {

struct Expected {
    std::string issuer;
    std::string client_id;
    std::string nonce;
    engine::Time now;
};

struct NotBelieved {
    std::string why;  // For operators.
};

// Its claims, or why it is not believed.  Signatures may be RS256, PS256 or ES256: "none", and
// those whose key the token itself brings, never count.
std::variant<nlohmann::json, NotBelieved> judge(const std::string& token,
                                                const nlohmann::json& key_set, const Expected&);

// Is the key there that the token names?  If not, the provider may have a new one.
bool has_key_of(const std::string& token, const nlohmann::json& key_set);

}  // namespace oidc
