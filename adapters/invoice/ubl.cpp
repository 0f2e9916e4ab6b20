#include "adapters/invoice/ubl.hpp"

#include <pugixml.hpp>
#include <sstream>

#include "states/money.hpp"
#include "states/text.hpp"

namespace invoice {
namespace {

using adapters::InvoicePage;
using adapters::InvoiceParty;
using pugi::xml_node;

constexpr auto namespaces = "urn:oasis:names:specification:ubl:schema:xsd:";
constexpr auto customization =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
constexpr auto profile = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

// What XML 1.0 (2.2, Char) has no place for, not even escaped.  Bytes of longer characters stay.
std::string xml_text(std::string text) {
    if (!states::read_utf8(text)) return {};
    std::erase_if(text, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
    });
    for (const auto* nobody : {"\uFFFE", "\uFFFF"})
        for (auto at = text.find(nobody); at != std::string::npos; at = text.find(nobody, at))
            text.erase(at, 3);
    return std::string{states::trimmed(text)};
}

// Peppol allows no empty element (R008): what is empty is left out.
xml_node add(xml_node to, const char* name, const std::string& text) {
    const auto clean = xml_text(text);
    if (clean.empty()) return {};
    auto node = to.append_child(name);
    node.text().set(clean.c_str());
    return node;
}

void add(xml_node to, const char* name, const std::string& text, const std::string& scheme) {
    if (auto node = add(to, name, text); node && !scheme.empty())
        node.append_attribute("schemeID") = scheme.c_str();
}

void add_amount(xml_node to, const char* name, states::Money amount, const std::string& currency) {
    add(to, name, states::write_money(amount)).append_attribute("currencyID") = currency.c_str();
}

void add_party(xml_node to, const char* name, const InvoiceParty& party, bool with_vat_number) {
    auto node = to.append_child(name).append_child("cac:Party");
    add(node, "cbc:EndpointID", party.endpoint, party.endpoint_scheme);
    add(node.append_child("cac:PartyName"), "cbc:Name", party.name);
    auto address = node.append_child("cac:PostalAddress");
    add(address, "cbc:StreetName", party.address.street);
    add(address, "cbc:CityName", party.address.city);
    add(address, "cbc:PostalZone", party.address.postal_code);
    add(address, "cbc:CountrySubentity", party.address.state);
    add(address.append_child("cac:Country"), "cbc:IdentificationCode", party.address.country);
    if (with_vat_number && !party.vat_number.empty()) {
        auto scheme = node.append_child("cac:PartyTaxScheme");
        add(scheme, "cbc:CompanyID", party.vat_number);
        add(scheme.append_child("cac:TaxScheme"), "cbc:ID", "VAT");
    }
    auto legal = node.append_child("cac:PartyLegalEntity");
    add(legal, "cbc:RegistrationName", party.name);
    add(legal, "cbc:CompanyID", party.legal_id, party.legal_scheme);
    if (party.person.empty() && party.email.empty() && party.phone.empty()) return;
    auto contact = node.append_child("cac:Contact");
    add(contact, "cbc:Name", party.person);
    add(contact, "cbc:Telephone", party.phone);
    add(contact, "cbc:ElectronicMail", party.email);
}

void add_category(xml_node to, const char* name, const InvoicePage& page, bool with_reason) {
    auto category = to.append_child(name);
    add(category, "cbc:ID", page.tax.category);
    if (page.tax.category != "O")  // BR-O-05: there is no rate, not even of nothing.
        add(category, "cbc:Percent", states::write_money({page.tax.hundredths_percent}));
    if (with_reason) {
        add(category, "cbc:TaxExemptionReasonCode", page.tax.exemption);
        add(category, "cbc:TaxExemptionReason", page.tax.reason);
    }
    add(category.append_child("cac:TaxScheme"), "cbc:ID", "VAT");
}

// SEPA knows only euros; UNCL4461: 58 SEPA credit transfer, 30 credit transfer.
void add_payment(xml_node to, const InvoicePage& page) {
    if (page.is_credit() || page.iban.empty()) return;
    auto means = to.append_child("cac:PaymentMeans");
    add(means, "cbc:PaymentMeansCode", page.currency == "EUR" ? "58" : "30");
    add(means, "cbc:PaymentID", page.structured_message);
    auto account = means.append_child("cac:PayeeFinancialAccount");
    add(account, "cbc:ID", page.iban);
    add(account, "cbc:Name", page.seller.name);
    if (!page.bic.empty())
        add(account.append_child("cac:FinancialInstitutionBranch"), "cbc:ID", page.bic);
}

void add_totals(xml_node to, const InvoicePage& page) {
    auto total = to.append_child("cac:TaxTotal");
    add_amount(total, "cbc:TaxAmount", page.vat, page.currency);
    auto subtotal = total.append_child("cac:TaxSubtotal");
    add_amount(subtotal, "cbc:TaxableAmount", page.net, page.currency);
    add_amount(subtotal, "cbc:TaxAmount", page.vat, page.currency);
    add_category(subtotal, "cac:TaxCategory", page, true);

    auto sum = to.append_child("cac:LegalMonetaryTotal");
    add_amount(sum, "cbc:LineExtensionAmount", page.net, page.currency);
    add_amount(sum, "cbc:TaxExclusiveAmount", page.net, page.currency);
    add_amount(sum, "cbc:TaxInclusiveAmount", page.total, page.currency);
    add_amount(sum, "cbc:PayableAmount", page.total, page.currency);
}

void add_lines(xml_node to, const InvoicePage& page) {
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        const auto& each = page.lines[i];
        auto line = to.append_child(page.is_credit() ? "cac:CreditNoteLine" : "cac:InvoiceLine");
        add(line, "cbc:ID", std::to_string(i + 1));
        // UN/ECE recommendation 20: C62 is "one".
        add(line, page.is_credit() ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity", "1")
            .append_attribute("unitCode") = "C62";
        add_amount(line, "cbc:LineExtensionAmount", each.net, page.currency);
        auto item = line.append_child("cac:Item");
        add(item, "cbc:Name", each.text);
        add_category(item, "cac:ClassifiedTaxCategory", page, false);
        add_amount(line.append_child("cac:Price"), "cbc:PriceAmount", each.net, page.currency);
    }
}

// In the order that the schema asks for: there is only one.
void add_head(xml_node to, const InvoicePage& page) {
    add(to, "cbc:CustomizationID", customization);
    add(to, "cbc:ProfileID", profile);
    add(to, "cbc:ID", page.number);
    add(to, "cbc:IssueDate", page.issued_on);
    add(to, "cbc:DueDate", page.is_credit() ? "" : page.due_on);
    add(to, page.is_credit() ? "cbc:CreditNoteTypeCode" : "cbc:InvoiceTypeCode", page.type);
    add(to, "cbc:Note", page.note);
    add(to, "cbc:DocumentCurrencyCode", page.currency);
    add(to, "cbc:BuyerReference", page.reference);
    if (!page.is_credit()) return;
    auto credited =
        to.append_child("cac:BillingReference").append_child("cac:InvoiceDocumentReference");
    add(credited, "cbc:ID", page.credits);
    add(credited, "cbc:IssueDate", page.credits_issued_on);
}

}  // namespace

std::string ubl(const InvoicePage& page) {
    pugi::xml_document document;
    auto declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    const auto* kind = page.is_credit() ? "CreditNote" : "Invoice";
    auto root = document.append_child(kind);
    const auto space = [](const char* name) { return namespaces + std::string{name} + "-2"; };
    root.append_attribute("xmlns") = space(kind).c_str();
    root.append_attribute("xmlns:cac") = space("CommonAggregateComponents").c_str();
    root.append_attribute("xmlns:cbc") = space("CommonBasicComponents").c_str();

    // BR-O-02: an invoice outside the scope of VAT names nobody's VAT number.
    const bool with_vat_numbers = page.tax.category != "O";
    add_head(root, page);
    add_party(root, "cac:AccountingSupplierParty", page.seller, with_vat_numbers);
    add_party(root, "cac:AccountingCustomerParty", page.buyer, with_vat_numbers);
    add_payment(root, page);
    if (!page.terms.empty()) add(root.append_child("cac:PaymentTerms"), "cbc:Note", page.terms);
    add_totals(root, page);
    add_lines(root, page);

    std::ostringstream out;
    document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
    return out.str();
}

}  // namespace invoice
