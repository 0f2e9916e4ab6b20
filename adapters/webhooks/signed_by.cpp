#include "adapters/webhooks/signed_by.hpp"

#include <utility>

#include "adapters/adapter.hpp"

namespace webhooks {

adapters::VerifySignature signed_by(std::vector<Secret> secrets) {
    return [secrets = std::move(secrets)](const std::map<std::string, std::string>& headers,
                                          const std::string& body, engine::Time now) {
        const auto header = [&](const char* name) {
            const auto found = headers.find(name);
            return found == headers.end() ? std::string_view{} : std::string_view{found->second};
        };
        const auto id = header("webhook-id");
        const auto flaw = verify({.id = id,
                                  .timestamp = header("webhook-timestamp"),
                                  .signature = header("webhook-signature")},
                                 body, secrets, std::chrono::floor<std::chrono::seconds>(now));
        if (flaw) throw adapters::Forged{std::string{sentence(*flaw)}};
        return std::string{id};
    };
}

}  // namespace webhooks
