#include "adapters/phone_key.hpp"

#include <liboath/oath.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "adapters/hmac.hpp"
#include "adapters/neighbour.hpp"

namespace adapters {
namespace {

constexpr int key_digits = 6;
constexpr std::int64_t step_seconds = OATH_TOTP_DEFAULT_TIME_STEP_SIZE;
constexpr std::int64_t skew = 1;

void must(int result) {
    if (result != OATH_OK) throw std::runtime_error{oath_strerror(result)};
}

std::string key_of(const std::string& secret, std::int64_t step) {
    std::array<char, key_digits + 1> key{};
    must(oath_totp_generate(secret.data(), secret.size(), step * step_seconds, step_seconds,
                            OATH_TOTP_DEFAULT_START_TIME, key_digits, key.data()));
    return key.data();
}

std::string without_spaces(const std::string& typed) {
    std::string key;
    for (const auto character : typed)
        if (character != ' ') key += character;
    return key;
}

}  // namespace

std::optional<std::int64_t> step_of(const std::string& secret, const std::string& key,
                                    engine::Time now) {
    const auto given = without_spaces(key);
    const auto today =
        std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count() / step_seconds;
    std::optional<std::int64_t> found;
    for (auto step = today - skew; step <= today + skew; ++step)
        if (same_in_constant_time(given, key_of(secret, step))) found = step;
    return found;
}

std::string base32(const std::string& bytes) {
    char* text = nullptr;
    std::size_t size = 0;
    must(oath_base32_encode(bytes.data(), bytes.size(), &text, &size));
    const std::unique_ptr<char, decltype(&std::free)> kept{text, std::free};
    std::string encoded{text, size};
    while (encoded.ends_with('=')) encoded.pop_back();
    return encoded;
}

std::string otpauth_uri(const std::string& secret, const std::string& issuer,
                        const std::string& account) {
    return "otpauth://totp/" + url_part(issuer) + ":" + url_part(account) +
           "?secret=" + base32(secret) + "&issuer=" + url_part(issuer) +
           "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace adapters
