// Invoices for buyers in many countries, as the tests of this folder make them.

#pragma once

#include <doctest/doctest.h>

#include <string>
#include <variant>
#include <vector>

#include "adapters/config/catalogue.hpp"
#include "adapters/invoice/pages.hpp"
#include "states/effects.hpp"

namespace tests {

inline states::Catalogue built_in_catalogue() {
    return std::get<states::Catalogue>(config::load_catalogue(""));
}

inline states::IssueInvoice asked_for(const std::string& country, const std::string& vat_number,
                                      const std::string& name = "Example Hosting") {
    return {.net = {250'000},
            .language = "en",
            .organisation = {.name = name,
                             .vat_number = vat_number,
                             .website = "https://hosting.example",
                             .address = {"Main Street 5", "3001", "Town", "", country}},
            .representative = {.first_name = "An",
                               .last_name = "Peeters",
                               .email = "an@hosting.example",
                               .phone = "+32.16284970",
                               .mobile = "+32.497111111"},
            .products = {".be", ".brussels"}};
}

inline const adapters::InvoiceNumber first_number{
    .number = "V-2026-00001", .issued_on = "2026-11-24", .payment = 1};
inline const adapters::InvoiceNumber first_credit{
    .number = "C-2026-00001", .issued_on = "2026-12-01", .payment = 2};

inline adapters::InvoicePage page_for(const states::IssueInvoice& invoice) {
    return invoice::invoice_page(built_in_catalogue(), invoice, "A-2026-000123", first_number);
}

}  // namespace tests
