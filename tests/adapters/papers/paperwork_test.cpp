// Papers from what effects say, kept as they went out in a real database.

#include "adapters/papers/paperwork.hpp"

#include <doctest/doctest.h>

#include <pqxx/pqxx>
#include <string>
#include <thread>
#include <vector>

#include "adapters/config/catalogue.hpp"
#include "adapters/invoice/pages.hpp"
#include "adapters/postgres/sent_papers.hpp"
#include "adapters/sha256.hpp"
#include "engine/fault.hpp"
#include "tests/adapters/invoice/sample.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/database.hpp"

namespace paperwork_test {

namespace {

struct Office {
    tests::Database database;
    postgres::Pool pool{database.address(), 8};
    postgres::SentPapers sent{pool};
    states::Catalogue catalogue = tests::built_in_catalogue();
    std::string today = "2026-11-24";

    papers::Paperwork with(const papers::Files& templates) {
        return {catalogue, templates, sent, [this] { return today; }};
    }
    adapters::InvoicePage page() const {
        return invoice::invoice_page(
            catalogue, tests::asked_for("BE", "BE0123456749"), "A-1",
            {.number = "V-2026-00001", .issued_on = "2026-11-24", .payment = 1});
    }
};

}  // namespace

TEST_CASE("what was sent is frozen, whatever becomes of the text and the day") {
    Office office;
    auto files = papers::template_files();
    const auto first = office.with(files).agreement(tests::contract(), "A-1");
    CHECK_EQ(adapters::sha256_of(first.content), first.document);
    CHECK_EQ(first.template_version, "2026.1");
    REQUIRE(first.signature);  // On the right half, above the foot.
    CHECK_GE(first.signature->page, 1);
    CHECK_GT(first.signature->x, 595 / 2);
    CHECK_LT(first.signature->x + first.signature->width, 595);
    CHECK_LT(first.signature->y + first.signature->height, 800);

    office.today = "2026-12-31";
    auto& text = files.at("nl/agreement.mustache");
    text.replace(text.find("2026.1"), 6, "2027.1");
    auto changed = office.with(files);
    const auto again = changed.agreement(tests::contract(), "A-1");
    CHECK_EQ(again.document, first.document);
    CHECK_EQ(again.template_version, "2026.1");
    CHECK_EQ(again.signature, first.signature);
    const auto next = changed.agreement(tests::contract(2), "A-1");
    CHECK_NE(next.document, first.document);
    CHECK_EQ(next.template_version, "2027.1");

    CHECK_EQ(office.database.ask("select string_agg(p.name || ' ' || p.template_version || ' ' || "
                                 "d.file_name, ', ' order by p.name) from sent_papers p join "
                                 "documents d on d.id = p.document"),
             ".be/1 2026.1 A-1-agreement-be-1.pdf, .be/2 2027.1 A-1-agreement-be-2.pdf");
    CHECK_THROWS_AS(office.database.ask("update sent_papers set template_version = 'other'"),
                    pqxx::sql_error);
}

TEST_CASE("of many who draw the same paper at once all get the same") {
    Office office;
    auto work = office.with(papers::template_files());
    std::vector<std::string> documents(6);
    {
        std::vector<std::jthread> hands;
        for (std::size_t i = 0; i < documents.size(); ++i)
            hands.emplace_back(
                [&, i] { documents[i] = work.agreement(tests::contract(), "A-1").document; });
    }
    CHECK_EQ(documents, std::vector<std::string>(6, documents[0]));
    CHECK_EQ(office.database.ask("select count(*) from sent_papers"), "1");
}

TEST_CASE("an invoice and its credit note come on paper as they stand in the book") {
    Office office;
    auto work = office.with(papers::template_files());
    const auto page = office.page();
    const auto paper = papers::invoice_paper(page);
    CHECK_EQ(paper.number, page.number);
    CHECK_EQ(paper.date, std::chrono::year{2026} / 11 / 24);
    CHECK_EQ(paper.sums.total, page.total);
    CHECK_EQ(paper.sums.vat_hundredths, 2100);
    CHECK_EQ(paper.structured_message, page.structured_message);
    CHECK_EQ(paper.rf_reference, page.creditor_reference);
    const auto invoice = work.invoice(page);
    CHECK(invoice.content.starts_with("%PDF-1."));

    const auto credit = invoice::credit_page(
        page, "time_is_up", {.number = "C-2026-00001", .issued_on = "2027-01-05", .payment = 2});
    CHECK_EQ(papers::credit_note_paper(credit).invoice, page.number);
    CHECK_EQ(papers::credit_note_paper(credit).reason, "The time for the next step has run out.");
    const auto note = work.invoice(credit);
    CHECK_NE(note.document, invoice.document);
    CHECK_EQ(office.database.ask("select string_agg(kind || ' ' || name, ', ' order by kind) from "
                                 "sent_papers"),
             "credit_note C-2026-00001, invoice V-2026-00001");
}

TEST_CASE("what cannot be printed is refused by name, and nothing is kept") {
    Office office;
    auto work = office.with(papers::template_files());
    auto contract = tests::contract();
    contract.language = "de";
    CHECK_THROWS_AS(work.agreement(contract, "A-1"), engine::Rejected);
    auto page = office.page();
    page.issued_on = "yesterday";
    CHECK_THROWS_WITH_AS(work.invoice(page),
                         "the invoice cannot be made: date is no day of the calendar",
                         engine::Rejected);
    CHECK_EQ(office.database.ask("select count(*) from sent_papers"), "0");
}

}  // namespace paperwork_test
