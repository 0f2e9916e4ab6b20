#include "adapters/invoice/pages.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>

#include "adapters/catalogue_text.hpp"
#include "adapters/invoice/identifiers.hpp"
#include "adapters/invoice/tax.hpp"
#include "adapters/invoice/texts.hpp"
#include "engine/journal.hpp"
#include "states/checks.hpp"
#include "states/reference.hpp"
#include "states/text.hpp"

namespace invoice {
namespace {

using adapters::InvoiceNumber;
using adapters::InvoicePage;
using adapters::InvoiceParty;

using Values = std::map<std::string_view, std::string>;

nlohmann::json texts_in(const std::string& language) {
    return nlohmann::json::parse(text_files().at(language + ".json"));
}

// A text of texts/, with "{name}" replaced by its value.
std::string text(const std::string& language, const std::string& name, const Values& values = {}) {
    const auto pattern = texts_in(language).at(name).get<std::string>();
    std::string filled;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const auto end = pattern[at] == '{' ? pattern.find('}', at) : std::string::npos;
        if (end == std::string::npos) {
            filled += pattern[at];
        } else {
            filled += values.at(pattern.substr(at + 1, end - at - 1));
            at = end;
        }
    }
    return filled;
}

// A reason of ours in words; a person's own stays as it is.
std::string in_words(const std::string& language, const std::string& reason) {
    return texts_in(language).value("because." + reason, reason);
}

std::string without_spaces(std::string text) {
    std::erase(text, ' ');
    return text;
}

// Some number that it can be told by has to be there, for a seller always (BR-CO-26).
void identify(InvoiceParty& party, const std::string& number) {
    const auto& country = party.address.country;
    const auto endpoint = endpoint_of(country, number);
    party.endpoint = endpoint.value;
    party.endpoint_scheme = endpoint.scheme;
    const auto legal = legal_id_of(country, number);
    party.legal_id = legal.value.empty() ? number : legal.value;
    party.legal_scheme = legal.scheme;
}

InvoiceParty seller_of(const states::Catalogue& catalogue) {
    const auto of = [&](const char* name) { return adapters::text_in(catalogue, name); };
    auto seller =
        InvoiceParty{.name = catalogue.registry,
                     .address = {of("street"), of("postal_code"), of("city"), "", of("country")},
                     .vat_number = of("vat_number"),
                     .legal_id = {},
                     .legal_scheme = {},
                     .endpoint = {},
                     .endpoint_scheme = {},
                     .person = {},
                     .email = of("support_email"),
                     .phone = of("support_phone")};
    identify(seller, seller.vat_number);
    const auto& own = catalogue.invoice.peppol_id;
    if (const auto colon = own.find(':'); colon != std::string::npos) {
        seller.endpoint_scheme = own.substr(0, colon);
        seller.endpoint = own.substr(colon + 1);
    }
    return seller;
}

InvoiceParty buyer_of(const states::IssueInvoice& invoice) {
    const auto& organisation = invoice.organisation;
    const auto& person = invoice.representative;
    const bool holds = vat_number_holds(organisation.address.country, organisation.vat_number);
    auto buyer = InvoiceParty{
        .name = organisation.name,
        .address = organisation.address,
        .vat_number = holds ? states::check_vat(organisation.vat_number).normalised : "",
        .legal_id = {},
        .legal_scheme = {},
        .endpoint = {},
        .endpoint_scheme = {},
        .person = std::string{states::trimmed(person.first_name + " " + person.last_name)},
        .email = person.email,
        .phone = person.phone};
    identify(buyer, organisation.vat_number);
    return buyer;
}

std::string listed(const std::vector<std::string>& products) {
    std::string text;
    for (const auto& product : products) text += (text.empty() ? "" : ", ") + product;
    return text;
}

std::string due(const states::Catalogue& catalogue, const std::string& issued_on) {
    const auto start = engine::read_rfc3339(issued_on + "T00:00:00.000000Z");
    return engine::rfc3339(catalogue.after(start, catalogue.clock("payment").limit)).substr(0, 10);
}

// "V-2026-00012" as letters and digits: no two numbers become the same by it, for a series has no
// digits and a year has four.
std::string letters_and_digits(std::string number) {
    std::erase(number, '-');
    return number;
}

std::int64_t with_prefix(const std::string& prefix, std::int64_t number) {
    constexpr std::size_t digits_of_message = 10;
    auto digits = std::to_string(number);
    if (prefix.size() + digits.size() < digits_of_message)
        digits.insert(0, digits_of_message - prefix.size() - digits.size(), '0');
    return std::stoll(prefix + digits);
}

}  // namespace

InvoicePage invoice_page(const states::Catalogue& catalogue, const states::IssueInvoice& invoice,
                         const std::string& reference, const InvoiceNumber& number) {
    const auto rate = read_rate(adapters::text_in(catalogue, "vat_rate"));
    const auto language = catalogue.languages.contains(invoice.language)
                              ? invoice.language
                              : *catalogue.languages.begin();
    InvoicePage page;
    page.type = catalogue.invoice.type;
    page.number = number.number;
    page.issued_on = number.issued_on;
    page.due_on = due(catalogue, number.issued_on);
    page.language = language;
    page.currency = catalogue.currency;
    page.reference = reference;
    page.seller = seller_of(catalogue);
    page.buyer = buyer_of(invoice);
    page.lines = {{text(language, "line", {{"products", listed(invoice.products)}}), invoice.net}};
    page.tax = tax_of(page.seller.address.country, rate, page.buyer.address.country,
                      !page.buyer.vat_number.empty());
    if (!page.tax.exemption.empty()) page.tax.reason = text(language, page.tax.exemption);
    page.net = invoice.net;
    page.vat = vat_on(page.net, page.tax.hundredths_percent);
    page.total = page.net + page.vat;
    page.iban = without_spaces(adapters::text_in(catalogue, "iban"));
    page.bic = adapters::text_in(catalogue, "bic");
    page.structured_message = states::make_structured_message(
        with_prefix(catalogue.invoice.reference_prefix, number.payment));
    page.creditor_reference = states::make_creditor_reference(letters_and_digits(number.number));
    page.terms = text(language, "terms",
                      {{"total", states::write_money(page.total) + " " + page.currency},
                       {"due", page.due_on},
                       {"structured_message", page.structured_message},
                       {"creditor_reference", page.creditor_reference}});
    return page;
}

InvoicePage credit_page(const InvoicePage& invoice, const std::string& reason,
                        const InvoiceNumber& number) {
    auto page = invoice;
    page.type = "381";
    page.number = number.number;
    page.issued_on = number.issued_on;
    page.due_on.clear();
    page.structured_message.clear();
    page.creditor_reference.clear();
    page.credits = invoice.number;
    page.credits_issued_on = invoice.issued_on;
    page.note = in_words(page.language, reason);
    page.terms = text(page.language, "credit_terms",
                      {{"number", invoice.number}, {"date", invoice.issued_on}});
    return page;
}

}  // namespace invoice
