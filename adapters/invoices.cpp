#include "adapters/invoices.hpp"

#include "adapters/neighbour.hpp"

namespace adapters {

using nlohmann::json;

void to_json(json& to, const InvoiceParty& party) {
    to = {{"name", party.name},
          {"address", written(party.address)},
          {"vat_number", party.vat_number},
          {"legal_id", party.legal_id},
          {"legal_scheme", party.legal_scheme},
          {"endpoint", party.endpoint},
          {"endpoint_scheme", party.endpoint_scheme},
          {"person", party.person},
          {"email", party.email},
          {"phone", party.phone}};
}

void from_json(const json& from, InvoiceParty& party) {
    const auto text = [](const json& object, const char* name) {
        return object.at(name).get<std::string>();
    };
    const auto& address = from.at("address");
    party = {.name = text(from, "name"),
             .address = {text(address, "street"), text(address, "postal_code"),
                         text(address, "city"), text(address, "state"), text(address, "country")},
             .vat_number = text(from, "vat_number"),
             .legal_id = text(from, "legal_id"),
             .legal_scheme = text(from, "legal_scheme"),
             .endpoint = text(from, "endpoint"),
             .endpoint_scheme = text(from, "endpoint_scheme"),
             .person = text(from, "person"),
             .email = text(from, "email"),
             .phone = text(from, "phone")};
}

void to_json(json& to, const InvoicePage& page) {
    to = {{"type", page.type},
          {"number", page.number},
          {"issued_on", page.issued_on},
          {"due_on", page.due_on},
          {"language", page.language},
          {"currency", page.currency},
          {"reference", page.reference},
          {"seller", page.seller},
          {"buyer", page.buyer},
          {"lines", page.lines},
          {"tax", page.tax},
          {"net_cents", page.net},
          {"vat_cents", page.vat},
          {"total_cents", page.total},
          {"iban", page.iban},
          {"bic", page.bic},
          {"structured_message", page.structured_message},
          {"creditor_reference", page.creditor_reference},
          {"terms", page.terms},
          {"note", page.note},
          {"credits", page.credits},
          {"credits_issued_on", page.credits_issued_on}};
}

void from_json(const json& from, InvoicePage& page) {
    const auto read = [&](const char* name, auto& to) { from.at(name).get_to(to); };
    read("type", page.type);
    read("number", page.number);
    read("issued_on", page.issued_on);
    read("due_on", page.due_on);
    read("language", page.language);
    read("currency", page.currency);
    read("reference", page.reference);
    read("seller", page.seller);
    read("buyer", page.buyer);
    read("lines", page.lines);
    read("tax", page.tax);
    read("net_cents", page.net);
    read("vat_cents", page.vat);
    read("total_cents", page.total);
    read("iban", page.iban);
    read("bic", page.bic);
    read("structured_message", page.structured_message);
    read("creditor_reference", page.creditor_reference);
    read("terms", page.terms);
    read("note", page.note);
    read("credits", page.credits);
    read("credits_issued_on", page.credits_issued_on);
}

}  // namespace adapters
