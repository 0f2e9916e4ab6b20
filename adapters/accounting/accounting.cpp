#include "adapters/accounting/accounting.hpp"

#include <utility>

#include "states/codec.hpp"
#include "states/events.hpp"

namespace accounting {
namespace {

using nlohmann::json;

json written(const states::IssueInvoice& invoice, const std::string& reference,
             const std::string& currency) {
    const auto& organisation = invoice.organisation;
    const auto& person = invoice.representative;
    return {{"external_id", reference},
            {"net_cents", invoice.net.cents},
            {"currency", currency},
            {"language", invoice.language},
            {"products", invoice.products},
            {"customer",
             {{"name", organisation.name},
              {"vat_number", organisation.vat_number},
              {"attention", person.first_name + " " + person.last_name},
              {"email", person.email},
              {"address", adapters::written(organisation.address)}}}};
}

}  // namespace

Accounting::Accounting(adapters::Neighbour::Access access, adapters::Send send,
                       std::string currency)
    : system_{"accounting", std::move(access), std::move(send)}, currency_{std::move(currency)} {}

std::optional<engine::Event> Accounting::perform(const states::IssueInvoice& invoice,
                                                 const engine::Work& work) {
    const auto issued =
        system_.post("/invoices", written(invoice, work.reference, currency_), work.key);
    return states::event(states::InvoiceIssued{
        .number = system_.field<std::string>(issued, "number"),
        .total = {system_.field<std::int64_t>(issued, "total_cents")},
        .structured_message = system_.field<std::string>(issued, "structured_message")});
}

std::optional<engine::Event> Accounting::perform(const states::CreditInvoice& credit,
                                                 const engine::Work& work) {
    const auto note =
        system_.post("/invoices/" + adapters::url_part(credit.number) + "/credit",
                     {{"external_id", work.reference}, {"reason", credit.reason}}, work.key);
    return states::event(states::CreditNoteIssued{
        .number = system_.field<std::string>(note, "number"), .invoice = credit.number});
}

}  // namespace accounting
