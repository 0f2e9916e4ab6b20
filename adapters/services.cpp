#include "adapters/services.hpp"

#include <sstream>
#include <utility>
#include <vector>

#include "adapters/docuseal/signature.hpp"
#include "adapters/mollie/signature.hpp"
#include "adapters/stripe/signature.hpp"
#include "adapters/webhooks/signed_by.hpp"

namespace adapters {
namespace {

// Several, one a line or with spaces between them, while one is replaced by another.
std::vector<std::string> secrets_in(const std::string& text) {
    std::istringstream words{text};
    std::vector<std::string> secrets;
    for (std::string word; words >> word;) secrets.push_back(word);
    return secrets;
}

}  // namespace

Neighbour::Access access_of(const config::Service& service) {
    return {service.url, service.api_key.value};
}

VerifySignature verifier_of(const config::Service& service) {
    std::vector<webhooks::Secret> secrets;
    if (!service.webhook_secret.value.empty())
        secrets.push_back(webhooks::read_secret(service.webhook_secret.value));
    return webhooks::signed_by(std::move(secrets));
}

VerifySignature verifier_of(const config::Esign& chosen) {
    if (chosen.provider == "docuseal")
        return docuseal::signed_by(secrets_in(chosen.webhook_secret.value));
    if (chosen.provider == "adobe_sign") return {};
    return verifier_of(static_cast<const config::Service&>(chosen));
}

Signing signing_by(const config::Config& config, const Send& send, RenewedSecrets& renewed,
                   Agreements& agreements, Archive& archive, DrawContract draw) {
    const auto& chosen = config.esign;
    if (chosen.provider == "adobe_sign")
        return std::make_unique<adobe_sign::AdobeSign>(
            adobe_sign::Access{.url = chosen.url,
                               .integration_key = chosen.api_key.value,
                               .client_id = chosen.client_id,
                               .client_secret = chosen.client_secret.value,
                               .refresh_token = chosen.refresh_token.value},
            send, renewed, agreements, std::move(draw));
    if (chosen.provider == "docuseal")
        return std::make_unique<docuseal::DocuSeal>(
            docuseal::Access{.url = chosen.url, .api_key = chosen.api_key.value}, send,
            verifier_of(chosen), agreements, std::move(draw));
    return std::make_unique<esign::Esign>(access_of(chosen), send, verifier_of(chosen),
                                          std::move(draw), archive);
}

Invoicing invoicing_by(const config::Config& config, const Send& send,
                       const states::Catalogue& catalogue, Invoices& invoices, invoice::Draw draw) {
    if (config.accounting.url.empty())
        return std::make_unique<invoice::Invoicing>(catalogue, invoices, std::move(draw));
    return std::make_unique<accounting::Accounting>(access_of(config.accounting), send,
                                                    catalogue.currency);
}

PaymentService payments_by(const config::Config& config, const Send& send,
                           const std::string& currency, Bookings bookings) {
    const auto& chosen = config.payments;
    const auto access = Neighbour::Access{chosen.url, chosen.api_key.value};
    const auto secrets = secrets_in(chosen.webhook_secret.value);
    if (chosen.provider == "stripe")
        return std::make_unique<stripe::Stripe>(access, send, stripe::signed_by(secrets), currency,
                                                std::move(bookings));
    if (chosen.provider == "mollie") {
        // A signed webhook is subscribed to at Mollie; an unsigned one is named in each link.
        return std::make_unique<mollie::Mollie>(
            access, send, secrets.empty() ? mollie::hinted() : mollie::signed_by(secrets), currency,
            std::move(bookings),
            secrets.empty() ? config::public_url(config) + "/webhooks/payments" : "");
    }
    std::vector<webhooks::Secret> read;
    for (const auto& secret : secrets) read.push_back(webhooks::read_secret(secret));
    return std::make_unique<payments::Payments>(access, send, webhooks::signed_by(std::move(read)),
                                                currency);
}

}  // namespace adapters
