// Letters on a printer, by IPP: CUPS' ippeveprinter takes the jobs.

#include "adapters/letters/printer.hpp"

#include <algorithm>

#include "adapters/sha256.hpp"
#include "engine/fault.hpp"
#include "tests/adapters/letters/ippeveprinter.hpp"
#include "tests/adapters/letters/spooling.hpp"

namespace printer_test {

using letters::Printer;
using tests::IppEvePrinter;
using tests::work;

static_assert(adapters::Performs<Printer, states::PostSecurityLetter>);
static_assert(adapters::Performs<Printer, states::VoidSecurityLetter>);

namespace {

const std::string key = "A-2026-000123/6/2";
const std::string name = "A-2026-000123-6-2";

struct Office : tests::Spooling {
    Printer at(const IppEvePrinter& printer) { return Printer{{.uri = printer.uri()}, spool()}; }
    std::optional<engine::Event> post(const IppEvePrinter& printer) {
        return at(printer).perform(letter(), work(key));
    }
    void wait_for_paper(const IppEvePrinter& printer) {
        while (!at(printer).is_printed(book.named(name).value())) std::this_thread::yield();
    }
};

template <class Ask>
std::string refusal(Ask ask) {
    try {
        ask();
    } catch (const engine::Rejected& no) {
        return no.what();
    }
    return "nothing was refused";
}

}  // namespace

TEST_CASE("the printer gets the letter once, and nothing of it stays but its hash") {
    Office office;
    const IppEvePrinter printer;
    CHECK_FALSE(office.post(printer));  // Printed is told when it is.
    office.wait_for_paper(printer);
    const auto printed = printer.printed();
    REQUIRE_EQ(printed.size(), 1);
    CHECK(printed[0].starts_with("%PDF-1.4"));
    const auto kept = office.kept();
    CHECK_EQ(kept.document, adapters::sha256_of(printed[0]));
    CHECK_EQ(kept.letter, name);
    CHECK_EQ(kept.pages, 1);
    CHECK_EQ(kept.job, 1);
    CHECK_EQ(kept.carrier.name, printer.uri());
    CHECK_EQ(office.codes.confirmed(key), name);
    CHECK_FALSE(office.is_sealed(key));
    CHECK(office.tells_no_code("%PDF"));

    CHECK_FALSE(office.post(printer));
    CHECK_EQ(printer.printed().size(), 1);
}

TEST_CASE("while the printer is off the letter waits under its seal") {
    Office office;
    const auto port = tests::free_port();
    Printer away{{.uri = "ipp://localhost:" + std::to_string(port) + "/ipp/print"}, office.spool()};
    CHECK_THROWS_AS(away.perform(office.letter(), work(key, 1)), engine::Unavailable);
    CHECK(office.is_sealed(key));
    CHECK_FALSE(office.kept().handed_over);
    const IppEvePrinter printer{port};
    CHECK_FALSE(office.post(printer));
    office.wait_for_paper(printer);
    CHECK_EQ(printer.printed().size(), 1);
}

TEST_CASE("wherever a server is killed, one letter comes out") {
    const IppEvePrinter printer;
    std::size_t letters = 0;
    for (const auto* here : {"note_job", "+note_job", "note_sending", "+note_sending",
                             "note_handed_over", "+note_handed_over"}) {
        CAPTURE(here);
        Office office;
        office.book.killed_before = here;
        CHECK_THROWS_AS(office.post(printer), tests::Killed);
        office.today = "2026-11-25";  // The day on the paper stays.
        CHECK_FALSE(office.post(printer));
        office.wait_for_paper(printer);
        ++letters;
        REQUIRE_EQ(printer.printed().size(), letters);
        const auto document = office.kept().document;
        CHECK(std::ranges::any_of(printer.printed(), [&](const auto& paper) {
            return adapters::sha256_of(paper) == document;
        }));
    }
}

TEST_CASE("if the printer has forgotten what it got, a person is asked and nothing is printed") {
    Office office;
    const auto port = tests::free_port();
    {
        const IppEvePrinter printer{port};
        office.book.killed_before = "note_handed_over";
        CHECK_THROWS_AS(office.post(printer), tests::Killed);
    }
    const IppEvePrinter switched_on_again{port};
    const auto why = refusal([&] { office.post(switched_on_again); });
    CHECK_NE(why.find("doorstep letters printed " + name), std::string::npos);
    CHECK_NE(why.find("letter_reissued"), std::string::npos);
    CHECK(switched_on_again.printed().empty());
    CHECK(office.is_sealed(key));
}

TEST_CASE("a job that the printer gives up is for a person, too") {
    Office office;
    const IppEvePrinter printer{tests::free_port(), "/bin/false"};
    CHECK_FALSE(office.post(printer));
    const auto why = refusal([&] { office.wait_for_paper(printer); });
    CHECK_NE(why.find("gave up its job 1"), std::string::npos);
}

TEST_CASE("the number of another letter's job is not taken for ours") {
    Office office;
    const IppEvePrinter printer;
    const letters::Ipp direct{{.uri = printer.uri()}};
    const auto job = direct.create("somebody else's");
    CHECK(direct.look(job, "somebody else's"));
    CHECK_FALSE(direct.look(job, name));
    CHECK_FALSE(direct.look(job + 1, name));
    CHECK_EQ(direct.find_open("somebody else's"), job);
    CHECK_FALSE(direct.find_open(name));
    CHECK_FALSE(direct.look(job, "somebody else's")->has_document);
    direct.cancel(job);
    CHECK_FALSE(direct.find_open("somebody else's"));
    CHECK_EQ(direct.look(job, "somebody else's")->state, letters::Job::State::canceled);
}

TEST_CASE("a void letter's code is void even if its printer is gone") {
    Office office;
    {
        const IppEvePrinter printer;
        office.post(printer);
        office.wait_for_paper(printer);
    }
    Printer gone{{.uri = "ipp://localhost:" + std::to_string(tests::free_port()) + "/ipp/print"},
                 office.spool()};
    CHECK_FALSE(gone.perform(states::VoidSecurityLetter{name}, work("A-2026-000123/9/1")));
    CHECK_EQ(office.database.ask("select count(*) from codes where voided_at is null"), "0");
}

}  // namespace printer_test
