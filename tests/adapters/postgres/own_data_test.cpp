// What an applicant, or a member of staff for it, can take out: all that is kept of it, and nothing
// of anybody else.

#include "adapters/own_data.hpp"

#include <doctest/doctest.h>

#include <string>

#include "adapters/postgres/own_records.hpp"
#include "adapters/postgres/reading_book.hpp"
#include "adapters/sha256.hpp"
#include "tests/work_office.hpp"

namespace own_data_test {

namespace {

using nlohmann::json;

struct Office : tests::WorkOffice {
    postgres::OwnRecords records{pool};
    postgres::ReadingBook book{pool, "UTC"};
    adapters::ReadingLog readings{reading, book};

    // A row of everything, of which each says whose it is.
    void keep_all_of(const One& one, const std::string& name) {
        const auto id = std::to_string(one.id.number);
        const auto with = [&](std::string statement) {
            for (const auto& [mark, text] :
                 {std::pair{std::string{"ID"}, id}, {"REF", one.reference}, {"NAME", name}})
                for (auto at = statement.find(mark); at != std::string::npos;
                     at = statement.find(mark, at + text.size()))
                    statement.replace(at, mark.size(), text);
            ask(statement);
        };
        with(
            "insert into correspondence (case_id, effect_key, direction, channel, language, "
            "template, template_version, subject, message_id, state) values (ID, 'REF/1/1', "
            "'out', 'mail', 'en', 't', 'v', 'To NAME', 'm', 'sent')");
        with(
            "insert into mails_in (sha256, raw, size, whole, message_id, sender, subject, state, "
            "case_id) select encode(sha256(raw), 'hex'), raw, 9, true, '', 'NAME@x.example', 's', "
            "'attached', ID from (select 'raw NAME'::bytea as raw) as mail");
        with(
            "insert into documents (id, content, media_type, file_name, size, received_at, "
            "received_from) select encode(sha256(c), 'hex'), c, 'application/pdf', 'NAME.pdf', "
            "length(c), now(), 'page' from (select 'pdf NAME'::bytea as c) as file");
        with(
            "insert into sent_papers (reference, kind, name, document, template_version) select "
            "'REF', 'agreement', '.be/1', id, 'v' from documents where file_name = 'NAME.pdf'");
        with("insert into invoice_counters values ('V-NAME', 2026, 0)");
        with(
            "insert into invoices (number, series, year, position, effect_key, case_id, "
            "issued_on, net, vat, total, structured_message, page, ubl) values ('V-NAME-1', "
            "'V-NAME', 2026, 1, 'k NAME', ID, '2026-11-20', 100, 21, 121, 'NAME', "
            "'{\"to\": \"NAME\"}', 'xml')");
        with(
            "with seen as (insert into movements (identity, file_id, account, statement, entry, "
            "booked_on, cents, currency, reversal, structured, words, payer, payer_account, "
            "bank_reference, end_to_end, doubt, seen_at, state) values ('m NAME', 'f', 'BE', '1', "
            "'17', '2026-11-20', 121, 'EUR', false, '', '', 'Payer NAME', 'BE68', '', '', '', "
            "now(), 'booked') returning id) "
            "insert into movement_bookings select id, 1, ID, 121 from seen");
        with(
            "insert into refunds (key, number, case_id, route, payment, cents, invoice, reason, "
            "payee, account, asked_at) values ('k NAME', 1, ID, 'bank', 'p', 121, '', 'twice', "
            "'Payee NAME', 'BE69', now())");
        with("insert into letters (effect_key, case_id, letter) values ('REF/3/1', ID, 'l NAME')");
        with(
            "with found as (insert into evidence (key, case_id, check_name, source, "
            "source_version, source_date, outcome, code, commitment) values ('REF/2/1', ID, "
            "'vat', 'VIES', '', '', 'valid', 'c', '') returning id) insert into evidence_details "
            "select id, 's', 'VAT of NAME', '{}' from found");
        with("insert into registrar_ids values (ID, 'REF', '10000ID')");
        with(
            "insert into accounts (case_id, password_hash, set_by, mobile) values (ID, 'hash', "
            "'', '+32 NAME')");
        with(
            "insert into case_notes (case_id, author, text) values (ID, 'staff:17', "
            "'Note on NAME')");
        with(
            "insert into readings (at, who, role, door, what, case_id) values (now(), 'staff:17', "
            "'clerk', 'page', '{case}', ID)");
    }
};

}  // namespace

TEST_CASE("an export has all that is kept of the application, and nothing of another one") {
    Office office;
    const auto mine = office.named("Zwanenzang BV"), other = office.named("Een ander");
    office.keep_all_of(mine, "Mine");
    office.keep_all_of(other, "Others");
    const adapters::Caller clerk{
        .id = "staff:17", .roles = {"clerk"}, .door = "page", .stepped_up = true};
    const auto found = adapters::export_own_data(office.reading, office.records, office.readings,
                                                 clerk, mine.reference);
    const auto data = std::get<json>(found);
    CHECK_EQ(data["mails_sent"][0]["subject"], "To Mine");
    CHECK_EQ(data["mails_received"][0]["sender"], "Mine@x.example");
    CHECK_EQ(data["mails_received"][0]["sha256"], adapters::sha256_of("raw Mine"));
    CHECK_EQ(data["documents"][0]["file_name"], "Mine.pdf");
    CHECK_EQ(data["documents"][0]["sha256"], adapters::sha256_of("pdf Mine"));
    CHECK_EQ(data["invoices"][0]["number"], "V-Mine-1");
    CHECK_EQ(data["invoices"][0]["total"], "1.21");
    CHECK_EQ(data["payments"][0]["payer"], "Payer Mine");
    CHECK_EQ(data["payments"][0]["iban"], "BE68");
    CHECK_EQ(data["refunds"][0]["payee"], "Payee Mine");
    CHECK_EQ(data["letters"][0]["letter"], "l Mine");
    CHECK_EQ(data["registers"][0]["asked_about"], "VAT of Mine");
    CHECK_EQ(data["account"]["mobile"], "+32 Mine");
    CHECK_EQ(data["notes"][0]["text"], "Note on Mine");
    CHECK_EQ(data["read_by"][0]["by"], "clerk");
    for (const auto* list : {"mails_sent", "mails_received", "documents", "invoices", "payments",
                             "refunds", "letters", "registers", "notes", "read_by"})
        CHECK_EQ(data[list].size(), 1);
    const auto text = data.dump();
    for (const auto* secret : {"Others", "staff:17", "password_hash", "hash"})
        CHECK_EQ(text.find("\"" + std::string{secret}), std::string::npos);
    CHECK_EQ(text.find("Others"), std::string::npos);

    // What staff has noted is given out by a person.
    const auto dossier = office.reading.dossier(mine.id).value();
    const auto own = adapters::own_data_of(office.reading, office.records, dossier);
    CHECK_FALSE(own.contains("notes"));
    CHECK_EQ(own["payments"], data["payments"]);
}

}  // namespace own_data_test
