// A year is forgotten by two people when its time is over: what is personal goes from every table,
// and what proves and adds up stays.

#include "adapters/yearly_erasure.hpp"

#include <doctest/doctest.h>

#include <string>
#include <thread>

#include "adapters/postgres/yearly_erasure_book.hpp"
#include "tests/work_office.hpp"

namespace yearly_erasure_test {

namespace {

using adapters::Caller;
using adapters::KeptYear;

const Caller fin{.id = "staff:3", .roles = {"finance"}, .door = "page"};
const Caller bo{.id = "staff:18", .roles = {"approver"}, .door = "page", .stepped_up = true};
const Caller kim{.id = "staff:17", .roles = {"clerk"}, .door = "page"};

constexpr auto secret = "GEHEIM";  // Stands in everything personal.

struct Office : tests::WorkOffice {
    const states::Catalogue catalogue;
    postgres::YearlyErasureBook book{pool, catalogue};
    adapters::YearlyErasure erasure{book};

    Office() {
        ask("insert into invoice_counters values ('V', 2026, 0)");
        ask("insert into documents (id, content, media_type, file_name, size, received_at, "
            "received_from) values (encode(sha256('GEHEIM'), 'hex'), 'GEHEIM', 'application/pdf', "
            "'invoice.pdf', 6, now(), 'system')");
        ask("insert into invoices (number, series, year, position, effect_key, case_id, issued_on, "
            "net, vat, total, structured_message, page, ubl) values ('V-2026-00001', 'V', 2026, 1, "
            "'k', 1, '2026-11-20', 100, 21, 121, '+++1+++', '{\"to\": \"GEHEIM\"}', 'GEHEIM')");
        ask("insert into sent_papers (reference, kind, name, document, template_version) values "
            "('A-2026-000001', 'invoice', 'V-2026-00001', encode(sha256('GEHEIM'), 'hex'), 'v')");
        ask("insert into refunds (key, number, case_id, route, payment, cents, invoice, reason, "
            "payee, "
            "account, asked_at, sent_at, sent_for) values ('k', 1, 1, 'bank', 'p', 121, "
            "'V-2026-00001', 'GEHEIM', 'GEHEIM', 'GEHEIM', now(), now(), 'GEHEIM')");
        ask("insert into tasks (key, case_id, queue, kind, details, raised_at, closed_at) values "
            "('refund/1', 1, 'finance', 'refund_by_bank', '{\"to\": \"GEHEIM\"}', now(), now()), "
            "('movement/1', 0, 'finance', 'unmatched', '{\"from\": \"GEHEIM\"}', now(), now())");
        ask("insert into movement_proposals (movement_id, case_id, proposed_by, reason, "
            "proposed_at, confirmed_by, confirmed_for, confirmed_at) values (1, 1, 'staff:3', "
            "'GEHEIM', now(), 'staff:4', 'GEHEIM', now())");
        ask("insert into statement_files (id, file_name, size, received_from, received_at) values "
            "('f', 'GEHEIM.cod', 6, 'bank', '2026-11-21')");
        ask("insert into statement_parts values ('f', 1, 'GEHEIM')");
        ask("insert into movements (identity, file_id, account, statement, entry, booked_on, "
            "cents, "
            "currency, reversal, structured, words, payer, payer_account, bank_reference, "
            "end_to_end, "
            "doubt, seen_at, state, suggestions) values ('m', 'f', 'BE', '1', '17', '2026-11-20', "
            "121, 'EUR', false, 'GEHEIM', 'GEHEIM', 'GEHEIM', 'GEHEIM', 'GEHEIM', 'GEHEIM', "
            "'GEHEIM', '2026-11-21', 'booked', '[\"GEHEIM\"]')");
        for (const auto* state : {"dismissed", "unclear"})
            ask("insert into mails_in (sha256, raw, size, whole, message_id, received_at, sender, "
                "subject, reading, state) select encode(sha256(raw), 'hex'), raw, 6, true, "
                "'GEHEIM', "
                "'2026-11-21', 'GEHEIM', 'GEHEIM', '{\"name\": \"GEHEIM\"}', '" +
                std::string{state} + "' from (select ('GEHEIM" + state +
                "')::bytea as raw) as mail");
    }

    // Of all tables, how many rows say it; bytes are shown by their hexadecimal digits.
    std::string rows_with_the_secret(const std::string& table = "%") {
        return ask(
            "select coalesce(sum((xpath('count(//row)', query_to_xml(format('select 1 from %I t "
            "where "
            "t::text ~* ''" +
            std::string{secret} +
            "|47454845494d''', tablename), true, false, "
            "'')))[1]::text::numeric), 0) from pg_tables where schemaname = 'public' and "
            "tablename like '" +
            table + "'");
    }
    std::string propose(const Caller& who, const std::string& kind, int year = 2026) {
        return said(erasure.propose(who, kind, year, "Ten years are over."));
    }
    std::string confirm(const Caller& who, const std::string& kind) {
        return said(erasure.confirm(who, kind, 2026));
    }
    static std::string said(const adapters::YearlyErasure::Outcome& outcome) {
        if (const auto* invalid = std::get_if<adapters::Invalid>(&outcome))
            return invalid->problems.at(0).field + " " + invalid->problems.at(0).code;
        if (std::holds_alternative<adapters::Forbidden>(outcome)) return "forbidden";
        if (std::holds_alternative<adapters::NotFound>(outcome)) return "not found";
        return std::to_string(std::get<KeptYear>(outcome).records);
    }
};

}  // namespace

TEST_CASE("each kind of data has its time, and before that nobody can propose a thing") {
    Office office;
    const auto years = std::get<std::vector<KeptYear>>(office.erasure.list(fin));
    REQUIRE_EQ(years.size(), 2);
    CHECK_EQ(adapters::year_json(years[0])["due"], "2028-12-31T00:00:00.000000Z");
    CHECK_EQ(years[0].kind, "mails");
    CHECK_EQ(years[0].records, 2);
    CHECK_EQ(years[0].obstacle, "year_undecided");
    CHECK_EQ(adapters::year_json(years[1])["due"], "2037-01-01T00:00:00.000000Z");
    CHECK_EQ(years[1].records, 3);
    CHECK_EQ(office.propose(fin, "bookkeeping"), "year year_not_due");
    CHECK_EQ(office.propose(fin, "bookkeeping", 2025), "not found");
    CHECK(std::holds_alternative<adapters::Forbidden>(office.erasure.list(kim)));
    CHECK_THROWS(office.ask("update invoices set page = '{}', ubl = ''"));
}

TEST_CASE("two people forget a year, and what is personal is nowhere") {
    Office office;
    CHECK_NE(office.rows_with_the_secret(), "0");
    office.database.advance("12 years");
    CHECK_EQ(office.propose(kim, "bookkeeping"), "forbidden");
    CHECK_EQ(office.said(office.erasure.propose(fin, "bookkeeping", 2026, " ")), "reason missing");
    CHECK_EQ(office.confirm(bo, "bookkeeping"), "year year_not_proposed");
    CHECK_EQ(office.propose(fin, "bookkeeping"), "3");
    CHECK_EQ(office.propose(bo, "bookkeeping"), "year year_proposed");
    CHECK_EQ(office.confirm(fin, "bookkeeping"), "forbidden");  // Without a phone key.
    auto fin_with_key = fin;
    fin_with_key.stepped_up = true;
    CHECK_EQ(office.confirm(fin_with_key, "bookkeeping"), "year year_own_proposal");
    CHECK_EQ(office.confirm(bo, "bookkeeping"), "3");
    CHECK_EQ(office.confirm(bo, "bookkeeping"), "year year_erased");
    CHECK_EQ(office.propose(fin, "bookkeeping"), "year year_erased");
    for (const auto* table : {"invoices", "refunds", "movements", "movement_proposals",
                              "statement%", "documents", "tasks"})
        CHECK_EQ(office.rows_with_the_secret(table), "0");
    CHECK_EQ(office.ask("select number || ' ' || total from invoices"), "V-2026-00001 121");
    CHECK_EQ(office.ask("select identity || ' ' || cents from movements"), "m 121");
    CHECK_EQ(office.ask("select count(*) from invoice_gaps"), "0");

    CHECK_EQ(office.propose(bo, "mails"), "year year_undecided");
    office.ask("update mails_in set state = 'dismissed', reason = 'GEHEIM'");
    CHECK_EQ(office.propose(bo, "mails"), "2");
    CHECK_EQ(office.confirm(fin_with_key, "mails"), "2");
    CHECK_EQ(office.rows_with_the_secret(), "0");
    CHECK_EQ(office.ask("select count(*) from mails_in where length(sha256) = 64"), "2");
}

TEST_CASE("what a legal hold is on, and what nobody has decided on, stays with its whole year") {
    Office office;
    const auto held = office.submitted().id;
    office.send(held, states::Rejected{"too small"});
    office.send(held, states::LegalHoldPlaced{"A court asks."});
    const auto its = std::to_string(held.number);
    office.ask("insert into movement_bookings values (1, 1, " + its + ", 121)");
    office.database.advance("12 years");
    CHECK_EQ(office.propose(fin, "bookkeeping"), "year year_held");
    office.send(held, states::LegalHoldLifted{"It has decided."});
    CHECK_EQ(office.propose(fin, "bookkeeping"), "3");
    office.ask("update movements set state = 'queued'");
    CHECK_EQ(office.confirm(bo, "bookkeeping"), "year year_undecided");
    CHECK_EQ(office.ask("select erase_year('bookkeeping', 2026, 'staff:18') is null"), "t");
    office.ask("update movements set state = 'passed'");
    CHECK_EQ(office.confirm(bo, "bookkeeping"), "3");
}

TEST_CASE("a legal hold that is being placed while its year is erased is waited for") {
    Office office;
    const auto held = office.submitted().id;
    office.send(held, states::Rejected{"too small"});
    office.ask("insert into movement_bookings values (1, 1, " + std::to_string(held.number) +
               ", 121)");
    office.database.advance("12 years");
    CHECK_EQ(office.propose(fin, "bookkeeping"), "3");
    auto connection = pqxx::connection{office.database.address()};
    auto placing = pqxx::work{connection};
    placing.exec(
        "update cases set facts = jsonb_set(facts::jsonb, '{legal_hold}', '\"A court\"')::json");
    std::thread erasing{[&] {
        CHECK_EQ(office.ask("select erase_year('bookkeeping', 2026, 'staff:18') is null"), "t");
    }};
    while (office.ask("select count(*) from pg_stat_activity, pg_sleep(0.01) where "
                      "wait_event_type = 'Lock' and query like '%erase_year%'") == "0")
        continue;
    placing.commit();
    erasing.join();
    CHECK_EQ(office.ask("select count(*) from invoices where ubl = 'GEHEIM'"), "1");
}

TEST_CASE("a year is confirmed by the time that it is kept for by then") {
    Office office;
    office.database.advance("12 years");
    CHECK_EQ(office.propose(fin, "bookkeeping"), "3");
    states::Catalogue longer;
    longer.keep_invoices = 20;
    postgres::YearlyErasureBook book{office.pool, longer};
    adapters::YearlyErasure erasure{book};
    CHECK_EQ(Office::said(erasure.confirm(bo, "bookkeeping", 2026)), "year year_not_due");
}

TEST_CASE("nothing but an erasure of its year changes an invoice, and an erasure stays on record") {
    Office office;
    office.database.advance("12 years");
    office.propose(fin, "bookkeeping");
    CHECK_THROWS(office.ask("update invoices set page = '{}', ubl = ''"));
    office.confirm(bo, "bookkeeping");
    for (const auto* change :
         {"update invoices set ubl = 'x'", "update invoices set total = 1", "delete from invoices",
          "update yearly_erasures set confirmed_by = 'staff:9'",
          "update yearly_erasures set records = 0", "delete from yearly_erasures",
          "update mails_in set raw = ''"})
        CHECK_THROWS(office.ask(change));
}

}  // namespace yearly_erasure_test
