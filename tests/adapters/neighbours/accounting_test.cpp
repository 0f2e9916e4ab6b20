#include "adapters/accounting/accounting.hpp"

#include <doctest/doctest.h>

#include "states/codec.hpp"
#include "states/events.hpp"
#include "tests/adapters/neighbours/seams.hpp"

namespace accounting_test {

using accounting::Accounting;
using tests::work;

static_assert(adapters::Performs<Accounting, states::IssueInvoice>);
static_assert(adapters::Performs<Accounting, states::CreditInvoice>);

namespace {

struct Outside {
    tests::Simulator system{"accounting", {"--api-key", tests::api_key}};
    Accounting accounting{tests::access(system), tests::send, "CHF"};

    states::InvoiceIssued issue(const engine::Work& work, const std::string& country = "BE") {
        auto organisation = tests::organisation();
        organisation.address.country = country;
        const auto event =
            accounting.perform(states::IssueInvoice{.net = {250000},
                                                    .language = "nl",
                                                    .organisation = organisation,
                                                    .representative = tests::representative(),
                                                    .products = {".be"}},
                               work);
        REQUIRE(event);
        REQUIRE_EQ(event->name, "invoice_issued");
        return states::decode<states::InvoiceIssued>(event->data);
    }
};

bool is_structured_message(const std::string& text) {
    if (text.size() != 20) return false;
    const auto digits = text.substr(3, 3) + text.substr(7, 4) + text.substr(12, 5);
    const auto check = std::stoll(digits.substr(0, 10)) % 97;
    return std::stoll(digits.substr(10)) == (check == 0 ? 97 : check);
}

}  // namespace

TEST_CASE("an invoice comes back with its number, what to pay and what to quote") {
    Outside outside;
    const auto issued = outside.issue(work("A-2026-000123/6/1"));
    CHECK(issued.number.ends_with("-00001"));
    CHECK_EQ(issued.total, states::Money{302500});
    CHECK(is_structured_message(issued.structured_message));
    CHECK_EQ(outside.system.created("invoices").at(0)["currency"], "CHF");  // As the catalogue has.
}

TEST_CASE("VAT is charged in Belgium and not beyond") {
    Outside outside;
    CHECK_EQ(outside.issue(work("A-1/6/1"), "BE").total, states::Money{302500});
    CHECK_EQ(outside.issue(work("A-2/6/1"), "NL").total, states::Money{250000});
    CHECK_EQ(outside.issue(work("A-3/6/1"), "US").total, states::Money{250000});
}

TEST_CASE("a lost answer neither makes a second invoice nor a gap in the numbers") {
    Outside outside;
    outside.system.post("/sim/faults", {{"drop_after_create", 1}});
    CHECK_THROWS_AS(outside.issue(work("A-1/6/1", 1)), engine::Unavailable);
    CHECK(outside.issue(work("A-1/6/1", 2)).number.ends_with("-00001"));
    CHECK(outside.issue(work("A-2/6/1", 1)).number.ends_with("-00002"));
    CHECK_EQ(outside.system.created("invoices").size(), 2);
    const auto keys = outside.system.get("/sim/log")["keys"];
    CHECK_EQ(keys["A-1/6/1"]["count"], 2);
    CHECK_EQ(keys["A-1/6/1"]["created"], 1);
}

TEST_CASE("an invoice is credited once, however often that is asked for") {
    Outside outside;
    const auto number = outside.issue(work("A-1/6/1")).number;
    const auto credit = states::CreditInvoice{number, "withdrawn"};
    const auto issued = outside.accounting.perform(credit, work("A-1/9/1", 1));
    REQUIRE(issued);
    const auto note = states::decode<states::CreditNoteIssued>(issued->data);
    CHECK_EQ(note.invoice, number);
    const auto again = outside.accounting.perform(credit, work("A-1/9/1", 2));
    CHECK_EQ(states::decode<states::CreditNoteIssued>(again->data).number, note.number);
    const auto notes = outside.system.created("credit_notes");
    REQUIRE_EQ(notes.size(), 1);
    CHECK_EQ(notes[0]["invoice"], number);
    CHECK_EQ(notes[0]["total_cents"], 302500);
    CHECK_EQ(notes[0]["reason"], "withdrawn");
    // Asked for a second time as such, it is a mistake that a person should see.
    CHECK_THROWS_AS(outside.accounting.perform(credit, work("A-1/10/1")), engine::Rejected);
}

}  // namespace accounting_test
