#include "adapters/entrance.hpp"

#include <utility>

#include "adapters/phone_key.hpp"
#include "adapters/qr_picture.hpp"

namespace adapters {

Enrolment enrolment_with(std::string token, const std::string& secret, const std::string& issuer,
                         const std::string& account) {
    const auto uri = otpauth_uri(secret, issuer, account);
    return {.token = std::move(token), .otpauth_uri = uri, .picture = qr_picture(uri)};
}

}  // namespace adapters
