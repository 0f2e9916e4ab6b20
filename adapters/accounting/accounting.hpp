// Invoices and credit notes are made by the accounting system: it alone gives numbers without
// gaps, decides about VAT, and assigns the structured message that a payer has to quote.

#pragma once

#include <optional>
#include <string>

#include "adapters/adapter.hpp"
#include "adapters/neighbour.hpp"
#include "states/effects.hpp"

namespace accounting {

class Accounting {
public:
    // The currency is the catalogue's, by its three letters: "EUR".
    Accounting(adapters::Neighbour::Access access, adapters::Send send, std::string currency);

    std::optional<engine::Event> perform(const states::IssueInvoice&, const engine::Work&);
    std::optional<engine::Event> perform(const states::CreditInvoice&, const engine::Work&);

private:
    adapters::Neighbour system_;
    std::string currency_;
};

}  // namespace accounting
