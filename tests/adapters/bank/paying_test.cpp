// The ways in which people pay, each from the bank's file to the booking or to finance's queue.

#include <doctest/doctest.h>

#include "tests/adapters/bank/office.hpp"

namespace paying_test {

using tests::Office;

namespace {

const auto message = tests::message_number(101);
const auto other_message = tests::message_number(202);

std::string in_words(const std::string& digits) {
    return digits.substr(0, 3) + "/" + digits.substr(3, 4) + "/" + digits.substr(7);
}

}  // namespace

TEST_CASE("a reference typed into the free text is booked") {
    Office office;
    const auto id = office.invoiced(message);
    const auto came = office.import(
        tests::coda_file({{.cents = 302'500, .text = "INV " + in_words(message) + " MERCI"}}));
    CHECK_EQ(came.counts.booked, 1);
    CHECK_EQ(office.facts(id).paid.cents, 302'500);
    CHECK_EQ(office.why(), "exact_in_text");
}

TEST_CASE("a near miss by check digit waits with the invoice that was meant") {
    Office office;
    const auto id = office.invoiced(message);
    auto slip = message;
    slip.back() = slip.back() == '9' ? '8' : static_cast<char>(slip.back() + 1);
    CHECK_EQ(
        office.import(tests::coda_file({{.cents = 302'500, .text = in_words(slip)}})).counts.queued,
        1);
    CHECK_EQ(office.facts(id).paid.cents, 0);
    CHECK_EQ(office.suggestion("'reason'->>'code'"), "near_miss");
    CHECK_EQ(office.suggestion("'reference'"), '"' + office.reference(id) + '"');
    CHECK_EQ(office.tasks("payment_unmatched"), "1");
}

TEST_CASE("one transfer for two invoices is booked to both, and only if it is exactly theirs") {
    for (const bool fits : {true, false}) {
        CAPTURE(fits);
        Office office;
        const auto one = office.invoiced(message);
        const auto other = office.invoiced(other_message);
        const auto came = office.import(
            tests::coda_file({{.cents = fits ? 605'000 : 604'900,
                               .text = in_words(message) + " " + in_words(other_message)}}));
        CHECK_EQ(came.counts.booked, fits ? 1 : 0);
        CHECK_EQ(came.counts.queued, fits ? 0 : 1);
        CHECK_EQ(office.why(), fits ? "several" : "several_do_not_add_up");
        for (const auto id : {one, other})
            CHECK_EQ(office.facts(id).paid.cents, fits ? 302'500 : 0);
    }
}

TEST_CASE("too little is booked and asked for again, too much is booked and told to finance") {
    Office office;
    const auto id = office.invoiced(message);
    office.import(tests::coda_file({{.cents = 302'000, .structured = message}}));
    CHECK_EQ(office.why(), "part_payment");
    CHECK_EQ(office.state(id), "payment_due");
    CHECK_NE(office.mails(id).find("payment_partial"), std::string::npos);
    office.import(tests::coda_file({{.cents = 1'000, .structured = message}}, "062"));
    CHECK_EQ(office.why(), "overpayment");
    CHECK_EQ(office.facts(id).paid.cents, 303'000);
    CHECK_EQ(office.state(id), "activation_due");
    CHECK_EQ(office.database.ask("select data->'values'->>'excess' from outbox where effect = "
                                 "'raise_task' and data->>'kind' = 'overpaid'"),
             "5.00");
}

TEST_CASE("an invoice that is paid twice is credited once, and the second waits for finance") {
    Office office;
    const auto id = office.invoiced(message);
    office.import(tests::coda_file(
        {{.cents = 302'500, .structured = message}, {.cents = 302'500, .structured = message}}));
    CHECK_EQ(office.facts(id).paid.cents, 302'500);
    CHECK_EQ(office.why(), "paid_already");
    CHECK_EQ(office.tasks("payment_unmatched"), "1");
    CHECK_EQ(office.suggestion("'reference'"), '"' + office.reference(id) + '"');
}

TEST_CASE("a manual paid that the real transfer follows credits once") {
    Office office;
    const auto id = office.invoiced(message);
    office.send(id, states::event(states::PaymentReceived{{302'500}, "call", "They showed it."}),
                "finance");
    CHECK_EQ(office.state(id), "activation_due");
    const auto file = tests::coda_file({{.cents = 302'500, .structured = message}});
    CHECK_EQ(office.import(file).counts.queued, 1);
    CHECK_EQ(office.import(file).repeated, 1);
    CHECK_EQ(office.facts(id).paid.cents, 302'500);
    CHECK_EQ(office.why(), "paid_already");
    CHECK_EQ(office.database.ask("select count(*) from movement_bookings"), "0");
}

TEST_CASE("another currency is never booked unseen, nor by a person") {
    Office office;
    const auto id = office.invoiced(message);
    const auto came = office.import(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><GrpHdr>"
        "<CreDtTm>2026-03-21T06:00:00</CreDtTm></GrpHdr><Stmt><Id>S-1</Id><Acct><Id><IBAN>"
        "BE68539007547034</IBAN></Id></Acct><Ntry><Amt Ccy=\"USD\">3025.00</Amt><CdtDbtInd>CRDT"
        "</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-21</Dt></BookgDt><NtryDtls><TxDtls>"
        "<RmtInf><Ustrd>" +
        in_words(message) +
        "</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>");
    CHECK_EQ(came.counts.queued, 1);
    CHECK_EQ(office.why(), "other_currency");
    CHECK_EQ(office.suggestion("'reference'"), '"' + office.reference(id) + '"');
    const auto number = std::stoll(office.database.ask("select id from movements"));
    const auto result = office.importer.book({.id = "staff:7", .roles = {"finance"}}, number,
                                             office.reference(id), "About the same.");
    CHECK(std::holds_alternative<adapters::Invalid>(result));
    CHECK_EQ(office.facts(id).paid.cents, 0);
    CHECK_EQ(office.tasks("payment_unmatched"), "1");
}

TEST_CASE("a payer who is not the applicant is booked, and finance is told who it was") {
    Office office;
    const auto id = office.invoiced(message);
    office.import(tests::coda_file(
        {{.cents = 302'500, .structured = message, .name = "GROOTMOEDER HOLDING"}}));
    CHECK_EQ(office.facts(id).paid.cents, 302'500);
    CHECK_EQ(office.tasks("payment_by_another"), "1");
    CHECK_EQ(office.database.ask("select details->>'payer' from tasks"), "GROOTMOEDER HOLDING");
}

TEST_CASE("a reversal after the activation makes the invoice due again, and nothing else") {
    Office office;
    const auto id = office.activated(message);
    CHECK_EQ(office.state(id), "profile_open");
    office.import(
        tests::coda_file({{.cents = -302'500, .structured = message, .returned = "3"}}, "062"));
    CHECK_EQ(office.why(), "reversal");
    CHECK_EQ(office.state(id), "payment_due");
    CHECK_EQ(office.facts(id).paid.cents, 0);
    CHECK(office.facts(id).activation.done);
    CHECK_NE(office.mails(id).find("payment_reversed"), std::string::npos);
    office.import(tests::coda_file({{.cents = 302'500, .structured = message}}, "063"));
    CHECK_EQ(office.state(id), "profile_open");
}

}  // namespace paying_test
