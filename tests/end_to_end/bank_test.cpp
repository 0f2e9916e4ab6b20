// Bank statements by the command line: what is taken in, what is refused, and what a person books.

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <string>

#include "adapters/postgres/embedded.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/store.hpp"
#include "engine/engine.hpp"
#include "tests/adapters/bank/coda_files.hpp"
#include "tests/database.hpp"
#include "tests/end_to_end/commands.hpp"
#include "tests/shared_data.hpp"
#include "tests/states/applications.hpp"

namespace bank_test {

using nlohmann::json;
using tests::Words;

namespace {

constexpr auto message = "000000010104";

// A server, and applications that other people have brought as far as their invoice.
struct Office {
    tests::Commands shell;

    std::string ask(const std::string& statement) const {
        return tests::ask(postgres::address_of(shell.data()).value(), statement);
    }
    std::string invoiced() {
        using namespace states;
        auto pool = postgres::Pool{postgres::address_of(shell.data()).value(), 2};
        auto store = postgres::Store{pool};
        const auto workflow = OnboardingWorkflow{tests::terms()};
        auto engine = engine::Engine{workflow, store};
        engine::CaseId id;
        const auto send = [&](const engine::Event& event, const std::string& role) {
            const auto outcome = engine.submit({.to = id,
                                                .event = event,
                                                .from = tests::as(role),
                                                .source = "test",
                                                .delivery = std::to_string(++sent_)});
            REQUIRE(outcome.kind == engine::Outcome::Kind::decided);
            id = outcome.after.value().id;
            reference_ = outcome.line.reference;
        };
        const auto agreement = "agreement-" + std::to_string(sent_);
        send(event(Submitted{tests::asking_for({tests::be}), {}}), "applicant");
        send(event(Approved{}), "approver");
        send(event(ContractPrepared{".be", agreement, 1}), "system");
        send(event(ContractSigned{agreement}), "provider");
        send(event(InvoiceIssued{"2026-1", {302'500}, "+++000/0000/10104+++"}), "system");
        return reference_;
    }
    std::string state(const std::string& reference) const {
        return shell({"show", reference, "--json"}).read().at("state");
    }

private:
    int sent_ = 0;
    std::string reference_;
};

Office& office() {
    static Office one;
    return one;
}

const Words numbers = {"booked", "repeated", "unmatched", "passed", "waiting", "refused"};

std::string counts(const tests::Said& said) {
    std::string text;
    for (const auto& each : numbers) text += each + " " + said.read().at(each).dump() + " ";
    return text;
}

}  // namespace

TEST_CASE("statements of banks are taken in once, whichever their format") {
    const auto& shell = office().shell;
    for (const auto& [path, format] : {std::pair{"data/bank/coda/sample1.cod", "coda"},
                                       {"data/bank/camt/2024-03-12.camt053.xml", "camt"}}) {
        CAPTURE(path);
        const auto text = tests::shared_text(path);
        if (!text) return;
        const auto file = shell.file("statement", *text);
        const auto first = shell({"import", "statement", file, "--json"});
        REQUIRE_EQ(first.status, 0);
        CHECK_EQ(first.err, "");  // No bar where nobody looks on.
        const auto came = first.read();
        CHECK_EQ(came.at("format"), format);
        CHECK_EQ(came.at("refused"), 0);
        CHECK_EQ(came.at("repeated"), 0);
        CHECK_EQ(came.at("booked"), 0);  // Nobody here is asked for these.
        const auto all = came.at("unmatched").get<int>() + came.at("passed").get<int>();
        CHECK_EQ(all, std::string{format} == "coda" ? 4 : 11);

        const auto before = office().ask("select count(*) || ' ' || max(id) from movements");
        const auto again = shell({"import", "statement", file, "--json"});
        CHECK_EQ(again.status, 0);
        CHECK_EQ(counts(again), "booked 0 repeated " + std::to_string(all) +
                                    " unmatched 0 passed 0 waiting 0 refused 0 ");
        const auto by_stdin = shell({"import", "statement", "-"}, *text);
        CHECK_EQ(by_stdin.out,
                 "booked 0, repeated " + std::to_string(all) + ", unmatched 0, passed over 0\n");
        CHECK_EQ(office().ask("select count(*) || ' ' || max(id) from movements"), before);
        CHECK_EQ(office().ask("select count(*) from statement_files where id = '" +
                              came.at("file").get<std::string>() + "' and read_at is not null"),
                 "1");
    }
}

TEST_CASE("a file that is not what it should be is refused whole, with the place, and kept") {
    const auto& shell = office().shell;
    const auto before = office().ask("select count(*) from movements");
    const auto whole = tests::coda_file({{.cents = 1, .text = "a"}, {.cents = 2, .text = "b"}});
    const auto camt = tests::shared_text("data/bank/camt/2024-03-12.camt053.xml");
    struct Wrong {
        std::string name, text, place;
    };
    std::vector<Wrong> all = {{"cut.cod", whole.substr(0, whole.size() - 130), "line 9"},
                              {"mail.txt", "Dear bank,\n", ""}};
    if (camt) {
        auto broken = *camt;
        const auto amount = broken.find("<Amt Ccy=", broken.find("<Ntry>"));
        REQUIRE_NE(amount, std::string::npos);
        broken.replace(broken.find('>', amount) + 1, 1, "x");
        all.push_back({"broken.xml", broken, "/Document/BkToCstmrStmt/Stmt[1]/Ntry[1]/Amt"});
    }
    for (const auto& each : all) {
        CAPTURE(each.name);
        const auto file = shell.file(each.name, each.text);
        const auto in_words = shell({"import", "statement", file});
        CHECK_EQ(in_words.status, 1);
        CHECK_EQ(in_words.out, "");
        CHECK(in_words.says("doorstep: " + each.name +
                            " is refused, and none of it is booked: " + each.place));
        const auto said = shell({"import", "statement", file, "--json"});
        CHECK_EQ(said.status, 1);
        CHECK_EQ(counts(said), "booked 0 repeated 0 unmatched 0 passed 0 waiting 0 refused 1 ");
        const auto problem = said.read().at("problem");
        CHECK_NE(problem.dump().find(each.place), std::string::npos);
        CHECK_EQ(office().ask("select file_name || ' ' || size from statement_files where "
                              "refused_at is not null and refused_for <> '' and id = '" +
                              said.read().at("file").get<std::string>() + "'"),
                 each.name + " " + std::to_string(each.text.size()));
    }
    CHECK_EQ(office().ask("select count(*) from movements"), before);
}

TEST_CASE("an exact reference is booked, and a person books the rest to an application") {
    const auto& shell = office().shell;
    const auto reference = office().invoiced();
    const auto part = shell.file(
        "part.cod", tests::coda_file({{.cents = 100'000, .structured = message}}, "071"));
    CHECK_EQ(shell({"import", "statement", part}).out,
             "booked 1, repeated 0, unmatched 0, passed over 0\n");
    CHECK_EQ(office().state(reference), "payment_due");

    const auto rest =
        shell.file("rest.cod", tests::coda_file({{.cents = 202'500, .text = "the rest"}}, "072"));
    CHECK_EQ(counts(shell({"import", "statement", rest, "--json"})),
             "booked 0 repeated 0 unmatched 1 passed 0 waiting 0 refused 0 ");
    const auto movement = office().ask("select max(id) from movements");
    const auto elsewhere = shell({"book", movement, "A-1999-000001", "--reason", "They called."});
    CHECK_EQ(elsewhere.status, 1);
    CHECK_EQ(shell({"book", "999999", reference, "--reason", "They called."}).status, 1);
    const auto silent = shell({"book", movement, reference, "--reason", "", "--json"});
    CHECK_EQ(silent.status, 1);
    CHECK_EQ(silent.read().at("errors")[0].at("field"), "reason");

    const auto booked =
        shell({"book", movement, reference, "--reason", "They called.", "--json"}).read();
    CHECK_EQ(booked.at("reference"), reference);
    CHECK_EQ(booked.at("event"), "payment_received");
    CHECK_NE(office().state(reference), "payment_due");
    const auto journal = shell({"show", reference, "--journal", "--json"}).read();
    const auto length = journal.at("items").size();
    CHECK_EQ(journal.at("items")[length - 1].at("actor"), "cli");
    const auto twice = shell({"book", movement, reference, "--reason", "Again.", "--json"});
    CHECK_EQ(twice.status, 1);
    CHECK_EQ(twice.read().at("errors")[0].at("field"), "movement");
    CHECK_EQ(shell({"show", reference, "--journal", "--json"}).read().at("items").size(), length);
}

TEST_CASE("wrong usage of them is exit code 2, a file that is not there 1") {
    const auto& shell = office().shell;
    for (const auto& words :
         {Words{"import"}, Words{"import", "statement"}, Words{"import", "mail", "x"},
          Words{"import", "statement", "a.cod", "b.cod"}, Words{"book"}, Words{"book", "17"},
          Words{"book", "17", "A-2026-000001"},
          Words{"book", "seventeen", "A-2026-000001", "--reason", "x"}}) {
        CAPTURE(words.back());
        const auto ran = shell.plain(words);
        CHECK_EQ(ran.status, 2);
        CHECK_EQ(ran.out, "");
        CHECK_FALSE(ran.err.empty());
    }
    const auto nowhere = shell({"import", "statement", "/nowhere/march.cod"});
    CHECK_EQ(nowhere.status, 1);
    CHECK(nowhere.says("cannot read /nowhere/march.cod"));
    CHECK_EQ(shell({"import", "statement", "/tmp"}).status, 1);
    for (const auto& words : {Words{"import", "statement", "--help"}, Words{"book", "--help"}})
        CHECK_EQ(shell.plain(words).status, 0);
}

// `script` gives it a terminal.
TEST_CASE("on a terminal a bar goes from left to right, and words begin below it") {
    const auto& shell = office().shell;
    std::vector<tests::CodaMovement> movements;
    for (int i = 0; i < 4'500; ++i)
        movements.push_back({.cents = i + 1, .text = "order " + std::to_string(i)});
    const auto whole = tests::coda_file(movements, "081");
    const auto watched = [&](const std::string& file) {
        const auto command = tests::quoted(tests::doorstep()) + " import statement " +
                             tests::quoted(file) + " --data-dir " + tests::quoted(shell.data());
        return tests::run_in_shell("script -qec " + tests::quoted(command) + " /dev/null");
    };
    const auto ran = watched(shell.file("long.cod", whole));
    CHECK_EQ(ran.status, 0);
    std::vector<int> steps;
    for (auto at = ran.said.find('\r'); at != std::string::npos; at = ran.said.find('\r', at + 1))
        if (ran.said.compare(at, 2, "\r[") == 0)
            steps.push_back(std::stoi(ran.said.substr(ran.said.find("] ", at) + 2)));
    CHECK_GT(steps.size(), 8);
    CHECK(std::ranges::is_sorted(steps));
    REQUIRE_FALSE(steps.empty());
    CHECK_EQ(steps.back(), 100);
    CHECK_NE(ran.said.find("100 %\r\nbooked 0, repeated 0, unmatched 4500"), std::string::npos);

    const auto cut = watched(shell.file("cut.cod", whole.substr(0, whole.size() - 130)));
    CHECK_EQ(cut.status, 1);
    CHECK_NE(cut.said.find(" %\r\ndoorstep: cut.cod is refused"), std::string::npos);
}

}  // namespace bank_test
