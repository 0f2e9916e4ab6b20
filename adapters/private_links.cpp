#include "adapters/private_links.hpp"

#include "adapters/hmac.hpp"
#include "adapters/sha256.hpp"

namespace adapters {

constexpr std::size_t token_size = 64;  // Hexadecimal digits.

std::string PrivateLinks::token_of(engine::CaseId id) {
    auto token = hmac_sha256_of("private link to " + std::to_string(id.number), key_);
    book_.keep_link(sha256_of(token), id);
    return token;
}

std::string PrivateLinks::address_of(engine::CaseId id) {
    return public_url_ + "/a/" + token_of(id);
}

std::optional<engine::CaseId> PrivateLinks::case_of(const std::string& token) {
    if (token.size() != token_size) return std::nullopt;
    return book_.case_of_link(sha256_of(token));
}

}  // namespace adapters
