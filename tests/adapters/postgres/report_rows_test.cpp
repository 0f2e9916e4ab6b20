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
             "invoice V-2026-00001 3025.00 1000.00 200.00 2225.00\nunmatched 17 12.50   \n");
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
    something_happens(registry);
    CHECK_EQ(registry.rows({{"kind", "correspondence"}}, {"reference", "template", "state"}),
             one.reference + " received refused\n");
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
