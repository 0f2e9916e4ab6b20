// Which of several services for the same purpose a registry has chosen, ready for use.
//
// This header is part of the composition (like node.cpp) and no adapter includes it.  A provider of
// e-signatures is a folder, its name in Signing, and its line in signing_by(); likewise the others.

#pragma once

#include <string>

#include "adapters/accounting/accounting.hpp"
#include "adapters/adobe_sign/adobe_sign.hpp"
#include "adapters/bookings.hpp"
#include "adapters/call.hpp"
#include "adapters/chosen.hpp"
#include "adapters/config/config.hpp"
#include "adapters/docuseal/docuseal.hpp"
#include "adapters/esign/esign.hpp"
#include "adapters/invoice/invoicing.hpp"
#include "adapters/mollie/mollie.hpp"
#include "adapters/neighbour.hpp"
#include "adapters/payments/payments.hpp"
#include "adapters/renewed_secrets.hpp"
#include "adapters/signature.hpp"
#include "adapters/stripe/stripe.hpp"
#include "states/catalogue.hpp"

namespace adapters {

using Signing = Chosen<esign::Esign, adobe_sign::AdobeSign, docuseal::DocuSeal>;
using Invoicing = Chosen<invoice::Invoicing, accounting::Accounting>;
using PaymentService = Chosen<payments::Payments, stripe::Stripe, mollie::Mollie>;

// As verifier_of(config::Esign).
Signing signing_by(const config::Config&, const Send&, RenewedSecrets&, Agreements&, Archive&,
                   DrawContract);

Invoicing invoicing_by(const config::Config&, const Send&, const states::Catalogue&, Invoices&,
                       invoice::Draw);

// The currency is the catalogue's.  Throws std::invalid_argument for a webhook secret that the
// service's scheme cannot use.
PaymentService payments_by(const config::Config&, const Send&, const std::string& currency,
                           Bookings bookings);

// For the neighbours there is one of.
Neighbour::Access access_of(const config::Service&);
VerifySignature verifier_of(const config::Service&);

// By the scheme of the provider, if it signs its webhooks.  Throws std::invalid_argument for a
// secret that the scheme cannot use.
VerifySignature verifier_of(const config::Esign&);

}  // namespace adapters
