// Every report, asked twice of the same head, with work of every sort in between: the same bytes.

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

#include "adapters/postgres/staff_book.hpp"
#include "tests/report_office.hpp"

namespace report_heads_test {

namespace {

using nlohmann::json;

const engine::Actor an{"staff:17", "clerk"};
const engine::Actor bo{"staff:18", "approver"};

struct Registry : tests::ReportOffice {
    One one = to_pay("agreement-1", "+++000/0000/00101+++");
    One other = named("Tweede BV");
    One last = named("Derde BV");

    // Something in every table that a report reads; `round` tells one time from the next.
    void work(int round) {
        const auto number = std::to_string(round);
        const auto id = std::to_string(one.id.number);
        send(one.id, states::PaymentReceived{{10'000}, "payment-" + number});
        ask("insert into invoice_counters values ('V', extract(year from current_date)::integer, "
            "0) "
            "on conflict do nothing");
        ask("insert into invoices (number, series, year, position, effect_key, case_id, credits, "
            "issued_on, net, vat, total, structured_message, page, ubl) select 'V-" +
            number + "', 'V', extract(year from current_date), " + number + ", 'k" + number +
            "', " + id + ", case when " + number +
            " > 1 then 'V-1' end, current_date, 250000, "
            "52500, 302500, case when " +
            number + " = 1 then '+++1+++' end, '{}', ''");
        ask("insert into refunds (key, number, case_id, route, payment, cents, invoice, reason, "
            "payee, account, asked_at, sent_at) values ('" +
            number + "', 1, " + id +
            ", 'bank', 'payment-1', 2000, 'V-1', 'too much', 'X', '', "
            "clock(), clock())");
        ask("update movements set state = 'booked', settled_at = clock()");
        ask("insert into movements (identity, file_id, account, statement, entry, cents, currency, "
            "reversal, structured, words, payer, payer_account, bank_reference, end_to_end, doubt, "
            "seen_at, state) values ('" +
            number + "', 'f', '', '', '" + number +
            "', 1250, 'EUR', false, '', '', '', '', '', "
            "'', '', clock(), 'queued')");
        ask("update letters set letter = 'letter-" + number + "', document = 'd" + number +
            "', handed_over_at = clock() where handed_over_at is null");
        if (round == 1) send(one.id, states::LetterPrinted{"letter-1", "100017"});
        if (round == 2) send(one.id, states::LetterPosted{"letter-1"});
        ask("insert into correspondence (case_id, effect_key, direction, channel, language, "
            "template, template_version, subject, message_id, state) values (" +
            id + ", '" + number +
            "', 'out', 'mail', 'en', 'received', 'v', 'Welcome', 'm', "
            "'refused')");
        ask("insert into mails_in (sha256, raw, size, whole, message_id) values "
            "(encode(sha256('" +
            number + "'), 'hex'), '" + number + "', 1, true, '')");
        ask("insert into correspondence_failures (mail_id, message_id, case_id, recipient, status, "
            "permanent, diagnostic) select max(id), 'm', " +
            id + ", 'x', '5.1.1', true, '' from mails_in");
        ask("insert into interventions (at, who, work, what, reason) values (clock(), 'cli', '" +
            one.reference + "/1/1', 'replay', 'It is there again.')");
        postgres::StaffBook{pool, std::string(32, 'k'), "UTC"}.add(
            {.email = number + "@registry.example", .name = "Kim", .roles = {"clerk"}}, "cli:anna");
        ask("insert into rule_versions (subject, texts, note, author, effective, starts_at) values "
            "('mail/held', '{\"en\": \"Hello\"}', 'A word', 'staff:1', current_date, clock())");
        ask("insert into rule_approvals (version, approver, in_force_at) select " + number +
            ", 'staff:2', clock()");
        ask("insert into yearly_erasures (kind, year, proposed_by, reason, confirmed_by, "
            "confirmed_at) values ('mails', 200" +
            number + ", 'staff:3', 'Over.', 'staff:4', clock())");
        ask("insert into audit_checkpoints (size, note) select max(position) + 1, 'note' "
            "from audit_entries");
        ask("insert into workbook_entries (workbook, number, at, who, what, said) values (" +
            number + ", 1, clock(), 'staff:3', 'opened', '{}'), (" + number +
            ", 2, clock(), 'staff:3', 'found', '{\"severity\": \"high\", \"text\": \"T\"}')");
        readings.write_all();
    }
    // A report tells what was before the log's last line.
    std::string head() {
        named("Afterwards BV");
        for (auto any = log.seal_some(); any > 0;) any = log.seal_some();
        return std::to_string(log.size());
    }
    std::string without_turns(const json& asked) {
        return rows(asked, {"reference", "state", "step", "since", "days", "days_open"});
    }
    std::map<std::string, std::string> all(const std::string& up_to) {
        std::map<std::string, std::string> files;
        for (const auto& kind : adapters::report_kinds())
            for (const auto* format : {"csv", "json"}) {
                json asked{{"kind", kind.name}, {"format", format}, {"head", up_to}};
                if (kind.needs_application) asked["application"] = one.reference;
                // Whose turn it is follows the present (docs/audit.md).
                files[std::string{kind.name} + "." + format] =
                    kind.name == "ageing" ? without_turns(asked) : file(asked);
            }
        return files;
    }
};

}  // namespace

TEST_CASE("every report about the same head has the same bytes, whatever was done since") {
    Registry registry;
    registry.send(registry.last.id, states::Rejected{"Not an organisation."}, bo);
    registry.file({{"kind", "dossier"}, {"application", registry.one.reference}});
    registry.work(1);
    const auto head = registry.head();
    const auto first = registry.all(head);
    // None of them is the same for want of something to tell.
    for (const auto& [name, text] : first)
        if (name.ends_with(".json") && !name.starts_with("ageing")) {
            CAPTURE(name);
            CHECK_FALSE(json::parse(text)["rows"].empty());
        }
    registry.work(2);
    auto sign_up = tests::asking_for({tests::be});
    sign_up.organisation.name = "Andere BV";
    registry.send(registry.other.id, states::SignUpCorrected{sign_up, {}}, an);
    registry.send(registry.other.id, states::Approved{}, bo);
    registry.send(registry.last.id, states::LegalHoldPlaced{"A court wants it."}, bo);
    registry.send(registry.one.id, states::Withdrawn{"Another plan."});
    const auto later = registry.head();
    const auto again = registry.all(head);
    for (const auto& [name, text] : first) {
        CAPTURE(name);
        CHECK_EQ(again.at(name), text);
    }
    for (const auto& [name, text] : registry.all(later)) {  // And all of it shows when it is asked.
        CAPTURE(name);
        CHECK_NE(first.at(name), text);
    }
}

}  // namespace report_heads_test
