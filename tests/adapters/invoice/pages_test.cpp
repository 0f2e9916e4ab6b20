#include "adapters/invoice/pages.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "states/checks.hpp"
#include "tests/adapters/invoice/sample.hpp"

namespace pages_test {

using states::Money;

TEST_CASE("an invoice says who, what, how much, until when and how it is paid") {
    const auto page = tests::page_for(tests::asked_for("BE", "BE0123456749"));
    CHECK_EQ(page.type, "380");
    CHECK_EQ(page.number, "V-2026-00001");
    CHECK_EQ(page.due_on, "2026-12-24");  // The catalogue's clock: thirty days.
    CHECK_EQ(page.reference, "A-2026-000123");
    CHECK_EQ(page.net, Money{250'000});
    CHECK_EQ(page.vat, Money{52'500});
    CHECK_EQ(page.total, Money{302'500});
    CHECK_EQ(page.seller.endpoint, "0987654394");
    CHECK_EQ(page.buyer.legal_id, "0123456749");
    CHECK_EQ(page.iban, "BE68539007547034");
    CHECK_EQ(page.structured_message.substr(0, 5), "+++80");  // The catalogue's prefix.
    CHECK_EQ(page.lines.at(0).text,
             "Prepayment for the registration of domain names: .be, .brussels");
    for (const auto& reference : {page.structured_message, page.creditor_reference}) {
        CHECK_EQ(states::check_reference(reference).verdict, states::Verdict::valid);
        CHECK_NE(page.terms.find(reference), std::string::npos);
    }
}

TEST_CASE("who pays no VAT is told why in its language") {
    auto asked = tests::asked_for("NL", "NL123456782B01");
    asked.language = "nl";
    const auto page = tests::page_for(asked);
    CHECK_EQ(page.total, Money{250'000});
    CHECK_EQ(page.tax.exemption, "VATEX-EU-AE");
    CHECK(page.tax.reason.starts_with("Btw verlegd"));
    CHECK(page.lines.at(0).text.starts_with("Voorafbetaling"));
    asked.language = "xx";  // Never asked for in a language that there is none of.
    CHECK_FALSE(tests::page_for(asked).tax.reason.empty());
}

TEST_CASE("a number that does not hold is no VAT number, and VAT is charged") {
    const auto page = tests::page_for(tests::asked_for("NL", "NL123456783B01"));
    CHECK_EQ(page.tax.category, "S");
    CHECK_EQ(page.buyer.vat_number, "");
    CHECK_EQ(page.buyer.legal_id, "NL123456783B01");
    CHECK_EQ(page.total, Money{302'500});
}

TEST_CASE("a credit note takes back just what the invoice said") {
    const auto invoice = tests::page_for(tests::asked_for("BE", "BE0123456749"));
    const auto credit = invoice::credit_page(invoice, "withdrawn", tests::first_credit);
    CHECK(credit.is_credit());
    CHECK_EQ(credit.type, "381");
    CHECK_EQ(credit.credits, "V-2026-00001");
    CHECK_EQ(credit.total, invoice.total);
    CHECK_EQ(credit.note, "withdrawn");
    CHECK_EQ(credit.structured_message, "");
    CHECK_EQ(credit.due_on, "");
    CHECK_EQ(credit.buyer.name, invoice.buyer.name);
}

TEST_CASE("a page comes back from the book as it was put in") {
    const auto page = tests::page_for(tests::asked_for("JP", "T1234567890123", "日本レジストラ"));
    const nlohmann::json kept = page;
    CHECK_EQ(nlohmann::json(kept.get<adapters::InvoicePage>()), kept);
    CHECK_EQ(kept["total_cents"], 250'000);
}

}  // namespace pages_test
