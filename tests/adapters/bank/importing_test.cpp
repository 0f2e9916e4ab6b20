// Files on their way to booked payments, on a real database and the real workflow.

#include <doctest/doctest.h>

#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>

#include "adapters/bank/inbox_folder.hpp"
#include "adapters/scratch_folder.hpp"
#include "tests/adapters/bank/office.hpp"

namespace importing_test {

namespace fs = std::filesystem;

namespace {

using tests::message_number;
using tests::Office;

const auto message = message_number(101);

}  // namespace

TEST_CASE("a payment is booked once, however often its file comes") {
    Office office;
    const auto id = office.invoiced(message);
    const auto file =
        tests::coda_file({{.cents = 302'500, .structured = message}, {.cents = -1'000}});
    const auto first = office.import(file);
    CHECK_EQ(first.format, "coda");
    CHECK_EQ(first.counts.booked, 1);
    CHECK_EQ(first.counts.passed, 1);
    CHECK_EQ(first.repeated, 0);
    CHECK_EQ(office.facts(id).paid.cents, 302'500);
    CHECK_NE(office.state(id), "payment_due");
    const auto journal = office.reading.journal(id, 0, 100);
    CHECK_EQ(journal.back().source, "bank");

    const auto again = office.import(file);
    CHECK_EQ(again.repeated, 2);
    CHECK_EQ(again.counts.booked, 0);
    CHECK_EQ(office.facts(id).paid.cents, 302'500);
    CHECK_EQ(office.reading.journal(id, 0, 100).size(), journal.size());
    CHECK_EQ(office.database.ask("select count(*) from statement_files"), "1");
    CHECK_EQ(office.database.ask("select sha256(string_agg(content, '' order by number)) = "
                                 "decode(max(file_id), 'hex') from statement_parts"),
             "t");
}

TEST_CASE("a movement that another file repeats is booked once") {
    Office office;
    const auto id = office.invoiced(message);
    const auto movements =
        std::vector<tests::CodaMovement>{{.cents = 302'500, .structured = message}};
    office.import(tests::coda_file(movements));
    CHECK_EQ(office.import(tests::coda_file(movements, "061", "\n")).repeated, 1);
    CHECK_EQ(office.facts(id).paid.cents, 302'500);
}

TEST_CASE("a file that is refused books nothing, and is kept with the reason") {
    Office office;
    const auto id = office.invoiced(message);
    const auto file = tests::coda_file({{.cents = 302'500, .structured = message}});
    const auto cut = office.import(file.substr(0, file.size() - 130));
    REQUIRE(cut.refused);
    CHECK_EQ(cut.refused->place, "line 6");
    CHECK_EQ(office.facts(id).paid.cents, 0);
    CHECK_EQ(office.database.ask("select count(*) from movements"), "0");
    CHECK_EQ(office.database.ask("select refused_place from statement_files"), "line 6");
    CHECK_EQ(office.database.ask("select length(content) from statement_parts"),
             std::to_string(file.size() - 130));
    CHECK_EQ(office.import(file).counts.booked, 1);
}

TEST_CASE("what is unsure waits in finance's queue with its suggestions, until a person books it") {
    Office office;
    const auto id = office.invoiced(message);
    const auto file = tests::coda_file({{.cents = 302'500, .text = "uw factuur"}});
    CHECK_EQ(office.import(file).counts.queued, 1);
    CHECK_EQ(office.facts(id).paid.cents, 0);
    const auto open = "select count(*) from tasks where queue = 'finance' and closed_at is null";
    CHECK_EQ(office.database.ask(open), "1");
    CHECK_NE(office.database.ask("select details->'suggestions'->0->>'sentence' from tasks")
                 .find("Voorbeeld Hosting BV"),
             std::string::npos);

    const auto number = std::stoll(office.database.ask("select id from movements"));
    const auto reference = office.reading.dossier(id)->snapshot.reference;
    const auto finance = adapters::Caller{.id = "staff:7", .roles = {"finance"}};
    const auto clerk = adapters::Caller{.id = "staff:8", .roles = {"clerk"}};
    const auto book = [&](const adapters::Caller& who, const std::string& why) {
        return office.importer.book(who, number, reference, why);
    };
    CHECK(std::holds_alternative<adapters::Forbidden>(book(clerk, "Seen.")));
    CHECK(std::holds_alternative<adapters::Invalid>(book(finance, "")));
    CHECK(std::holds_alternative<adapters::Done>(book(finance, "They have called.")));
    CHECK(std::holds_alternative<adapters::Invalid>(book(finance, "Again.")));
    CHECK_EQ(office.facts(id).paid.cents, 302'500);
    CHECK_EQ(office.database.ask(open), "0");
    CHECK_EQ(office.database.ask("select settled_by from movements"), "staff:7");
    CHECK_EQ(office.import(file).repeated, 1);
    CHECK_EQ(office.facts(id).paid.cents, 302'500);
}

TEST_CASE("a payment that comes before its invoice is booked when the invoice is there") {
    Office office;
    const auto id = office.signed_contract();
    CHECK_EQ(
        office.import(tests::coda_file({{.cents = 302'500, .structured = message}})).counts.queued,
        1);
    CHECK_EQ(office.importer.settle_some(32), 0);
    office.send(id, states::event(states::InvoiceIssued{"1", {302'500}, message}), "system");
    office.database.ask("update movements set seen_at = seen_at - interval '1 hour'");
    CHECK_EQ(office.importer.settle_some(32), 1);
    CHECK_EQ(office.facts(id).paid.cents, 302'500);
    CHECK_EQ(office.database.ask("select count(*) from tasks where closed_at is null and kind = "
                                 "'payment_unmatched'"),
             "0");
}

TEST_CASE("a second payment and a part that is paid by hand before are not credited unseen") {
    Office office;
    const auto id = office.invoiced(message);
    office.send(id, states::event(states::PaymentReceived{{302'500}, "by hand", "Seen."}),
                "finance");
    const auto came = office.import(tests::coda_file({{.cents = 302'500, .structured = message}}));
    CHECK_EQ(came.counts.queued, 1);
    CHECK_EQ(office.facts(id).paid.cents, 302'500);
}

TEST_CASE("two parts in one file, and a reversal in the next") {
    Office office;
    const auto id = office.invoiced(message);
    CHECK_EQ(office
                 .import(tests::coda_file({{.cents = 100'000, .structured = message},
                                           {.cents = 202'500, .structured = message}}))
                 .counts.booked,
             2);
    CHECK_EQ(office.facts(id).paid.cents, 302'500);
    const auto back = office.import(
        tests::coda_file({{.cents = -202'500, .structured = message, .returned = "3"}}, "062"));
    CHECK_EQ(back.counts.booked, 1);
    CHECK_EQ(office.facts(id).paid.cents, 100'000);
    CHECK_EQ(office.state(id), "payment_due");
}

TEST_CASE("who dies between the decision and the booking has booked once in the end") {
    Office office;
    const auto id = office.invoiced(message);
    office.import(tests::coda_file({{.cents = 302'500, .structured = message}}));
    office.database.ask(
        "update movements set state = 'booking', leased_until = '-infinity', "
        "seen_at = seen_at - interval '1 hour'");
    CHECK_EQ(office.importer.settle_some(32), 1);
    CHECK_EQ(office.facts(id).paid.cents, 302'500);
    CHECK_EQ(office.database.ask("select state from movements"), "booked");
}

TEST_CASE("a folder is emptied into done and refused") {
    Office office;
    const auto id = office.invoiced(message);
    const adapters::ScratchFolder folder{"bank"};
    folder.write("a.cod", tests::coda_file({{.cents = 302'500, .structured = message}}));
    folder.write("b.xml", "<Document/>");
    folder.write("c.cod.part", "half");
    auto inbox = bank::InboxFolder{office.importer, folder.path()};
    CHECK_EQ(inbox.take_some(), 0);  // They may still be growing.
    CHECK_EQ(inbox.take_some(), 2);
    CHECK_EQ(office.facts(id).paid.cents, 302'500);
    CHECK(fs::exists(folder / "done/a.cod"));
    CHECK(fs::exists(folder / "refused/b.xml"));
    CHECK(fs::exists(folder / "refused/b.xml.reason"));
    CHECK(fs::exists(folder / "c.cod.part"));
    CHECK_EQ(bank::InboxFolder(office.importer, {}).take_some(), 0);
}

// DOORSTEP_BANK_MOVEMENTS=100000 is the long run; a fifth of them are for open invoices.
TEST_CASE("a large file is taken in as a stream") {
    const auto* asked = std::getenv("DOORSTEP_BANK_MOVEMENTS");
    const auto count = asked ? std::atoll(asked) : 2'000;
    const auto invoices = count / 5;
    Office office;
    const auto pattern = office.invoiced(message_number(1)).number;
    const auto of = std::to_string(pattern);
    office.database.ask(
        "insert into cases (id, state, waiting_for, facts, version, lines, head, opened_at, "
        "changed_at) select " +
        of +
        " + n, state, waiting_for, facts, version, lines, head, opened_at, changed_at "
        "from cases, generate_series(1, " +
        std::to_string(invoices - 1) + ") n where id = " + of);
    office.database.ask("insert into invoice_messages select lpad((id - " + of +
                        " + 1)::text, 10, '0') || lpad((case (id - " + of +
                        " + 1) % 97 when 0 then 97 else (id - " + of +
                        " + 1) % 97 end)::text, 2, '0'), id from cases on conflict do nothing");
    office.database.ask("analyze");

    const adapters::ScratchFolder folder{"large"};
    const auto path = folder / "large.cod";
    {
        std::ofstream file{path, std::ios::binary};
        tests::CodaWriter writer;
        file << writer.begin();
        for (std::int64_t i = 1; i <= count; ++i)
            file << writer.add(
                i % 5 == 0
                    ? tests::CodaMovement{.cents = 302'500, .structured = message_number(i / 5)}
                    : tests::CodaMovement{.cents = 1'000 + i,
                                          .text = "order " + std::to_string(i),
                                          .name = "SHOP " + std::to_string(i)});
        file << writer.end();
    }
    const auto peak = [] {
        struct rusage used {};
        getrusage(RUSAGE_SELF, &used);
        return used.ru_maxrss / 1024;
    };
    const auto before = peak();
    std::ifstream file{path, std::ios::binary};
    const auto begun = std::chrono::steady_clock::now();
    auto mark = begun;
    std::int64_t last = 0;
    const auto imported = office.importer.import(
        {.id = "cli", .roles = {"finance"}}, file, "large.cod",
        [&](std::int64_t done, std::int64_t all) {
            if (asked && (done - last) * 10 >= all) {
                const auto now = std::chrono::steady_clock::now();
                MESSAGE((100 * done / all)
                        << " % after another " << std::chrono::duration<double>(now - mark).count()
                        << " s");
                mark = now;
                last = done;
            }
        });
    const auto took =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    MESSAGE(count << " movements in " << took << " s; " << peak() - before
                  << " MB more at the peak, " << peak() << " MB in all");
    CHECK_FALSE(imported.refused);
    CHECK_EQ(imported.counts.booked, invoices);
    CHECK_EQ(imported.counts.queued, count - invoices);
#ifndef __SANITIZE_ADDRESS__  // Which needs much memory of its own.
    CHECK_LT(peak() - before, 64);
#endif
}

}  // namespace importing_test
