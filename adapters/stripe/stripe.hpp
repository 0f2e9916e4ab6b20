// Invoices can be paid through Stripe, by card or by bank.
//
// An invoice gets a Payment Link and not a Checkout Session: a session ends after 24 hours at the
// latest, and a payer has 30 days and may come back.  A link makes a new session for each visitor,
// and stays open after a bank has failed to pay.  It is closed once it is paid; whoever pays twice
// meanwhile has overpaid, which goes to finance.
//
// Amounts are whole cents, which holds for currencies of two decimals only.  All that we create
// carries our reference in metadata.application, the payment too.  Deliveries may come twice, in
// any order, or not at all, and several events tell of one payment; so events only say which
// payment to look at, or name a fact by Stripe's id for it:
//   a payment    "pi_…": checkout.session.completed (if it is paid: a bank may take days),
//                checkout.session.async_payment_succeeded, payment_intent.succeeded
//   a refund     "re_…": charge.refunded; each with its own amount, ours left out
//   a failure    of a bank that was to pay later: checkout.session.async_payment_failed
//   a dispute    "dp_…": charge.dispute.created, or .funds_withdrawn if it began as an inquiry
// What has failed, or brings money back, is for a person.  Shapes: stripe/openapi, version below.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/adapter.hpp"
#include "adapters/bookings.hpp"
#include "adapters/neighbour.hpp"
#include "adapters/signature.hpp"
#include "states/effects.hpp"

namespace stripe {

constexpr auto api_version = "2026-10-28.endive";
constexpr auto base_url = "https://api.stripe.com";

class Stripe {
public:
    // The currency is the catalogue's, by its three letters: "EUR".
    Stripe(adapters::Neighbour::Access access, adapters::Send send,
           adapters::VerifySignature verify, std::string currency, adapters::Bookings bookings);

    std::optional<engine::Event> perform(const states::RequestPayment&, const engine::Work&);

    // Spreads the amount over what was paid through Stripe, the latest payment first.  Repeated, it
    // finds what it has refunded before.  What cannot be refunded here, because it was paid by bank
    // for instance, is said to a person with engine::Rejected.
    std::optional<engine::Event> perform(const states::RefundPayment&, const engine::Work&);

    std::string verify(const engine::Arrival&, engine::Time now) const;
    adapters::Understood understand(const engine::Arrival&) const;
    static std::vector<std::string> headers();  // That sign.

private:
    using json = nlohmann::json;

    json post(const std::string& path, const adapters::Neighbour::Form&,
              const std::string& key) const;
    std::vector<json> refunds_of(const std::string& payment) const;
    json payment_of(const json& object) const;
    states::Money money(const json& object, const char* amount) const;
    void close_link(const json& session) const;

    adapters::Understood of_session(const json& session, bool has_failed) const;
    adapters::Understood received(const json& payment) const;
    adapters::Understood refunded(const json& charge) const;
    adapters::Understood disputed(const json& dispute) const;

    adapters::Neighbour service_;
    adapters::VerifySignature verify_;
    std::string currency_;
    adapters::Bookings bookings_;
};

}  // namespace stripe
