#include "adapters/postgres/invoices.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "adapters/invoice/invoicing.hpp"
#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "tests/adapters/invoice/sample.hpp"
#include "tests/adapters/neighbours/papers_in_memory.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/database.hpp"

namespace invoices_test {

static_assert(adapters::Performs<invoice::Invoicing, states::IssueInvoice>);
static_assert(adapters::Performs<invoice::Invoicing, states::CreditInvoice>);

namespace {

struct Office {
    tests::Database database;
    postgres::Pool pool{database.address(), 8};
    postgres::Invoices book{pool};
    states::Catalogue catalogue = tests::built_in_catalogue();
    invoice::Invoicing invoicing{catalogue, book, tests::draw_invoice};
    std::string year =
        database.ask("select extract(year from clock() at time zone 'Europe/Brussels')::integer");

    states::InvoiceIssued issue(const std::string& key, const std::string& reference = "A-1") {
        const auto event = invoicing.perform(tests::asked_for("BE", "BE0123456749"),
                                             tests::work(key, 1, reference));
        REQUIRE(event);
        REQUIRE_EQ(event->name, "invoice_issued");
        return states::decode<states::InvoiceIssued>(event->data);
    }
    std::string number(const std::string& series, int position) const {
        const auto digits = std::to_string(position);
        return series + "-" + year + "-" + std::string(5 - digits.size(), '0') + digits;
    }
    std::string gaps() const { return database.ask("select count(*) from invoice_gaps"); }
};

}  // namespace

TEST_CASE("an invoice comes back with its number, what to pay and what to quote") {
    Office office;
    const auto issued = office.issue("A-1/6/1");
    CHECK_EQ(issued.number, office.number("V", 1));
    CHECK_EQ(issued.total, states::Money{302'500});
    CHECK_EQ(issued.structured_message.substr(0, 15), "+++800/0000/001");

    const auto kept = office.book.numbered(issued.number);
    REQUIRE(kept);
    CHECK_EQ(kept->page.structured_message, issued.structured_message);
    CHECK_NE(kept->ubl.find(issued.structured_message), std::string::npos);
    CHECK_EQ(office.book.latest({123}, false)->ubl, kept->ubl);
    CHECK_FALSE(office.book.latest({123}, true));
    CHECK_FALSE(office.book.latest({7}, false));
}

TEST_CASE("the same work gets the same invoice, and makes no gap in the numbers") {
    Office office;
    const auto first = office.issue("A-1/6/1");
    const auto again = office.issue("A-1/6/1");
    CHECK_EQ(again.number, first.number);
    CHECK_EQ(again.structured_message, first.structured_message);
    CHECK_EQ(office.issue("A-2/6/1").number, office.number("V", 2));
    CHECK_EQ(office.gaps(), "0");
}

TEST_CASE("an invoice is credited once, in a series of its own") {
    Office office;
    const auto number = office.issue("A-1/6/1").number;
    const auto credit = states::CreditInvoice{number, "withdrawn"};
    for (const int attempt : {1, 2}) {
        const auto issued = office.invoicing.perform(credit, tests::work("A-1/9/1", attempt));
        REQUIRE(issued);
        const auto event = states::decode<states::CreditNoteIssued>(issued->data);
        CHECK_EQ(event.number, office.number("C", 1));
        CHECK_EQ(event.invoice, number);
    }
    CHECK_EQ(office.database.ask("select count(*) from invoices where credits is not null"), "1");
    const auto note = office.book.latest({123}, true);
    REQUIRE(note);
    CHECK_EQ(note->page.number, office.number("C", 1));
    CHECK_EQ(note->page.credits, number);
    // Asked for by other work, it is a mistake that a person should see; so is a number not ours.
    CHECK_THROWS_AS(office.invoicing.perform(credit, tests::work("A-1/10/1")), engine::Rejected);
    for (const auto& other : {std::string{"2026-00001"}, note->page.number})
        CHECK_THROWS_AS(
            office.invoicing.perform(states::CreditInvoice{other, ""}, tests::work("A-1/11/1")),
            engine::Rejected);
    CHECK_EQ(office.gaps(), "0");
}

TEST_CASE("the year of a number is that of its date, where the registry is") {
    Office office;
    // New Year in Brussels is an hour earlier than in the database's own time.
    const auto until = [&](const std::string& moment) {
        return office.database.ask("select ('" + std::to_string(std::stoi(office.year) + 1) +
                                   moment + "'::timestamptz - clock_timestamp())::text");
    };
    office.issue("A-1/6/1");
    office.database.advance(until("-01-01 00:30+01"));
    const auto number = office.issue("A-2/6/1").number;
    CHECK_EQ(number, "V-" + std::to_string(std::stoi(office.year) + 1) + "-00001");
    CHECK_EQ(office.book.numbered(number)->page.issued_on.substr(4), "-01-01");
    CHECK_EQ(office.gaps(), "0");
}

TEST_CASE("many who invoice at once leave no gap, get no number twice, and one for one errand") {
    Office office;
    std::vector<std::thread> clerks;
    constexpr auto errands = 40;
    std::atomic<int> next = 0;
    for (int clerk = 0; clerk < 8; ++clerk)
        clerks.emplace_back([&] {
            // Every errand is run by two of them.
            for (int i = next++; i < 2 * errands; i = next++)
                office.invoicing.perform(tests::asked_for("BE", "BE0123456749"),
                                         tests::work("A-" + std::to_string(i / 2) + "/6/1"));
        });
    for (auto& clerk : clerks) clerk.join();
    CHECK_EQ(office.database.ask("select count(*) from invoices"), std::to_string(errands));
    CHECK_EQ(office.database.ask("select max(position) from invoices"), std::to_string(errands));
    CHECK_EQ(office.gaps(), "0");
    CHECK_EQ(office.database.ask("select count(*) from (select issued_at, lag(issued_at) over"
                                 " (order by position) earlier from invoices) x"
                                 " where issued_at < earlier"),
             "0");
}

TEST_CASE("killed connections leave no gap either: what is lost is done again under its key") {
    Office office;
    constexpr auto errands = 60;
    std::atomic<int> next = 0;
    std::atomic<int> lost = 0;
    std::atomic<bool> done = false;
    std::thread killer{[&] {
        const auto at_work =
            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()";
        constexpr auto times = 40;  // Not for ever: between two of them little can be done.
        for (int i = 0; i < times && !done; ++i) office.database.ask(at_work);
    }};
    std::vector<std::thread> clerks;
    for (int clerk = 0; clerk < 6; ++clerk)
        clerks.emplace_back([&] {
            for (int i = next++; i < errands; i = next++) {
                const auto work = tests::work("A-" + std::to_string(i) + "/6/1");
                for (bool kept = false; !kept;) try {
                        office.invoicing.perform(tests::asked_for("BE", "BE0123456749"), work);
                        kept = true;
                    } catch (const engine::Unavailable&) {
                        ++lost;
                    }
            }
        });
    for (auto& clerk : clerks) clerk.join();
    done = true;
    killer.join();
    CHECK_GT(lost, 0);
    CHECK_EQ(office.database.ask("select count(*) from invoices"), std::to_string(errands));
    CHECK_EQ(office.database.ask("select count(distinct effect_key) from invoices"),
             std::to_string(errands));
    CHECK_EQ(office.database.ask("select max(position) from invoices"), std::to_string(errands));
    CHECK_EQ(office.gaps(), "0");
}

TEST_CASE("a document that cannot be written takes no number") {
    Office office;
    office.issue("A-1/6/1");
    const auto asked = adapters::InvoiceAsked{
        .of = {9}, .key = "A-9/6/1", .series = "V", .time_zone = "Europe/Brussels", .credits = {}};
    const auto fail = [](const adapters::InvoiceNumber&) -> adapters::KeptInvoice {
        throw engine::Rejected{"no paper"};
    };
    CHECK_THROWS_AS(office.book.keep(asked, fail), engine::Rejected);
    CHECK_EQ(office.issue("A-2/6/1").number, office.number("V", 2));
    CHECK_EQ(office.gaps(), "0");
}

TEST_CASE("an invoice is never changed, deleted or numbered out of turn") {
    Office office;
    const auto number = office.issue("A-1/6/1").number;
    for (const auto* statement :
         {"update invoices set total = 0, net = 0, vat = 0", "delete from invoices",
          "truncate invoices cascade",
          "insert into invoices (number, series, year, position, effect_key, case_id, issued_on,"
          " net, vat, total, structured_message, page, ubl) select 'V-9', series, year, 3, 'k', 1,"
          " issued_on, 0, 0, 0, 'm', page, ubl from invoices"}) {
        CAPTURE(statement);
        CHECK_THROWS_AS(office.database.ask(statement), pqxx::sql_error);
    }
    CHECK_EQ(office.book.numbered(number)->page.total, states::Money{302'500});
    CHECK_EQ(office.gaps(), "0");
    office.database.ask("update invoice_counters set last = 5");  // By hand: it is seen.
    CHECK_EQ(office.gaps(), "1");
}

}  // namespace invoices_test
