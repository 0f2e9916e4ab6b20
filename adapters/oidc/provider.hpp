// An OpenID provider as the door to the console: the authorisation code flow of OpenID Connect Core
// 1.0, section 3.1, with PKCE (RFC 7636, S256), state, nonce, and the issuer in the answer (RFC
// 9207).
//
// Nothing is kept between question and answer but the ticket in the browser: state, nonce and the
// code verifier come of it by HMAC.

#pragma once

#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "adapters/call.hpp"
#include "adapters/sign_on.hpp"
#include "engine/workflow.hpp"

namespace oidc {

struct Access {
    std::string issuer;  // "https://login.registry.example", as its tokens write it.
    std::string client_id;
    std::string client_secret;
    std::string redirect_uri;  // Where browsers come back, as it was registered with the provider.
    std::string key;           // 32 bytes that only our nodes have.
};

class Provider final : public adapters::SignOn {
public:
    struct Surroundings {
        adapters::Send send;
        std::function<std::string()> random;  // 32 bytes for a secret.
        std::function<engine::Time()> now;
    };
    Provider(Access access, Surroundings around)
        : access_{std::move(access)}, around_{std::move(around)} {}

    adapters::SignOnBegun begin() override;
    std::variant<adapters::Proven, adapters::NotProven> finish(
        const adapters::SignOnAnswer&) override;

private:
    std::string derived(const char* purpose, const std::string& ticket) const;
    bool is_fresh(const std::string& ticket) const;

    nlohmann::json get(const std::string& url, std::vector<std::string> headers = {}) const;
    nlohmann::json described();  // The provider's metadata, looked up once an hour.
    nlohmann::json key_set(const std::string& url, const std::string& token);
    std::variant<nlohmann::json, adapters::NotProven> exchanged(const nlohmann::json& metadata,
                                                                const std::string& code,
                                                                const std::string& verifier) const;
    nlohmann::json with_email(const nlohmann::json& metadata, nlohmann::json claims,
                              const std::string& access_token) const;

    struct Seen {
        nlohmann::json what;
        engine::Time at;
    };
    Access access_;
    Surroundings around_;
    std::mutex mutex_;
    std::optional<Seen> metadata_;
    std::optional<Seen> keys_;
};

}  // namespace oidc
