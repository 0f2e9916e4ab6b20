// Invoices can be paid through Mollie, by any method that it offers.
//
// An invoice gets a payment link and not a payment: a payment ends after minutes or days, as its
// method has it, and a payer has 30 days.  A link makes a new payment for each attempt and takes
// money once.  It has no metadata, so its description ends with our reference, which its payments
// inherit: "2026-00001 A-2026-000123".
//
// A webhook only says where to look; what is believed is what Mollie answers.  A payment that was
// paid is told once.  One that has expired or failed says nothing about the invoice, which another
// may have paid.  A paid one stays "paid" when money goes back: then each refund that is not ours
// and each chargeback is told once, with its own amount.  Source: Mollie's OpenAPI document.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/adapter.hpp"
#include "adapters/bookings.hpp"
#include "adapters/neighbour.hpp"
#include "adapters/signature.hpp"
#include "states/effects.hpp"

namespace mollie {

constexpr auto base_url = "https://api.mollie.com";

class Mollie {
public:
    // The currency is the catalogue's, by its three letters: "EUR".  Hints are asked for at
    // `webhook_url`; it is empty where signed webhooks are subscribed to instead.
    Mollie(adapters::Neighbour::Access access, adapters::Send send,
           adapters::VerifySignature verify, std::string currency, adapters::Bookings bookings,
           std::string webhook_url);

    std::optional<engine::Event> perform(const states::RequestPayment&, const engine::Work&);

    // Spreads the amount over what was paid through Mollie, the latest payment first.  Repeated, it
    // finds what it has refunded before.  What cannot be refunded here, because it was paid by bank
    // for instance, is said to a person with engine::Rejected.
    std::optional<engine::Event> perform(const states::RefundPayment&, const engine::Work&);

    std::string verify(const engine::Arrival&, engine::Time now) const;
    adapters::Understood understand(const engine::Arrival&) const;
    static std::vector<std::string> headers();  // That sign.

private:
    using json = nlohmann::json;

    json post(const std::string& path, const json& body, const std::string& key) const;
    std::vector<json> list(const std::string& path, const char* of_what) const;
    json written(states::Money) const;
    states::Money money(const json& object, const char* amount) const;
    adapters::Understood news_of_link(const std::string& link) const;
    adapters::Understood news_of_payment(const json& payment) const;
    adapters::Understood failure_of(const json& payment, const std::string& application) const;
    adapters::Understood reversals_of(const json& payment, const std::string& application) const;

    adapters::Neighbour service_;
    adapters::VerifySignature verify_;
    std::string currency_;
    adapters::Bookings bookings_;
    std::string webhook_url_;
};

}  // namespace mollie
