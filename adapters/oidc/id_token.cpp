#include "adapters/oidc/id_token.hpp"

#include <cjose/cjose.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "adapters/field.hpp"
#include "adapters/hmac.hpp"

namespace oidc {
namespace {

using adapters::list_in;
using adapters::read_field;
using adapters::text_in;
using nlohmann::json;

constexpr std::int64_t skew = 60;  // Seconds between their clock and ours.
constexpr std::size_t size_max = 16'384;

struct ReleaseJws {
    void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};
struct ReleaseKey {
    void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};
using Jws = std::unique_ptr<cjose_jws_t, ReleaseJws>;
using Key = std::unique_ptr<cjose_jwk_t, ReleaseKey>;

Jws import(const std::string& token) {
    if (token.size() > size_max) return nullptr;
    cjose_err error{};
    return Jws{cjose_jws_import(token.data(), token.size(), &error)};
}

std::string header_of(cjose_jws_t& jws, const char* name) {
    cjose_err error{};
    const auto* value = cjose_header_get(cjose_jws_get_protected(&jws), name, &error);
    return value ? value : "";
}

// The kind of key that an algorithm needs; empty for those that do not count.
std::string kind_of_key(const std::string& algorithm) {
    if (algorithm == "RS256" || algorithm == "PS256") return "RSA";
    if (algorithm == "ES256") return "EC";
    return {};
}

std::vector<json> keys_for(cjose_jws_t& jws, const json& key_set) {
    const auto named = header_of(jws, CJOSE_HDR_KID);
    const auto algorithm = header_of(jws, CJOSE_HDR_ALG);
    auto keys = list_in(key_set, "keys");
    std::erase_if(keys, [&](const json& key) {
        const auto use = text_in(key, "use");
        const auto meant_for = text_in(key, "alg");
        return text_in(key, "kty") != kind_of_key(algorithm) ||
               (!named.empty() && text_in(key, "kid") != named) || (!use.empty() && use != "sig") ||
               (!meant_for.empty() && meant_for != algorithm);
    });
    return keys;
}

bool is_signed_with(cjose_jws_t& jws, const json& key) {
    const auto text = key.dump(-1, ' ', false, json::error_handler_t::replace);
    cjose_err error{};
    const auto imported = Key{cjose_jwk_import(text.data(), text.size(), &error)};
    return imported && cjose_jws_verify(&jws, imported.get(), &error);
}

std::optional<json> payload_of(cjose_jws_t& jws) {
    std::uint8_t* bytes = nullptr;  // Stays the token's.
    std::size_t size = 0;
    cjose_err error{};
    if (!cjose_jws_get_plaintext(&jws, &bytes, &size, &error)) return std::nullopt;
    auto claims = json::parse(bytes, bytes + size, nullptr, false);
    return claims.is_object() ? std::optional{std::move(claims)} : std::nullopt;
}

// For us, and if for others as well, asked for by us.
bool is_for(const std::string& client_id, const json& claims) {
    const auto authorised = text_in(claims, "azp");
    if (!authorised.empty() && authorised != client_id) return false;
    if (const auto one = read_field<std::string>(claims, "aud")) return *one == client_id;
    const auto all = list_in(claims, "aud");
    return std::ranges::find(all, json(client_id)) != all.end() &&
           (all.size() == 1 || !authorised.empty());
}

std::string flaw_of(const json& claims, const Expected& expected) {
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(expected.now.time_since_epoch()).count();
    const auto expires = read_field<std::int64_t>(claims, "exp");
    const auto issued = read_field<std::int64_t>(claims, "iat");
    if (text_in(claims, "iss") != expected.issuer) return "it is of another issuer";
    if (!is_for(expected.client_id, claims)) return "it is for another client";
    if (!expires || *expires + skew <= now) return "it has expired";
    if (!issued || *issued - skew > now) return "it is of the future";
    if (!adapters::same_in_constant_time(text_in(claims, "nonce"), expected.nonce))
        return "it answers another question";
    if (text_in(claims, "sub").empty()) return "it names nobody";
    return {};
}

}  // namespace

bool has_key_of(const std::string& token, const json& key_set) {
    const auto jws = import(token);
    return jws && !keys_for(*jws, key_set).empty();
}

std::variant<json, NotBelieved> judge(const std::string& token, const json& key_set,
                                      const Expected& expected) {
    const auto jws = import(token);
    if (!jws) return NotBelieved{"it is no signed token"};
    if (kind_of_key(header_of(*jws, CJOSE_HDR_ALG)).empty())
        return NotBelieved{"its signature is of a kind that does not count"};
    const auto keys = keys_for(*jws, key_set);
    if (std::ranges::none_of(keys, [&](const auto& key) { return is_signed_with(*jws, key); }))
        return NotBelieved{"its signature is not the provider's"};
    auto claims = payload_of(*jws);
    if (!claims) return NotBelieved{"it holds no claims"};
    if (auto flaw = flaw_of(*claims, expected); !flaw.empty()) return NotBelieved{flaw};
    return *std::move(claims);
}

}  // namespace oidc
