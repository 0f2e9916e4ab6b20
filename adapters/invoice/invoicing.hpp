// The registry's own invoicing, in the place of an accounting system: it gives the numbers, decides
// about VAT, and writes the documents.

#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "adapters/adapter.hpp"
#include "adapters/invoices.hpp"
#include "adapters/sent_papers.hpp"
#include "states/catalogue.hpp"
#include "states/effects.hpp"

namespace invoice {

using Draw = std::function<adapters::SentPaper(const adapters::InvoicePage&)>;

class Invoicing {
public:
    // `draw` makes the PDF, or gives the one that was made before.
    Invoicing(const states::Catalogue& catalogue, adapters::Invoices& book, Draw draw)
        : catalogue_{catalogue}, book_{book}, draw_{std::move(draw)} {}

    std::optional<engine::Event> perform(const states::IssueInvoice&, const engine::Work&);

    // Throws engine::Rejected for a number that is not ours, and for an invoice that another work
    // has credited: then a person has to look.
    std::optional<engine::Event> perform(const states::CreditInvoice&, const engine::Work&);

private:
    const states::Catalogue& catalogue_;
    adapters::Invoices& book_;
    Draw draw_;
};

}  // namespace invoice
