#include "adapters/payment_services.hpp"

#include <sstream>
#include <utility>
#include <vector>

#include "adapters/mollie/mollie.hpp"
#include "adapters/mollie/signature.hpp"
#include "adapters/payments/payments.hpp"
#include "adapters/stripe/signature.hpp"
#include "adapters/stripe/stripe.hpp"
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

std::unique_ptr<PaymentService> payment_service(const config::Config& config, Send send,
                                                const std::string& currency, Bookings bookings) {
    const auto& chosen = config.payments;
    const auto access = Neighbour::Access{chosen.url, chosen.api_key.value};
    const auto secrets = secrets_in(chosen.webhook_secret.value);
    if (chosen.provider == "stripe")
        return std::make_unique<stripe::Stripe>(access, std::move(send), stripe::signed_by(secrets),
                                                currency, std::move(bookings));
    if (chosen.provider == "mollie") {
        const auto here = config.server.public_url.empty() ? "http://" + config.server.listen
                                                           : config.server.public_url;
        // A signed webhook is subscribed to at Mollie; an unsigned one is named in each link.
        return std::make_unique<mollie::Mollie>(
            access, std::move(send),
            secrets.empty() ? mollie::hinted() : mollie::signed_by(secrets), currency,
            std::move(bookings), secrets.empty() ? here + "/webhooks/payments" : "");
    }
    std::vector<webhooks::Secret> read;
    for (const auto& secret : secrets) read.push_back(webhooks::read_secret(secret));
    return std::make_unique<payments::Payments>(access, std::move(send),
                                                webhooks::signed_by(std::move(read)), currency);
}

}  // namespace adapters
