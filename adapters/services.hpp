// Which of several services for the same purpose a registry has chosen, ready for use; and what
// goes out to any number of systems.
//
// This header is part of the composition (like node.cpp) and no adapter includes it.  A provider of
// e-signatures is a folder, its name in Signing, and its line in signing_by(); likewise the others.

#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "adapters/accounting/accounting.hpp"
#include "adapters/adobe_sign/adobe_sign.hpp"
#include "adapters/bookings.hpp"
#include "adapters/call.hpp"
#include "adapters/chosen.hpp"
#include "adapters/config/config.hpp"
#include "adapters/curl/client.hpp"
#include "adapters/docuseal/docuseal.hpp"
#include "adapters/esign/esign.hpp"
#include "adapters/invoice/invoicing.hpp"
#include "adapters/letters/fax.hpp"
#include "adapters/letters/folder.hpp"
#include "adapters/letters/print_house.hpp"
#include "adapters/letters/printer.hpp"
#include "adapters/mail/mail.hpp"
#include "adapters/mail_answering.hpp"
#include "adapters/mollie/mollie.hpp"
#include "adapters/neighbour.hpp"
#include "adapters/payments/payments.hpp"
#include "adapters/refunding.hpp"
#include "adapters/renewed_secrets.hpp"
#include "adapters/signature.hpp"
#include "adapters/sms.hpp"
#include "adapters/stripe/stripe.hpp"
#include "adapters/webhook_book.hpp"
#include "adapters/webhook_desk.hpp"
#include "adapters/webhooks/deliverer.hpp"
#include "states/catalogue.hpp"

namespace adapters {

using Signing = Chosen<esign::Esign, adobe_sign::AdobeSign, docuseal::DocuSeal>;
using Invoicing = Chosen<invoice::Invoicing, accounting::Accounting>;
using Letters = Chosen<letters::PrintHouse, letters::Printer, letters::Folder, letters::Fax>;
using PaymentService = Chosen<payments::Payments, stripe::Stripe, mollie::Mollie>;

// As verifier_of(config::Esign).
Signing signing_by(const config::Config&, const Send&, RenewedSecrets&, Agreements&, Archive&,
                   DrawContract);

Invoicing invoicing_by(const config::Config&, const Send&, const states::Catalogue&, Invoices&,
                       invoice::Draw);

Letters letters_by(const config::Config&, const Send&, letters::Spool, letters::Fax::SendMail);

// The currency is the catalogue's.  Throws std::invalid_argument for a webhook secret that the
// service's scheme cannot use.
PaymentService payments_by(const config::Config&, const Send&, const std::string& currency,
                           Bookings bookings);

// Empty if none is configured.
SendSms sms_by(const config::Config&, const Send&);

// For the neighbours there is one of.
Neighbour::Access access_of(const config::Service&);
VerifySignature verifier_of(const config::Service&);

// By the scheme of the provider, if it signs its webhooks.  Throws std::invalid_argument for a
// secret that the scheme cannot use.
VerifySignature verifier_of(const config::Esign&);

// Tells other systems what happens here: who is told, and the work of telling.
class OutgoingWebhooks {
public:
    OutgoingWebhooks(const config::Config&, WebhookBook&, std::function<engine::Time()> now);

    WebhookDesk& desk() { return desk_; }

    // Each for a thread of its own, again and again; it returns how much it has found to do.  One
    // follows the journal, the others deliver, and each of them waits up to 15 s for who is slow.
    std::vector<std::function<int()>> jobs();

private:
    WebhookBook& book_;
    WebhookDesk desk_;
    std::string public_url_;
    std::chrono::seconds lease_;
    curl::Client client_;
    webhooks::Deliverer deliverer_;
};

curl::Settings calls_of(const config::Config&);  // How we call others.

// Takes money in by the payment service, and gives it back by the way that it came.
struct Till {
    PaymentService& payments;
    Refunding& refunding;

    std::optional<engine::Event> perform(const states::RequestPayment& request,
                                         const engine::Work& work) {
        return payments.perform(request, work);
    }
    std::optional<engine::Event> perform(const states::RefundPayment& refund,
                                         const engine::Work& work) {
        return refunding.perform(refund, work);
    }
};

// Tells what the mailbox's answers do not tell already: a draft that began as a mail is theirs.
struct Post {
    mail::Mail& mail;
    MailAnswering& answering;

    std::optional<engine::Event> perform(const states::Tell& tell, const engine::Work& work) {
        if (tell.text == "draft_saved" && answering.tells_of_draft(work.of)) return std::nullopt;
        return mail.perform(tell, work);
    }
    std::optional<engine::Event> perform(const states::SendActivation& activation,
                                         const engine::Work& work) {
        return mail.perform(activation, work);
    }
};

}  // namespace adapters
