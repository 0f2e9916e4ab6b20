#include "adapters/services.hpp"

#include <algorithm>
#include <random>
#include <sstream>
#include <utility>
#include <vector>

#include "adapters/docuseal/signature.hpp"
#include "adapters/mollie/signature.hpp"
#include "adapters/sms/gateway.hpp"
#include "adapters/sms/twilio.hpp"
#include "adapters/starting.hpp"
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

// Between 0 and 1.  For times, not for secrets.
double chance() {
    thread_local std::minstd_rand numbers{std::random_device{}()};
    return std::uniform_real_distribution{0.0, 1.0}(numbers);
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

Letters letters_by(const config::Config& config, const Send& send, letters::Spool spool,
                   letters::Fax::SendMail send_mail) {
    const auto& chosen = config.letters;
    if (chosen.by == "printer")
        return std::make_unique<letters::Printer>(
            letters::Ipp::Access{.uri = chosen.printer,
                                 .user = chosen.printer_user,
                                 .password = chosen.printer_password.value},
            std::move(spool));
    if (chosen.by == "folder")
        return std::make_unique<letters::Folder>(chosen.folder, std::move(spool));
    if (chosen.by == "fax")
        return std::make_unique<letters::Fax>(chosen.fax_gateway, config.smtp.from,
                                              std::move(send_mail), std::move(spool));
    return std::make_unique<letters::PrintHouse>(access_of(chosen), send, verifier_of(chosen),
                                                 std::move(spool));
}

SendSms sms_by(const config::Config& config, const Send& send) {
    const auto& chosen = config.sms;
    if (chosen.provider == "twilio") {
        auto access = sms::Twilio::Access{
            .account = chosen.account, .token = chosen.api_key.value, .sender = chosen.sender};
        if (!chosen.url.empty()) access.url = chosen.url;
        return [twilio = sms::Twilio{access, send}](const Sms& message) { twilio.send(message); };
    }
    if (chosen.url.empty()) return {};
    return [gateway = sms::Gateway{{chosen.url, chosen.api_key.value}, send, chosen.sender}](
               const Sms& message) { gateway.send(message); };
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

OutgoingWebhooks::OutgoingWebhooks(const config::Config& config, WebhookBook& book,
                                   std::function<engine::Time()> now)
    : book_{book},
      desk_{book, config.webhooks.allow_loopback, std::move(now)},
      public_url_{config::public_url(config)},
      lease_{std::max(config.workers.lease, 30)},  // Longer than a call may take.
      client_{{.allow_http = config.webhooks.allow_loopback,
               .allow_loopback = config.webhooks.allow_loopback}},
      deliverer_{
          book, [this](const Call& call) { return client_.call(call); },
          [] { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); },
          chance} {}

std::vector<std::function<int()>> OutgoingWebhooks::jobs() {
    constexpr int lines = 500, deliverers = 4;
    std::vector<std::function<int()>> jobs;
    jobs.emplace_back(
        [this] { return book_.tell_some(lines, public_url_) + book_.forget_some(lines); });
    for (int i = 0; i < deliverers; ++i)
        jobs.emplace_back([this] { return deliverer_.deliver_some(1, lease_); });
    return jobs;
}

curl::Settings calls_of(const config::Config& config) {
    const bool local = has_neighbours_here(config);
    return {.allow_http = local, .allow_loopback = local};
}

}  // namespace adapters
