// What the reports say that are not about an application's journal: money, letters, mails,
// readings, members of staff, rules, reports, and whether all of it is sound.

#include <doctest/doctest.h>

#include <string>

#include "adapters/postgres/staff_book.hpp"
#include "tests/report_office.hpp"

namespace report_rows_test {

namespace {

using Registry = tests::ReportOffice;

const engine::Actor bo{"staff:18", "approver"};

void invoice(Registry& registry, engine::CaseId of, int number, const std::string& credits) {
    const auto position = std::to_string(number);
    registry.ask(
        "insert into invoice_counters values ('V', extract(year from current_date)::integer, 0) "
        "on conflict do nothing");
    registry.ask(
        "insert into invoices (number, series, year, position, effect_key, case_id, credits, "
        "issued_on, net, vat, total, structured_message, page, ubl) select 'V-" +
        position + "', 'V', extract(year from current_date), " + position + ", 'k" + position +
        "', " + std::to_string(of.number) +
        ", credits, current_date, 250000, 52500, 302500, "
        "case when credits is null then '+++" +
        position + "+++' end, '{}', '' from (values (" + credits + "::text)) as given (credits)");
}

// A report tells what was before the log's last line.
void something_happens(Registry& registry) { registry.named("Afterwards BV"); }

}  // namespace

TEST_CASE("finance: what was invoiced, received, given back, is open, and fits nothing") {
    Registry registry;
    const auto one = registry.to_pay("agreement-1", "+++000/0000/00101+++");
    registry.send(one.id, states::PaymentReceived{{100'000}, "payment-1"});
    const auto id = std::to_string(one.id.number);
    registry.ask(
        "insert into invoice_counters values ('V', extract(year from current_date)::integer, 0)");
    registry.ask(
        "insert into invoices (number, series, year, position, effect_key, case_id, "
        "issued_on, net, vat, total, structured_message, page, ubl) values ('V-2026-00001', "
        "'V', extract(year from current_date), 1, 'k', " +
        id + ", current_date, 250000, 52500, 302500, '+++1+++', '{}', '')");
    registry.ask(
        "insert into refunds (key, number, case_id, route, payment, cents, invoice, reason, "
        "payee, account, asked_at, sent_at) values ('k', 1, " +
        id + ", 'bank', 'payment-1', 20000, 'V-2026-00001', 'too much', 'X', '', now(), now())");
    registry.ask(
        "insert into movements (identity, file_id, account, statement, entry, booked_on, "
        "cents, currency, reversal, structured, words, payer, payer_account, "
        "bank_reference, end_to_end, doubt, seen_at, state) values ('m', 'f', 'BE', '1', "
        "'17', '2026-11-20', 1250, 'EUR', false, '', '', 'Somebody', '', '', '', '', "
        "now(), 'queued')");
    something_happens(registry);
    CHECK_EQ(registry.rows({{"kind", "finance"}},
                           {"kind", "number", "total", "received", "refunded", "open"}),
             "invoice V-2026-00001 3025.00 1000.00 200.00 2225.00\n"
             "payment payment-1 1000.00   \n"
             "refund V-2026-00001 -200.00   \n"
             "unmatched 17 12.50   \n");
}

TEST_CASE("finance: nobody owes what was credited, and an erasure leaves what was paid") {
    Registry registry;
    const auto unpaid = registry.to_pay("agreement-1", "+++000/0000/00101+++");
    const auto gone = registry.to_pay("agreement-2", "+++000/0000/00202+++");
    registry.send(gone.id, states::PaymentReceived{{100'000}, "payment-1"});
    registry.send(gone.id, states::PaymentReversed{{20'000}, "payment-1", "charged back"});
    registry.send(gone.id, states::Withdrawn{"Another plan."});
    registry.send(gone.id, states::PaymentReceived{{5'000}, "payment-2"});
    invoice(registry, unpaid.id, 1, "null");
    invoice(registry, gone.id, 2, "null");
    invoice(registry, unpaid.id, 3, "'V-1'");
    invoice(registry, gone.id, 4, "'V-2'");
    registry.ask(
        "insert into refunds (key, number, case_id, route, payment, cents, invoice, reason, payee, "
        "account, asked_at, sent_at) select 'k', number, " +
        std::to_string(gone.id.number) +
        ", 'bank', '', cents, 'V-2', reason, '', '', now(), now() from (values "
        "(1, 80000, 'withdrawn'), (2, 5000, 'payment_after_end')) as r (number, cents, reason)");
    something_happens(registry);
    const std::vector<std::string> columns{"kind", "number", "received", "refunded", "open"};
    const std::string invoices =
        "invoice V-1 0.00 0.00 0.00\n"
        "invoice V-2 850.00 850.00 0.00\n"
        "credit_note V-3   \ncredit_note V-4   \n";
    CHECK_EQ(registry.rows({{"kind", "finance"}}, columns).substr(0, invoices.size()), invoices);
    registry.forget(gone.id);
    something_happens(registry);
    CHECK_EQ(registry.rows({{"kind", "finance"}}, columns).substr(0, invoices.size()), invoices);
}

TEST_CASE("finance: what came and went in the period, for whatever invoice") {
    Registry registry;
    const auto one = registry.to_pay("agreement-1", "+++000/0000/00101+++");
    invoice(registry, one.id, 1, "null");
    registry.database.advance("40 days");
    registry.send(one.id, states::PaymentReceived{{100'000}, "payment-1"});
    registry.send(one.id, states::PaymentReversed{{30'000}, "payment-1", "charged back"});
    const auto id = std::to_string(one.id.number);
    // By bank: what the movement was booked with outlives the journal's data.
    registry.ask(
        "insert into movements (identity, file_id, account, statement, entry, cents, currency, "
        "reversal, structured, words, payer, payer_account, bank_reference, end_to_end, doubt, "
        "seen_at, state, settled_at) values ('m/1', 'f', '', '', '1', 40000, 'EUR', false, '', '', "
        "'', '', '', '', '', clock(), 'booked', clock())");
    registry.ask("insert into movement_bookings values (1, 2, " + id + ", 40000)");
    const auto outcome = registry.engine.submit(
        {.to = one.id,
         .event = states::event(states::PaymentReceived{{40'000}, "payment-2"}),
         .from = tests::whoever_may("payment_received"),
         .source = "bank",
         .delivery = "m/1/2"});
    REQUIRE_EQ(outcome.kind, engine::Outcome::Kind::decided);
    const auto since = registry.ask("select to_char(clock() - interval '2 days', 'YYYY-MM-DD')");
    const auto asked = nlohmann::json{{"kind", "finance"}, {"from", since}};
    const std::vector<std::string> columns{"kind", "number", "reference", "total"};
    CHECK_EQ(registry.rows(asked, columns),
             "payment payment-1 " + one.reference + " 1000.00\npayment payment-1 " + one.reference +
                 " -300.00\npayment payment-2 " + one.reference + " 400.00\n");
    registry.send(one.id, states::Withdrawn{"Another plan."});
    registry.forget(one.id);
    CHECK_EQ(registry.rows(asked, columns), "payment  " + one.reference + " \npayment  " +
                                                one.reference + " \npayment  " + one.reference +
                                                " 400.00\n");
}

TEST_CASE("letters: in whose hands each has been, with the reason of whoever noted it") {
    Registry registry;
    const auto one = registry.to_pay("agreement-1", "+++000/0000/00101+++");
    registry.send(one.id, states::PaymentReceived{{302'500}, "payment-1"});
    registry.send(one.id, states::ActivationSent{});
    registry.send(one.id, states::LetterPrinted{"letter-1", "100017"});
    registry.ask(
        "insert into letter_custody (letter, custody, case_id, line) "
        "select 1, 'printed', case_id, max(line) from journal group by case_id");
    something_happens(registry);
    const auto letter = one.reference + ' ' + registry.ask("select effect_key from letters");
    CHECK_EQ(registry.rows({{"kind", "letters"}}, {"reference", "letter", "custody"}),
             letter + " asked\n" + letter + " printed\n");
}

TEST_CASE("failed mails: those that did not go out, and no others") {
    Registry registry;
    const auto one = registry.named("Eerste BV");
    for (const auto* state : {"sent", "refused"})
        registry.ask(
            "insert into correspondence (case_id, effect_key, direction, channel, language, "
            "template, template_version, subject, message_id, state) values (" +
            std::to_string(one.id.number) + ", '" + state +
            "', 'out', 'mail', 'en', 'received', 'v', 'Welcome', 'm', '" + state + "')");
    registry.ask(
        "insert into mails_in (sha256, raw, size, whole, message_id) "
        "values (encode(sha256('x'), 'hex'), 'x', 1, true, '')");
    for (const auto* sort : {"'5.1.1', true", "'4.4.7', false"})
        registry.ask(
            "insert into correspondence_failures (mail_id, message_id, case_id, diagnostic, "
            "status, permanent, recipient) select 1, 'm', " +
            std::to_string(one.id.number) + ", '', status, permanent, status from (values (" +
            sort + ")) as f (status, permanent)");
    something_happens(registry);
    CHECK_EQ(registry.rows({{"kind", "correspondence"}}, {"reference", "template", "state"}),
             one.reference + " received refused\n" + one.reference + " received bounced\n" +
                 one.reference + " received delayed\n");
    CHECK_NE(registry
                 .rows({{"kind", "dossier"}, {"application", one.reference}},
                       {"part", "event", "who", "state", "detail"})
                 .find("mail received mailbox bounced 5.1.1\n"),
             std::string::npos);
}

TEST_CASE("readings and reports: that a dossier was asked for stands in both") {
    Registry registry;
    const auto one = registry.named("Eerste BV");
    registry.file({{"kind", "dossier"}, {"application", one.reference}});
    registry.file({{"kind", "ageing"}});
    registry.readings.write_all();
    something_happens(registry);
    const std::vector<std::string> reading{"who", "role", "door", "reference", "what"};
    CHECK_EQ(registry.rows({{"kind", "readings"}}, reading),
             "staff:3 auditor page " + one.reference + " export\n");
    CHECK_EQ(registry.rows({{"kind", "readings"}, {"who", "staff:99"}}, reading), "");
    CHECK_EQ(registry.rows({{"kind", "reports"}}, {"who", "kind", "format", "rows"}),
             "staff:3 dossier csv 1\nstaff:3 ageing csv 1\n");
}

TEST_CASE("members: who let whom in, and not who logged in") {
    Registry registry;
    postgres::StaffBook staff{registry.pool, std::string(32, 'k'), "UTC"};
    const auto kim =
        staff.add({.email = "kim@registry.example", .name = "Kim", .roles = {"clerk"}}, "cli:anna");
    REQUIRE(kim);
    something_happens(registry);
    CHECK_EQ(registry.rows({{"kind", "members"}}, {"who", "what", "whom"}),
             "cli:anna added staff:" + std::to_string(kim->member.number) +
                 "\ncli:anna invited staff:" + std::to_string(kim->member.number) + "\n");
}

TEST_CASE("rules: who wrote, approved and withdrew each version") {
    Registry registry;
    registry.ask(
        "insert into rule_versions (subject, texts, note, author, effective, starts_at) "
        "values ('mail/held', '{\"en\": \"Hello\"}', 'A word', 'staff:1', current_date, "
        "now()), ('mail/held', '{\"en\": \"Hi\"}', 'Shorter', 'staff:1', current_date, now())");
    registry.ask(
        "insert into rule_approvals (version, approver, in_force_at) values (1, 'staff:2', "
        "now())");
    registry.ask("insert into rule_withdrawals (version, withdrawn_by) values (2, 'staff:1')");
    something_happens(registry);
    CHECK_EQ(registry.rows({{"kind", "rules"}},
                           {"number", "subject", "who", "approver", "withdrawn_by", "reason"}),
             "1 mail/held staff:1 staff:2  A word\n2 mail/held staff:1  staff:1 Shorter\n");
}

TEST_CASE("lead times: how long each step took, with the applicant's time and without it") {
    Registry registry;
    const auto one = registry.named("Eerste BV");
    registry.database.advance("2 days");
    registry.send(one.id, states::InformationRequested{{{"organisation.name", "Which one?"}}}, bo);
    registry.database.advance("5 days");
    registry.send(one.id, states::InformationAnswered{tests::asking_for({tests::be}), {}});
    registry.database.advance("1 days");
    registry.send(one.id, states::Approved{}, bo);
    CHECK_EQ(registry.rows({{"kind", "lead_times"}},
                           {"step", "reached", "left_it", "gross_median", "net_median"}),
             "2 1 1 8.00 3.00\n3 1 0  \n");
}

TEST_CASE("lead times: a hold belongs to the step where it was held") {
    Registry registry;
    const auto one = registry.to_pay("agreement-1", "+++000/0000/00101+++");
    registry.database.advance("1 days");
    registry.send(one.id, states::Held{"Under inquiry."}, bo);
    registry.database.advance("4 days");
    registry.send(one.id, states::Resumed{}, bo);
    registry.database.advance("1 days");
    registry.send(one.id, states::PaymentReceived{{302'500}, "payment-1"});
    CHECK_EQ(registry.rows({{"kind", "lead_times"}},
                           {"step", "reached", "left_it", "gross_median", "net_median"}),
             "2 1 1 0.00 0.00\n3 1 1 0.00 0.00\n4 1 1 6.00 2.00\n5 1 0  \n");
}

TEST_CASE("the certificate finds what was changed behind our back") {
    Registry registry;
    const auto one = registry.named("Eerste BV");
    const std::vector<std::string> columns{"item", "result"};
    const auto sound = registry.rows({{"kind", "verification"}}, columns);
    CHECK_NE(sound.find("chain kept\n"), std::string::npos);
    CHECK_NE(sound.find("invoice_numbers kept\n"), std::string::npos);
    CHECK_NE(sound.find("checkpoint none\n"), std::string::npos);
    registry.send(one.id, states::Approved{}, bo);
    registry.ask(
        "alter table journal disable trigger all; update journal set hash = sha256('other') "
        "where line = 2; alter table journal enable trigger all");
    CHECK_NE(registry.rows({{"kind", "verification"}}, columns).find("chain broken\n"),
             std::string::npos);
}

}  // namespace report_rows_test
