#include "adapters/postgres/credentials.hpp"

#include <stdexcept>
#include <utility>

#include "adapters/hmac.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/secrets.hpp"
#include "adapters/sha256.hpp"
#include "engine/journal.hpp"

namespace postgres {
namespace {

constexpr std::size_t secret_size = 20;
constexpr std::size_t token_size = 32;
constexpr int recovery_codes = 10;
constexpr int groups_of_recovery_code = 6;  // Of 20 bits each: 120, and ASVS 6.5.2 wants 112.

// Its number in front, so that it is compared with one hash and not with ten.
std::string random_recovery_code(int number) {
    auto code = std::to_string(number);
    for (int pair = 0; pair < groups_of_recovery_code / 2; ++pair)
        code += "-" + random_activation_code();
    return code;
}

// Compared with where there is nobody.
const std::string& hash_of_nobody() {
    static const auto hash = hash_password(random_bytes(token_size));
    return hash;
}

}  // namespace

Keyring::Keyring(std::string sealing_key) : sealing_key_{std::move(sealing_key)} {
    if (sealing_key_.size() != 32)
        throw std::invalid_argument{"the key that seals secrets has to be 32 bytes"};
}

std::string Keyring::peppered(const std::string& password) const {
    return adapters::hmac_sha256("password\n" + password, sealing_key_);
}

std::string Keyring::hash(const std::string& password) const {
    return hash_password(peppered(password));
}

bool Keyring::matches(const std::string& password, const std::optional<std::string>& hash) const {
    const bool same = password_matches(peppered(password), hash ? *hash : hash_of_nobody());
    return same && hash;
}

std::string Keyring::sealed(const std::string& purpose, const std::string& secret) const {
    return seal(sealing_key_, purpose, secret);
}

std::string Keyring::unsealed(const std::string& purpose, const std::string& sealed) const {
    return unseal(sealing_key_, purpose, sealed);
}

std::string new_phone_secret() { return random_bytes(secret_size); }

RecoveryCodes new_recovery_codes() {
    std::vector<std::string> codes;
    Array hashes;
    for (int number = 0; number < recovery_codes; ++number) {
        codes.push_back(random_recovery_code(number));
        hashes.add(hash_code(normalised_code(codes.back())));
    }
    return {std::move(codes), hashes.text()};
}

std::optional<TypedRecoveryCode> read_recovery_code(const std::string& typed) {
    auto code = normalised_code(typed);
    if (code.empty() || code[0] < '0' || code[0] > '9') return std::nullopt;
    const int number = code[0] - '0';
    return TypedRecoveryCode{.number = number, .code = std::move(code)};
}

std::string new_token(const std::string& prefix) {
    return prefix + engine::hex(random_bytes(token_size));
}

std::string hash_of_token(const std::string& token) { return "\\x" + adapters::sha256_of(token); }

}  // namespace postgres
