// What the accounts of registrars and of staff have in common: passwords with a pepper, secrets of
// phones, recovery codes, tokens.

#pragma once

#include <optional>
#include <string>
#include <vector>

namespace postgres {

// Hashes passwords, and seals the secrets of phones.
class Keyring {
public:
    // The key is 32 bytes that are not in the database.  Throws std::invalid_argument if it has
    // another length.
    explicit Keyring(std::string sealing_key);

    // argon2id over an HMAC with the key.
    std::string hash(const std::string& password) const;
    // Takes the same time without a hash, which nothing is like.
    bool matches(const std::string& password, const std::optional<std::string>& hash) const;

    // `purpose` names whose it is: it can be unsealed for nobody else.
    std::string sealed(const std::string& purpose, const std::string& secret) const;
    std::string unsealed(const std::string& purpose, const std::string& sealed) const;

private:
    std::string peppered(const std::string& password) const;

    std::string sealing_key_;
};

std::string new_phone_secret();  // 160 bits, as RFC 4226 (section 4, R6) has it.

struct RecoveryCodes {
    std::vector<std::string> codes;  // Ten of 120 bits: "3-7KQ2-M9XF-…".
    std::string hashes;              // As an array of PostgreSQL.
};
RecoveryCodes new_recovery_codes();

// A recovery code as it was typed; its first digit is its number among the ten.
struct TypedRecoveryCode {
    int number;
    std::string code;
};
std::optional<TypedRecoveryCode> read_recovery_code(const std::string& typed);

std::string new_token(const std::string& prefix);     // And 256 random bits.
std::string hash_of_token(const std::string& token);  // SHA-256, as a bytea literal.

}  // namespace postgres
