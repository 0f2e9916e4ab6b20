// What is to be paid, and how; and what becomes of money that was paid for nothing.

#include "adapters/catalogue_text.hpp"
#include "adapters/formats.hpp"
#include "adapters/portal/visit.hpp"
#include "adapters/qr_picture.hpp"
#include "adapters/transfer_text.hpp"

namespace portal {
namespace {

using nlohmann::json;

std::string amount(const Own& own, states::Money money) {
    return adapters::write_amount(money, own.visit.site.parts.catalogue.currency,
                                  own.visit.language);
}

// For the camera of a bank's application; where there is no transfer in euro, for the one that
// opens the payment page.
std::string pay_code(const Own& own, const std::string& reference) {
    const auto& catalogue = own.visit.site.parts.catalogue;
    auto iban = adapters::text_in(catalogue, "iban");
    std::erase(iban, ' ');
    if (!iban.empty() && !reference.empty() && catalogue.currency == "EUR")
        return adapters::qr_picture(
            adapters::transfer_text({.bic = adapters::text_in(catalogue, "bic"),
                                     .name = catalogue.registry,
                                     .iban = iban,
                                     .amount = own.facts.invoice.total - own.facts.paid,
                                     .reference = reference}));
    const auto& link = own.facts.invoice.payment_link;
    return link.empty() ? "" : adapters::qr_picture(link);
}

// "RF18 5390 0754 7034", as people read it to each other.
std::string in_fours(const std::string& plain) {
    std::string spaced;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        if (i > 0 && i % 4 == 0) spaced += ' ';
        spaced += plain[i];
    }
    return spaced;
}

}  // namespace

json pay_view(const Own& own) {
    const auto& bill = own.facts.invoice;
    if (own.state() != "payment_due" || bill.number.empty()) return nullptr;
    const auto& parts = own.visit.site.parts;
    const auto invoice = parts.invoices.latest(own.dossier.snapshot.id, false);
    const auto reference = invoice ? invoice->page.creditor_reference : "";
    return {{"rest", amount(own, bill.total - own.facts.paid)},
            {"number", bill.number},
            {"file", own.path("/invoice.pdf")},
            {"payee", parts.catalogue.registry},
            {"iban", adapters::text_in(parts.catalogue, "iban")},
            {"bic", adapters::text_in(parts.catalogue, "bic")},
            {"structured_message", bill.structured_message},
            {"creditor_reference", in_fours(reference)},
            {"link", bill.payment_link},
            {"code_svg", pay_code(own, reference)}};
}

json money_back_view(const Own& own) {
    const auto& facts = own.facts;
    const auto& visit = own.visit;
    auto sentences = json::array();
    if (states::Money{} < facts.paid) {
        const auto& period = visit.site.parts.catalogue.refund_period;
        if (!(facts.refunded < facts.paid))
            sentences.push_back(
                visit.word("portal.refund.sent", {{"amount", amount(own, facts.refunded)}}));
        else
            sentences.push_back(visit.word("portal.refund.due",
                                           {{"amount", amount(own, facts.paid - facts.refunded)}}));
        if (facts.refunded < facts.paid && period.days > 0)
            sentences.push_back(visit.word(
                "portal.refund.time", {{"time", adapters::write_span(period, visit.language)}}));
    }
    if (!facts.credit_note.empty())
        sentences.push_back(
            visit.word("portal.refund.credit_note",
                       {{"credit_note", facts.credit_note}, {"invoice", facts.invoice.number}}));
    if (sentences.empty()) return nullptr;
    return {{"sentences", std::move(sentences)}};
}

}  // namespace portal
