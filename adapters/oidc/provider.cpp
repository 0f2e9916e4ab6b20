#include "adapters/oidc/provider.hpp"

#include <algorithm>
#include <charconv>

#include "adapters/answer.hpp"
#include "adapters/base64.hpp"
#include "adapters/hmac.hpp"
#include "adapters/neighbour.hpp"
#include "adapters/oidc/id_token.hpp"
#include "adapters/sha256.hpp"
#include "engine/journal.hpp"

namespace oidc {
namespace {

using adapters::agreed_field;
using adapters::NotProven;
using adapters::text_in;
using adapters::url_part;
using nlohmann::json;
using namespace std::chrono_literals;

const std::string name = "the OpenID provider";

std::int64_t seconds_of(engine::Time time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

// RFC 4648, section 5, without padding.
std::string base64url(const std::string& bytes) {
    auto text = adapters::base64(bytes);
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    text.erase(std::ranges::find(text, '='), text.end());
    return text;
}

std::string bytes_of(const std::string& hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned byte = 0;
        std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
        bytes += static_cast<char>(byte);
    }
    return bytes;
}

std::string challenge_of(const std::string& verifier) {
    return base64url(bytes_of(adapters::sha256_of(verifier)));
}

std::string form_of(const adapters::Neighbour::Form& fields) {
    std::string form;
    for (const auto& [key, value] : fields)
        form += (form.empty() ? "" : "&") + url_part(key) + "=" + url_part(value);
    return form;
}

// RFC 6749, section 2.3.1: both are encoded as a form's before.
std::string basic(const std::string& user, const std::string& password) {
    return "Authorization: Basic " + adapters::base64(url_part(user) + ":" + url_part(password));
}

// Core 1.0 has client_secret_basic where nothing is said.
bool takes_basic(const json& metadata) {
    const auto ways = adapters::list_in(metadata, "token_endpoint_auth_methods_supported");
    return ways.empty() || std::ranges::find(ways, json("client_secret_basic")) != ways.end();
}

bool says_issuer(const json& metadata) {
    return adapters::read_field<bool>(metadata, "authorization_response_iss_parameter_supported")
        .value_or(false);
}

}  // namespace

std::string Provider::derived(const char* purpose, const std::string& ticket) const {
    return adapters::hmac_sha256_of("oidc " + std::string{purpose} + "\n" + ticket, access_.key);
}

// "1764327600.5f3c…": when it was made, so that an old one is known without a record of it.
bool Provider::is_fresh(const std::string& ticket) const {
    std::int64_t made = 0;
    const auto dot = ticket.find('.');
    if (dot == std::string::npos ||
        std::from_chars(ticket.data(), ticket.data() + dot, made).ptr != ticket.data() + dot)
        return false;
    const auto age = seconds_of(around_.now()) - made;
    return age >= -60 && age < 600;
}

json Provider::get(const std::string& url, std::vector<std::string> headers) const {
    headers.emplace_back("Accept: application/json");
    return adapters::json_of(name, around_.send({.url = url, .headers = std::move(headers)}));
}

json Provider::described() {
    const auto now = around_.now();
    {
        const std::lock_guard lock{mutex_};
        if (metadata_ && now - metadata_->at < 1h) return metadata_->what;
    }
    auto root = access_.issuer;
    while (root.ends_with('/')) root.pop_back();
    auto metadata = get(root + "/.well-known/openid-configuration");
    if (text_in(metadata, "issuer") != access_.issuer)
        throw engine::Rejected{name + " calls itself \"" + text_in(metadata, "issuer") +
                               "\", and oidc.issuer is \"" + access_.issuer + "\""};
    const std::lock_guard lock{mutex_};
    metadata_ = Seen{metadata, now};
    return metadata;
}

// Looked up once an hour, and when a token names another key: that at most once a minute, since
// anybody can name one.
json Provider::key_set(const std::string& url, const std::string& token) {
    const auto now = around_.now();
    {
        const std::lock_guard lock{mutex_};
        if (keys_ && now - keys_->at < (has_key_of(token, keys_->what) ? 60min : 1min))
            return keys_->what;
    }
    auto keys = get(url);
    const std::lock_guard lock{mutex_};
    keys_ = Seen{keys, now};
    return keys;
}

adapters::SignOnBegun Provider::begin() {
    const auto metadata = described();
    const auto ticket =
        std::to_string(seconds_of(around_.now())) + "." + engine::hex(around_.random());
    const auto endpoint = agreed_field<std::string>(name, metadata, "authorization_endpoint");
    const auto query = form_of({{"response_type", "code"},
                                {"client_id", access_.client_id},
                                {"redirect_uri", access_.redirect_uri},
                                {"scope", "openid email"},
                                {"state", derived("state", ticket)},
                                {"nonce", derived("nonce", ticket)},
                                {"code_challenge", challenge_of(derived("verifier", ticket))},
                                {"code_challenge_method", "S256"}});
    const bool has_query = endpoint.find('?') != std::string::npos;
    return {.url = endpoint + (has_query ? "&" : "?") + query, .ticket = ticket};
}

std::variant<json, NotProven> Provider::exchanged(const json& metadata, const std::string& code,
                                                  const std::string& verifier) const {
    auto fields = adapters::Neighbour::Form{{"grant_type", "authorization_code"},
                                            {"code", code},
                                            {"redirect_uri", access_.redirect_uri},
                                            {"code_verifier", verifier}};
    auto call = adapters::Call{.method = "POST",
                               .url = agreed_field<std::string>(name, metadata, "token_endpoint"),
                               .headers = {"Accept: application/json"},
                               .content_type = "application/x-www-form-urlencoded",
                               .once = true};  // A code is good once.
    if (takes_basic(metadata)) {
        call.headers.push_back(basic(access_.client_id, access_.client_secret));
    } else {
        fields.emplace_back("client_id", access_.client_id);
        fields.emplace_back("client_secret", access_.client_secret);
    }
    call.body = form_of(fields);
    try {
        return adapters::json_of(name, around_.send(call));
    } catch (const adapters::RefusedCall& refused) {
        const auto answer = json::parse(refused.body, nullptr, false);
        if (text_in(answer, "error") != "invalid_grant") throw;
        return NotProven{"refused", "the code was used, or is not the provider's"};
    }
}

// Some providers say the address only when they are asked again (Core 1.0, section 5.3).
json Provider::with_email(const json& metadata, json claims,
                          const std::string& access_token) const {
    const auto userinfo = text_in(metadata, "userinfo_endpoint");
    if (claims.contains("email") || userinfo.empty() || access_token.empty()) return claims;
    const auto told = get(userinfo, {"Authorization: Bearer " + access_token});
    if (text_in(told, "sub") != text_in(claims, "sub")) return claims;  // Section 5.3.2.
    for (const auto* claim : {"email", "email_verified"})
        if (told.contains(claim)) claims[claim] = told.at(claim);
    return claims;
}

std::variant<adapters::Proven, NotProven> Provider::finish(const adapters::SignOnAnswer& answer) {
    if (!is_fresh(answer.ticket)) return NotProven{"expired", {}};
    if (!adapters::same_in_constant_time(answer.state, derived("state", answer.ticket)))
        return NotProven{"foreign", "the state is not that of the ticket"};
    const auto metadata = described();
    if (answer.issuer.empty() ? says_issuer(metadata) : answer.issuer != access_.issuer)
        return NotProven{"foreign", "the answer is of another issuer"};
    if (!answer.error.empty() || answer.code.empty()) return NotProven{"refused", answer.error};

    const auto exchange = exchanged(metadata, answer.code, derived("verifier", answer.ticket));
    if (const auto* refused = std::get_if<NotProven>(&exchange)) return *refused;
    const auto& tokens = std::get<json>(exchange);
    const auto token = agreed_field<std::string>(name, tokens, "id_token");
    const auto keys = key_set(agreed_field<std::string>(name, metadata, "jwks_uri"), token);
    auto judged = judge(token, keys,
                        {.issuer = access_.issuer,
                         .client_id = access_.client_id,
                         .nonce = derived("nonce", answer.ticket),
                         .now = around_.now()});
    if (const auto* no = std::get_if<NotBelieved>(&judged)) return NotProven{"forged", no->why};
    const auto claims =
        with_email(metadata, std::get<json>(std::move(judged)), text_in(tokens, "access_token"));
    const auto email = text_in(claims, "email");
    if (email.empty() || !adapters::read_field<bool>(claims, "email_verified").value_or(false))
        return NotProven{"unverified", {}};
    return adapters::Proven{
        .issuer = access_.issuer, .subject = text_in(claims, "sub"), .email = email};
}

}  // namespace oidc
