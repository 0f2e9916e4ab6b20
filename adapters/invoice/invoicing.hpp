// The registry's own invoicing, in the place of an accounting system: it gives the numbers, decides
// about VAT, and writes the documents.

#pragma once

#include <optional>

#include "adapters/adapter.hpp"
#include "adapters/invoices.hpp"
#include "states/catalogue.hpp"
#include "states/effects.hpp"

namespace invoice {

class Invoicing {
public:
    Invoicing(const states::Catalogue& catalogue, adapters::Invoices& book)
        : catalogue_{catalogue}, book_{book} {}

    std::optional<engine::Event> perform(const states::IssueInvoice&, const engine::Work&);

    // Throws engine::Rejected for a number that is not ours, and for an invoice that another work
    // has credited: then a person has to look.
    std::optional<engine::Event> perform(const states::CreditInvoice&, const engine::Work&);

private:
    const states::Catalogue& catalogue_;
    adapters::Invoices& book_;
};

}  // namespace invoice
