#include "adapters/hmac.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include "engine/journal.hpp"

namespace adapters {

std::string hmac_sha256(std::string_view content, std::string_view key) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int length = 0;
    if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
              reinterpret_cast<const unsigned char*>(content.data()), content.size(), mac.data(),
              &length))
        throw std::runtime_error{"OpenSSL cannot compute an HMAC"};
    return {reinterpret_cast<const char*>(mac.data()), length};
}

std::string hmac_sha256_of(std::string_view content, std::string_view key) {
    return engine::hex(hmac_sha256(content, key));
}

bool same_in_constant_time(std::string_view given, std::string_view expected) {
    return given.size() == expected.size() &&
           CRYPTO_memcmp(given.data(), expected.data(), expected.size()) == 0;
}

}  // namespace adapters
