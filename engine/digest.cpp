// OpenSSL's hashes, fetched once: a fetch a hash would cost more than the hash of a short text.

#include "engine/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>

namespace engine {
namespace {

const unsigned char* raw(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

const EVP_MD* algorithm() {
    static EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return fetched;
}

void begin(EVP_MD_CTX* context) {
    if (!context || !EVP_DigestInit_ex2(context, algorithm(), nullptr))
        throw std::runtime_error{"SHA-256 failed"};
}

void feed(EVP_MD_CTX* context, std::string_view bytes) {
    if (!EVP_DigestUpdate(context, bytes.data(), bytes.size()))
        throw std::runtime_error{"SHA-256 failed"};
}

Hash end(EVP_MD_CTX* context) {
    Hash hash;
    if (!EVP_DigestFinal_ex(context, hash.data(), nullptr))
        throw std::runtime_error{"SHA-256 failed"};
    return hash;
}

}  // namespace

struct Sha256::State {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                    EVP_MD_CTX_free};
};

Sha256::Sha256() : state_{std::make_unique<State>()} { begin(state_->context.get()); }
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) { feed(state_->context.get(), bytes); }

Hash Sha256::finish() {
    const auto hash = end(state_->context.get());
    begin(state_->context.get());
    return hash;
}

Hash sha256(std::initializer_list<std::string_view> parts) {
    thread_local Sha256 digest;
    for (const auto part : parts) digest.add(part);
    return digest.finish();
}

Hash hmac_sha256(std::string_view key, std::string_view bytes) {
    Hash hash;
    if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), raw(bytes), bytes.size(),
              hash.data(), nullptr))
        throw std::runtime_error{"HMAC failed"};
    return hash;
}

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1)
        throw std::runtime_error{"no random bytes"};
    return bytes;
}

std::string base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // And the zero that OpenSSL writes.
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), raw(bytes),
                    static_cast<int>(bytes.size()));
    text.pop_back();
    return text;
}

std::optional<std::string> bytes_of_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    if (EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), raw(text),
                        static_cast<int>(text.size())) < 0)
        return std::nullopt;
    bytes.resize(bytes.size() - static_cast<std::size_t>(text.ends_with("==")  ? 2
                                                         : text.ends_with('=') ? 1
                                                                               : 0));
    if (base64(bytes) != text) return std::nullopt;  // OpenSSL is lenient about the last bits.
    return bytes;
}

std::optional<Hash> hash_of_base64(std::string_view text) {
    const auto bytes = bytes_of_base64(text);
    if (!bytes || bytes->size() != Hash{}.size()) return std::nullopt;
    Hash hash;
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

}  // namespace engine
