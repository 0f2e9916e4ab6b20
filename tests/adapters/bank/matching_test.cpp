#include "adapters/bank/matching.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "adapters/bank/names.hpp"
#include "adapters/bank/references.hpp"
#include "states/messages.hpp"

namespace matching_test {

using adapters::Match;
using adapters::Movement;
using adapters::Way;
using bank::Written;

namespace {

const std::string first_message = "000000010104", second_message = "000000020208";

adapters::Invoice invoice(std::int64_t number, const std::string& message,
                          const std::string& organisation) {
    return {.of = {number},
            .reference = "A-2026-00000" + std::to_string(number),
            .message = message,
            .net = {250'000},
            .total = {302'500},
            .organisation = organisation};
}

bank::Invoices invoices(std::int64_t paid = 0) {
    bank::Invoices all;
    for (auto each : {invoice(1, first_message, "Voorbeeld Hosting BV"),
                      invoice(2, second_message, "Café Zuid NV")}) {
        if (each.of.number == 1) each.paid = {paid};
        all.add(each);
        all.add_open(each);
    }
    return all;
}

Movement payment(const std::string& structured, const std::string& text = "",
                 std::int64_t cents = 302'500) {
    return {.identity = "x",
            .amount = {cents},
            .currency = "EUR",
            .structured = structured,
            .text = text,
            .payer = "VOORBEELD HOSTING"};
}

Match match(const Movement& movement, const bank::Invoices& all = invoices(),
            const std::vector<adapters::BookedBefore>& before = {}) {
    const auto found = bank::match(movement, all, "EUR", before);
    // Whatever it says, finance can read it.
    CHECK_FALSE(states::message("nl", "bank." + found.reason.code, found.reason.values).empty());
    for (const auto& each : found.suggestions) {
        const auto words = states::message("en", "bank." + each.reason.code, each.reason.values);
        CHECK_EQ(words.find('{'), std::string::npos);
    }
    return found;
}

void check_booked(const Match& found, const std::string& code, std::int64_t cents = 302'500) {
    CHECK_EQ(found.reason.code, code);
    CHECK(found.way == Way::book);
    REQUIRE_EQ(found.bookings.size(), 1);
    CHECK_EQ(found.bookings[0].of.number, 1);
    CHECK_EQ(found.bookings[0].amount.cents, cents);
}

void check_queued(const Match& found, const std::string& code, std::int64_t suggested = 1) {
    CHECK_EQ(found.reason.code, code);
    CHECK(found.way == Way::queue);
    CHECK(found.bookings.empty());
    CHECK_EQ(found.suggestions.empty() ? 0 : found.suggestions[0].of.number, suggested);
}

}  // namespace

TEST_CASE("references are found however they are written") {
    for (const auto* text :
         {"000000010104", "+++000/0000/10104+++", "***000/0000/10104***", "000 0000 10104",
          "factuur 000/0000/10104 dank u", "000.0000.10104", "000-0000-10104",
          "+++ 000 / 0000 / 10104 +++", "ref:000/0000/10104/"}) {
        CAPTURE(text);
        const auto found = bank::references_in(text);
        REQUIRE_EQ(found.size(), 1);
        CHECK(found[0] == Written{first_message, true});
    }
    CHECK(bank::references_in("112/4554/46812   813") ==
          std::vector<Written>{{"112455446812", false}, {"455446812813", false}});
    for (const auto* text : {"", "0000 0001 0101", "BE68539007547034", "1234567890123", "12/34"}) {
        CAPTURE(text);
        CHECK(bank::references_in(text).empty());
    }
    for (const auto* text :
         {"RF18539007547034", "rf18 5390 0754 7034", "inv RF18 5390 0754 7034 ok"})
        CHECK(bank::references_in(text).at(0) == Written{"RF18539007547034", true});
    CHECK_EQ(bank::message_of("RF12000000010104"), first_message);
}

TEST_CASE("a near miss differs in one digit or in two that changed places") {
    const auto has = [](const std::string& wrong) {
        const auto near = bank::near_misses(wrong);
        return std::ranges::find(near, first_message) != near.end();
    };
    CHECK(has("000000010194"));
    CHECK(has("000000011004"));
    CHECK_FALSE(has("000000099104"));
    CHECK(bank::near_misses("123").empty());
}

TEST_CASE("names are compared without accents, legal forms and what columns cut off") {
    const auto alike = [](const char* a, const char* b) {
        return bank::similarity(bank::words_of(a), bank::words_of(b));
    };
    CHECK_EQ(alike("Café Zuid N.V.", "CAFE ZUID"), 100);
    CHECK_EQ(alike("Voorbeeld Hosting BV", "VOORBEELD HOSTI"), 100);
    CHECK_EQ(alike("Voorbeeld Hosting BV", "Jan Peeters"), 0);
    CHECK_EQ(alike("BV", "BV"), 0);
}

TEST_CASE("the exact reference of one invoice is booked") {
    check_booked(match(payment(first_message)), "exact");
    check_booked(match(payment("", "+++000/0000/10104+++")), "exact_in_text");
    check_booked(match(payment("", "betaling 000 0000 10104")), "exact_in_text");
    CHECK_FALSE(match(payment(first_message)).foreign_payer);
}

TEST_CASE("too little is a part, too much is an overpayment, and both are booked") {
    check_booked(match(payment(first_message, "", 250'000)), "part_payment", 250'000);
    check_booked(match(payment(first_message, "", 302'600)), "overpayment", 302'600);
    auto all = invoices();
    all.note({{1}, "A-2026-000001", {150'000}});
    check_booked(match(payment(first_message, "", 152'500), all), "exact", 152'500);
}

TEST_CASE("what is paid already is not credited again unseen") {
    check_queued(match(payment(first_message), invoices(302'500)), "paid_already");
}

TEST_CASE("one transfer for several invoices is booked when it is exactly what they want") {
    const auto both = payment("", "000/0000/10104 en 000/0000/20208", 605'000);
    const auto found = match(both);
    CHECK(found.way == Way::book);
    REQUIRE_EQ(found.bookings.size(), 2);
    CHECK_EQ(found.bookings[1].of.number, 2);
    CHECK_EQ(found.bookings[1].number, 2);
    check_queued(match(payment("", both.text, 600'000)), "several_do_not_add_up");
}

TEST_CASE("doubt, another currency and two invoices of one name are for a person") {
    auto dollars = payment(first_message);
    dollars.currency = "USD";
    check_queued(match(dollars), "other_currency");
    auto odd = payment(first_message);
    odd.doubt = "fraction_of_a_cent";
    check_queued(match(odd), "fraction_of_a_cent");
    auto all = invoices();
    all.add(invoice(3, first_message, "Somebody Else"));
    check_queued(match(payment(first_message), all), "ambiguous");
}

TEST_CASE("another payer than the applicant is booked and flagged") {
    auto other = payment(first_message);
    other.payer = "JAN PEETERS";
    const auto found = match(other);
    check_booked(found, "exact");
    CHECK(found.foreign_payer);
}

TEST_CASE("a reference with a slip is a suggestion, however well the amount fits") {
    const auto found = match(payment("000000010194"));
    check_queued(found, "no_reference");
    CHECK_EQ(found.suggestions[0].reason.code, "near_miss");
    CHECK_EQ(found.suggestions[0].likelihood, 95);
}

TEST_CASE("names and amounts are suggestions, the likely ones first") {
    const auto same = match(payment("", "factuur"));
    check_queued(same, "no_reference");
    CHECK_EQ(same.suggestions[0].reason.code, "name_and_amount");
    CHECK_EQ(same.suggestions[1].reason.code, "amount");
    CHECK_EQ(match(payment("", "", 250'000)).suggestions[0].reason.code, "name_without_vat");
    CHECK_EQ(match(payment("", "", 100)).suggestions[0].reason.code, "name_part");
    CHECK_EQ(match(payment("", "", 400'000)).suggestions[0].reason.code, "name_more");
    auto stranger = payment("", "", 1'234);
    stranger.payer = "ONBEKEND";
    check_queued(match(stranger), "no_reference", 0);
    auto all = invoices();
    all.add_open(invoice(3, "000000030312", "Voorbeeld Hosting BV"));
    CHECK_EQ(match(payment("", "", 605'000), all).suggestions[0].reason.code, "name_more");
}

TEST_CASE("a sound reference that no invoice has is remembered, for the invoice may still come") {
    const auto found = match(payment("000000040416"));
    check_queued(found, "unknown_reference");
    CHECK(found.sought == std::vector<std::string>{"000000040416"});
}

TEST_CASE("a reversal takes back what came by bank, and nothing else") {
    auto back = payment(first_message, "", -302'500);
    back.reversal = true;
    const auto before = std::vector<adapters::BookedBefore>{{.of = {1}, .amount = {302'500}}};
    check_booked(match(back, invoices(302'500), before), "reversal", -302'500);
    check_queued(match(back, invoices(302'500)), "reversal_unsure");
    const auto twice = std::vector<adapters::BookedBefore>{{.of = {1}, .amount = {302'500}},
                                                           {.of = {1}, .amount = {-302'500}}};
    check_queued(match(back, invoices(), twice), "reversal_unsure");
    back.structured.clear();
    check_queued(match(back), "reversal_unknown", 0);
    CHECK(match(payment("", "rent", -100)).way == Way::pass);
    check_queued(match(payment(first_message, "", -302'500)), "out_with_reference");
}

}  // namespace matching_test
