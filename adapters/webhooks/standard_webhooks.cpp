#include "adapters/webhooks/standard_webhooks.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <vector>

#include "adapters/base64.hpp"
#include "adapters/hmac.hpp"

namespace webhooks {

namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t key_min = 24;
constexpr std::size_t key_max = 64;
constexpr std::size_t id_max = 256;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// The one way to write these bytes, or nothing: OpenSSL's decoder also takes other ways.
std::optional<std::string> from_base64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0) return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    if (EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), bytes_of(text),
                        static_cast<int>(text.size())) < 0)
        return std::nullopt;
    const auto padding = text.ends_with("==") ? 2u : text.ends_with('=') ? 1u : 0u;
    bytes.resize(bytes.size() - padding);
    if (adapters::base64(bytes) != text) return std::nullopt;
    return bytes;
}

// A dot would make two readings of "id.timestamp.body" possible.
bool is_id(std::string_view id) {
    return !id.empty() && id.size() <= id_max &&
           std::ranges::all_of(id, [](char c) { return c > ' ' && c < 0x7f && c != '.'; });
}

std::string signature_of(const Secret& secret, std::string_view id, std::string_view timestamp,
                         std::string_view body) {
    std::string content;
    content.reserve(id.size() + timestamp.size() + body.size() + 2);
    content.append(id).append(".").append(timestamp).append(".").append(body);
    return adapters::base64(adapters::hmac_sha256(content, secret.key));
}

// Whole seconds since 1970 in their one notation.
std::optional<std::chrono::sys_seconds> read_timestamp(std::string_view text) {
    const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || text.size() > 12 || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    long long seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::chrono::sys_seconds{std::chrono::seconds{seconds}};
}

struct Signatures {
    std::vector<std::string_view> known;  // What stands behind "v1,".
    bool malformed = false;
};

Signatures read_signatures(std::string_view header) {
    Signatures signatures;
    for (std::size_t from = 0; from < header.size();) {
        const auto to = std::min(header.find(' ', from), header.size());
        const auto part = header.substr(from, to - from);
        const auto comma = part.find(',');
        if (comma == std::string_view::npos || comma == 0) {
            signatures.malformed = signatures.malformed || !part.empty();
        } else if (part.substr(0, comma) == "v1") {
            signatures.known.push_back(part.substr(comma + 1));
        }
        from = to + 1;
    }
    return signatures;
}

std::optional<Flaw> check_form(const Headers& headers, std::chrono::sys_seconds now,
                               std::chrono::seconds tolerance) {
    if (headers.id.empty()) return Flaw::id_missing;
    if (!is_id(headers.id)) return Flaw::id_malformed;
    if (headers.timestamp.empty()) return Flaw::timestamp_missing;
    const auto timestamp = read_timestamp(headers.timestamp);
    if (!timestamp) return Flaw::timestamp_malformed;
    if (now - *timestamp > tolerance) return Flaw::too_old;
    if (*timestamp - now > tolerance) return Flaw::too_new;
    if (headers.signature.empty()) return Flaw::signature_missing;
    return std::nullopt;
}

}  // namespace

Secret read_secret(std::string_view text) {
    if (!text.starts_with(prefix))
        throw std::invalid_argument{"a webhook secret begins with whsec_"};
    auto key = from_base64(text.substr(prefix.size()));
    if (!key) throw std::invalid_argument{"a webhook secret is base64 behind whsec_"};
    if (key->size() < key_min || key->size() > key_max)
        throw std::invalid_argument{"a webhook secret has 24 to 64 bytes, and this one " +
                                    std::to_string(key->size())};
    return {std::move(*key)};
}

std::string_view sentence(Flaw flaw) {
    switch (flaw) {
        case Flaw::id_missing: return "The header webhook-id is missing.";
        case Flaw::id_malformed:
            return "The header webhook-id is not 1 to 256 printable characters without a dot.";
        case Flaw::timestamp_missing: return "The header webhook-timestamp is missing.";
        case Flaw::timestamp_malformed:
            return "The header webhook-timestamp is not a whole number of seconds.";
        case Flaw::too_old: return "The header webhook-timestamp is too far in the past.";
        case Flaw::too_new: return "The header webhook-timestamp is too far in the future.";
        case Flaw::signature_missing: return "The header webhook-signature is missing.";
        case Flaw::signature_malformed:
            return "The header webhook-signature is not a list of version,signature.";
        case Flaw::version_unknown: return "The header webhook-signature has no signature of v1.";
        case Flaw::signature_wrong: return "No signature fits the message and a secret of ours.";
    }
    throw std::logic_error{"a flaw without a sentence"};
}

std::string sign(const Secret& secret, std::string_view id, std::chrono::sys_seconds timestamp,
                 std::string_view body) {
    if (!is_id(id)) throw std::invalid_argument{std::string{sentence(Flaw::id_malformed)}};
    return "v1," +
           signature_of(secret, id, std::to_string(timestamp.time_since_epoch().count()), body);
}

std::optional<Flaw> verify(const Headers& headers, std::string_view body,
                           std::span<const Secret> secrets, std::chrono::sys_seconds now,
                           std::chrono::seconds tolerance) {
    if (const auto flaw = check_form(headers, now, tolerance)) return flaw;
    const auto signatures = read_signatures(headers.signature);
    if (signatures.known.empty())
        return signatures.malformed ? Flaw::signature_malformed : Flaw::version_unknown;

    // Every pair is looked at, so that the time does not tell which secret or place was right.
    bool genuine = false;
    for (const auto& secret : secrets) {
        const auto expected = signature_of(secret, headers.id, headers.timestamp, body);
        for (const auto& given : signatures.known)
            genuine |= adapters::same_in_constant_time(given, expected);
    }
    return genuine ? std::nullopt : std::optional{Flaw::signature_wrong};
}

}  // namespace webhooks
