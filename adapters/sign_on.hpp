// Single sign-on: another system, which knows the registry's people, says who stands at our door.
//
// adapters/oidc implements it.  A browser is sent to `url`, keeps `ticket` meanwhile — in a cookie
// that no script reads, SameSite=Lax since it comes back from elsewhere — and brings the answer.

#pragma once

#include <string>
#include <variant>

namespace adapters {

struct SignOnBegun {
    std::string url;
    std::string ticket;  // Good for ten minutes, and for the answer to this very question.
};

struct SignOnAnswer {  // The query that the browser comes back with, and the ticket that it kept.
    std::string ticket;
    std::string state;
    std::string code;
    std::string issuer;  // "iss", RFC 9207; may be empty.
    std::string error;
};

struct Proven {
    std::string issuer;  // The provider, and who it is there: that never becomes somebody else.
    std::string subject;
    std::string email;  // The provider has verified that it is theirs.
};
struct NotProven {
    std::string why;     // "expired", "foreign", "refused", "unverified", "forged": the message
                         // "staff.sign_on_" and this is a sentence.
    std::string detail;  // For operators; may be empty.
};

class SignOn {
public:
    virtual ~SignOn() = default;

    // Both throw engine::Unavailable where the provider is away, and engine::Rejected where it does
    // not speak as agreed.
    virtual SignOnBegun begin() = 0;
    virtual std::variant<Proven, NotProven> finish(const SignOnAnswer&) = 0;
};

}  // namespace adapters
