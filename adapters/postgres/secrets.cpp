#include "adapters/postgres/secrets.hpp"

#include <argon2.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <memory>
#include <semaphore>
#include <stdexcept>

#include "states/checks.hpp"

namespace postgres {
namespace {

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

const unsigned char* raw(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

Cipher new_cipher(const std::string& key) {
    if (key.size() != 32)
        throw std::invalid_argument{"the key that seals codes has to be 32 bytes"};
    return {EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
}

void must(int result) {
    if (result != 1) throw std::runtime_error{"a code cannot be sealed or unsealed"};
}

// argon2id with these costs, as a PHC string.
struct Cost {
    std::uint32_t passes;
    std::uint32_t memory_kib;
    std::uint32_t lanes;
};
constexpr Cost cost_of_code{.passes = 2, .memory_kib = 19456, .lanes = 1};
constexpr Cost cost_of_password{.passes = 1, .memory_kib = 47104, .lanes = 1};

std::string hashed(const std::string& text, Cost cost) {
    const auto salt = random_bytes(16);
    std::array<char, 128> encoded{};
    constexpr std::size_t hash_size = 32;
    const auto result =
        argon2id_hash_encoded(cost.passes, cost.memory_kib, cost.lanes, text.data(), text.size(),
                              salt.data(), salt.size(), hash_size, encoded.data(), encoded.size());
    if (result != ARGON2_OK) throw std::runtime_error{argon2_error_message(result)};
    return encoded.data();
}

// One of the four places where passwords are hashed, while it lives.
class Place {
public:
    Place() { places_.acquire(); }
    ~Place() { places_.release(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

private:
    inline static std::counting_semaphore<4> places_{4};
};

}  // namespace

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1)
        throw std::runtime_error{"the system gives no random bytes"};
    return bytes;
}

std::string random_digits(int count) {
    std::string digits;
    while (digits.size() < static_cast<std::size_t>(count))
        for (const auto byte : random_bytes(32)) {
            const auto number = static_cast<unsigned char>(byte);
            // The rest of the 256 would make small digits likelier than others.
            if (number < 250 && digits.size() < static_cast<std::size_t>(count))
                digits += static_cast<char>('0' + number % 10);
        }
    return digits;
}

std::string random_security_code() {
    for (;;) {
        auto code = random_digits(12);
        if (states::check_reference(code).verdict != states::Verdict::valid) return code;
    }
}

std::string random_activation_code() {
    constexpr std::string_view alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    static_assert(alphabet.size() == 32);
    std::string code;
    for (const auto byte : random_bytes(8)) {
        if (code.size() == 4) code += '-';
        code += alphabet[static_cast<unsigned char>(byte) % alphabet.size()];
    }
    return code;
}

std::string normalised_code(std::string_view typed) {
    std::string code;
    for (const auto character : typed) {
        if (character == ' ' || character == '-') continue;
        const bool small = character >= 'a' && character <= 'z';
        code += small ? static_cast<char>(character - 'a' + 'A') : character;
    }
    return code;
}

std::string hash_code(const std::string& code) { return hashed(code, cost_of_code); }

std::string hash_password(const std::string& password) {
    const Place place;
    return hashed(password, cost_of_password);
}

bool password_matches(const std::string& password, const std::string& hash) {
    const Place place;
    return code_matches(password, hash);
}

bool is_outdated(const std::string& hash) {
    return !hash.starts_with("$argon2id$v=19$m=" + std::to_string(cost_of_password.memory_kib) +
                             ",t=" + std::to_string(cost_of_password.passes) +
                             ",p=" + std::to_string(cost_of_password.lanes) + "$");
}

bool code_matches(const std::string& code, const std::string& hash) {
    const auto result = argon2id_verify(hash.c_str(), code.data(), code.size());
    if (result != ARGON2_OK && result != ARGON2_VERIFY_MISMATCH)
        throw std::runtime_error{argon2_error_message(result)};
    return result == ARGON2_OK;
}

std::string seal(const std::string& key, const std::string& purpose, const std::string& plain) {
    const auto cipher = new_cipher(key);
    const auto nonce = random_bytes(nonce_size);
    std::string sealed(plain.size(), '\0');
    std::string tag(tag_size, '\0');
    int length = 0;
    must(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, raw(key), raw(nonce)));
    must(EVP_EncryptUpdate(cipher.get(), nullptr, &length, raw(purpose),
                           static_cast<int>(purpose.size())));
    must(EVP_EncryptUpdate(cipher.get(), raw(sealed), &length, raw(plain),
                           static_cast<int>(plain.size())));
    must(EVP_EncryptFinal_ex(cipher.get(), raw(sealed) + length, &length));
    must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, tag.data()));
    return nonce + sealed + tag;
}

std::string unseal(const std::string& key, const std::string& purpose, const std::string& sealed) {
    const auto cipher = new_cipher(key);
    if (sealed.size() < nonce_size + tag_size) must(0);
    const auto nonce = sealed.substr(0, nonce_size);
    const auto inner = sealed.substr(nonce_size, sealed.size() - nonce_size - tag_size);
    auto tag = sealed.substr(sealed.size() - tag_size);
    std::string plain(inner.size(), '\0');
    int length = 0;
    must(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, raw(key), raw(nonce)));
    must(EVP_DecryptUpdate(cipher.get(), nullptr, &length, raw(purpose),
                           static_cast<int>(purpose.size())));
    must(EVP_DecryptUpdate(cipher.get(), raw(plain), &length, raw(inner),
                           static_cast<int>(inner.size())));
    must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()));
    must(EVP_DecryptFinal_ex(cipher.get(), raw(plain) + length, &length));
    return plain;
}

bool equal_in_constant_time(const std::string& a, const std::string& b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace postgres
