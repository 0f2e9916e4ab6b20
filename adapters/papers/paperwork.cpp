#include "adapters/papers/paperwork.hpp"

#include <charconv>

#include "states/text.hpp"

namespace papers {
namespace {

Date date_of(const std::string& day) {  // "2026-11-24"
    const auto part = [&](std::size_t at, std::size_t length) {
        int number = 0;
        std::from_chars(day.data() + at, day.data() + at + length, number);
        return number;
    };
    if (day.size() != 10) return {};  // No day of the calendar, as whoever draws will say.
    return std::chrono::year{part(0, 4)} / part(5, 2) / part(8, 2);
}

Party party_of(const states::Organisation& organisation,
               const states::Representative& representative) {
    const auto& address = organisation.address;
    return {.name = organisation.name,
            .person = std::string{states::trimmed(representative.first_name + ' ' +
                                                  representative.last_name)},
            .street = address.street,
            .postal_code = address.postal_code,
            .city = address.city,
            .province = address.state,
            .country = address.country,
            .vat_number = organisation.vat_number};
}

Party party_of(const adapters::InvoiceParty& party) {
    return {.name = party.name,
            .person = party.person,
            .street = party.address.street,
            .postal_code = party.address.postal_code,
            .city = party.address.city,
            .province = party.address.state,
            .country = party.address.country,
            .vat_number = party.vat_number};
}

Sums sums_of(const adapters::InvoicePage& page) {
    Sums sums{.net = page.net,
              .vat = page.vat,
              .total = page.total,
              .vat_hundredths = page.tax.hundredths_percent,
              .vat_note = page.tax.reason,
              .currency = page.currency};
    for (const auto& line : page.lines)
        sums.lines.push_back({.description = line.text, .net = line.net});
    return sums;
}

}  // namespace

InvoicePaper invoice_paper(const adapters::InvoicePage& page) {
    return {.language = page.language,
            .number = page.number,
            .date = date_of(page.issued_on),
            .due = date_of(page.due_on),
            .reference = page.reference,
            .customer = party_of(page.buyer),
            .sums = sums_of(page),
            .structured_message = page.structured_message,
            .rf_reference = page.creditor_reference};
}

CreditNotePaper credit_note_paper(const adapters::InvoicePage& page) {
    return {.language = page.language,
            .number = page.number,
            .date = date_of(page.issued_on),
            .reference = page.reference,
            .invoice = page.credits,
            .reason = page.note,
            .customer = party_of(page.buyer),
            .sums = sums_of(page)};
}

Paperwork::Paperwork(const states::Catalogue& catalogue, const Files& templates,
                     adapters::SentPapers& sent, Today today)
    : catalogue_{catalogue},
      papers_{letterhead_of(catalogue),
              templates,
              {catalogue.languages.begin(), catalogue.languages.end()}},
      sent_{sent},
      today_{std::move(today)} {}

adapters::SentPaper Paperwork::agreement(const states::SendContract& contract,
                                         const std::string& reference) {
    return kept(adapters::name_of_agreement(reference, contract.product, contract.edition), [&] {
        const auto* product = catalogue_.product(contract.product);
        return papers_.agreement(
            {.language = contract.language,
             .date = date_of(today_()),
             .reference = reference,
             .edition = contract.edition,
             .product = contract.product,
             .registrar = party_of(contract.organisation, contract.representative),
             .needs_accreditation = product && product->needs_accreditation,
             .prepayment_min =
                 product && product->prepaid ? catalogue_.prepayment_min : states::Money{},
             .currency = catalogue_.currency});
    });
}

adapters::SentPaper Paperwork::invoice(const adapters::InvoicePage& page) {
    return kept(adapters::name_of_invoice(page), [&] {
        return page.is_credit() ? papers_.credit_note(credit_note_paper(page))
                                : papers_.invoice(invoice_paper(page));
    });
}

adapters::DrawnLetter Paperwork::security_letter(const states::PostSecurityLetter& letter,
                                                 const adapters::LetterWords& words) {
    const std::lock_guard one_at_a_time{drawing_};
    auto paper =
        papers_.security_letter({.language = letter.language,
                                 .date = date_of(words.day),
                                 .reference = words.reference,
                                 .recipient = party_of(letter.organisation, letter.representative),
                                 .registrar_id = words.registrar_id,
                                 .security_code = words.security_code});
    return {.pdf = std::move(paper.pdf),
            .sha256 = std::move(paper.sha256),
            .pages = paper.pages,
            .template_version = std::move(paper.template_version)};
}

adapters::SentPaper Paperwork::kept(const adapters::PaperName& name,
                                    const std::function<Paper()>& draw) {
    return sent_.once(name, [&]() -> adapters::SentPaper {
        // Fonts are shared by all who draw, and a paper takes the fraction of a second.
        const std::lock_guard one_at_a_time{drawing_};
        auto paper = draw();
        return {.content = std::move(paper.pdf),
                .document = std::move(paper.sha256),
                .template_version = std::move(paper.template_version),
                .signature = paper.signature};
    });
}

}  // namespace papers
