#include "adapters/invoice/invoicing.hpp"

#include "adapters/invoice/pages.hpp"
#include "adapters/invoice/ubl.hpp"
#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace invoice {
namespace {

adapters::KeptInvoice written(adapters::InvoicePage page) {
    auto xml = ubl(page);
    return {std::move(page), std::move(xml)};
}

}  // namespace

std::optional<engine::Event> Invoicing::perform(const states::IssueInvoice& invoice,
                                                const engine::Work& work) {
    const auto& terms = catalogue_.invoice;
    const auto kept =
        book_.keep({.of = work.of,
                    .key = work.key,
                    .series = terms.series,
                    .time_zone = terms.time_zone,
                    .credits = {}},
                   [&](const adapters::InvoiceNumber& number) {
                       return written(invoice_page(catalogue_, invoice, work.reference, number));
                   });
    const auto paper = draw_(kept.page);
    return states::event(states::InvoiceIssued{.number = kept.page.number,
                                               .total = kept.page.total,
                                               .structured_message = kept.page.structured_message,
                                               .document = paper.document,
                                               .template_version = paper.template_version});
}

std::optional<engine::Event> Invoicing::perform(const states::CreditInvoice& credit,
                                                const engine::Work& work) {
    const auto& terms = catalogue_.invoice;
    const auto invoice = book_.numbered(credit.number);
    if (!invoice || invoice->page.is_credit())
        throw engine::Rejected{"there is no invoice " + credit.number + " of ours to credit"};
    const auto kept =
        book_.keep({.of = work.of,
                    .key = work.key,
                    .series = terms.credit_series,
                    .time_zone = terms.time_zone,
                    .credits = credit.number},
                   [&](const adapters::InvoiceNumber& number) {
                       return written(credit_page(invoice->page, credit.reason, number));
                   });
    draw_(kept.page);
    return states::event(
        states::CreditNoteIssued{.number = kept.page.number, .invoice = credit.number});
}

}  // namespace invoice
