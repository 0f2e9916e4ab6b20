// Invoices can be paid through a payment service, which tells us about money and returns it.

#pragma once

#include <optional>
#include <string>

#include "adapters/adapter.hpp"
#include "adapters/neighbour.hpp"
#include "adapters/signature.hpp"
#include "states/effects.hpp"

namespace payments {

class Payments {
public:
    // The currency is the catalogue's, by its three letters: "EUR".
    Payments(adapters::Neighbour::Access access, adapters::Send send,
             adapters::VerifySignature verify, std::string currency);

    std::optional<engine::Event> perform(const states::RequestPayment&, const engine::Work&);
    std::optional<engine::Event> perform(const states::RefundPayment&, const engine::Work&);

    std::string verify(const engine::Arrival&, engine::Time now) const;
    adapters::Understood understand(const engine::Arrival&) const;

private:
    adapters::Neighbour service_;
    adapters::VerifySignature verify_;
    std::string currency_;
};

}  // namespace payments
