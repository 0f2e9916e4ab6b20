// The work queue on a real database, fed by a real engine: views, counts, pages, search, and who
// has an application.

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "states/description.hpp"
#include "tests/work_office.hpp"

namespace work_desk_queue_test {

using adapters::Assigned;
using adapters::Lateness;
using adapters::View;
using tests::WorkOffice;
using Outcome = adapters::Assigned::Outcome;

namespace {

std::string told(const Assigned& one) {
    static const std::map<Outcome, std::string> words = {{Outcome::changed, "changed"},
                                                         {Outcome::already, "already"},
                                                         {Outcome::taken, "taken"},
                                                         {Outcome::ended, "ended"},
                                                         {Outcome::unknown, "unknown"}};
    return words.at(one.outcome) + " " + one.holder;
}
std::string told(const std::variant<Assigned, adapters::Problems>& answer) {
    if (const auto* one = std::get_if<Assigned>(&answer)) return told(*one);
    const auto& problem = std::get<adapters::Problems>(answer).at(0);
    return problem.field + " " + problem.code;
}

// Whether what leads on from this state is the applicant's doing.
bool is_the_applicants(std::string_view state) {
    const auto& states = states::all_states();
    const auto place = [&](std::string_view name) {
        return std::ranges::find(states, name, &states::StateInfo::name) - states.begin();
    };
    for (const auto& row : states::all_transitions())
        if (row.from == state && !row.stays && place(row.to) > place(state) &&
            states[static_cast<std::size_t>(place(row.to))].kind == "way")
            for (const auto& event : states::all_events())
                if (event.name == row.event) return event.ball == "applicant";
    return false;
}

}  // namespace

TEST_CASE("the desk knows every state of the table, its step, its end and whose turn it is") {
    const auto office = WorkOffice{};
    CHECK_EQ(office.ask("select count(*) from workflow_states"),
             std::to_string(states::all_states().size()));
    for (const auto& state : states::all_states()) {
        CAPTURE(state.name);
        const auto one = [&](const std::string& column) {
            return office.ask("select " + column + " from workflow_states where name = '" +
                              std::string{state.name} + "'");
        };
        CHECK_EQ(one("step"), std::to_string(state.step));
        CHECK_EQ(one("ended"), state.kind == "end" || state.name == "completed" ? "t" : "f");
        CHECK_EQ(one("held"), state.name == "on_hold" ? "t" : "f");
        if (state.kind == "way" && state.name != "completed")
            CHECK_EQ(one("applicant"), is_the_applicants(state.name) ? "t" : "f");
    }
}

TEST_CASE("a row says what staff has to know, and the counts agree with the views") {
    auto office = WorkOffice{};
    const auto one = office.submitted();
    const auto page = office.desk.page({.view = View::open});
    REQUIRE_EQ(page.rows.size(), 1);
    const auto& row = page.rows[0];
    CHECK_EQ(row.reference, one.reference);
    CHECK_EQ(row.organisation, "Voorbeeld Hosting BV");
    CHECK_EQ(row.state, "in_review");
    CHECK_EQ(row.step, 2);
    CHECK_EQ(row.waiting_for, "staff");
    CHECK_EQ(row.assignee, "");
    CHECK_FALSE(row.resubmitted);
    REQUIRE(row.due);
    CHECK(row.lateness == Lateness::in_time);
    CHECK(row.opened == row.changed);
    CHECK(page.next.empty());

    office.to_pay("agreement-1", "+++090/9337/55493+++");
    office.contract_out("agreement-2");
    const auto gone = office.submitted();
    office.send(gone.id, states::Withdrawn{"Another plan."});
    office.desk.claim(one.reference, "staff:17");
    const auto asked = office.submitted();
    office.send(asked.id, states::InformationRequested{{{"organisation.name", "Which?"}}});
    office.send(asked.id, states::InformationAnswered{tests::asking_for({tests::be}), {}});

    const auto counts = office.desk.counts("staff:17", 3);
    CHECK_EQ(counts.of.at(View::mine), 1);
    CHECK_EQ(counts.of.at(View::unassigned), 3);
    CHECK_EQ(counts.of.at(View::resubmitted), 1);
    CHECK_EQ(counts.of.at(View::waiting_applicant), 1);
    CHECK_EQ(counts.of.at(View::waiting_bank), 1);
    CHECK_EQ(counts.of.at(View::open), 4);
    CHECK_EQ(counts.of.at(View::ended), 1);
    for (const auto view : adapters::all_views) {
        CAPTURE(name_of(view));
        const auto shown = office.desk.page({.view = view, .who = "staff:17"});
        CHECK_EQ(static_cast<std::int64_t>(shown.rows.size()), counts.of.at(view));
    }
    CHECK_EQ(office.in({.view = View::mine, .who = "staff:17"}), one.reference);
    CHECK_EQ(office.in({.view = View::resubmitted}), asked.reference);
    CHECK_EQ(office.in({.view = View::ended}), gone.reference);
}

TEST_CASE("what is late stays late until somebody acts, and a hold stops the clock") {
    auto office = WorkOffice{};
    const auto late = office.submitted();
    office.database.advance("6 days");
    const auto soon = office.submitted();  // Its review ends in five working days,
    office.database.advance("3 days 12 hours");
    const auto fresh = office.submitted();  // and this one's no earlier than in five days.

    auto rows = office.desk.page({.view = View::open}).rows;
    REQUIRE_EQ(rows.size(), 3);
    CHECK_EQ(rows[0].reference, late.reference);
    CHECK(rows[0].lateness == Lateness::overdue);
    CHECK_EQ(rows[1].reference, soon.reference);
    CHECK(rows[2].lateness == Lateness::in_time);
    CHECK_EQ(office.desk.counts("", 0).overdue, 1);
    CHECK_EQ(office.desk.counts("", 5).of.at(View::late), 2);
    CHECK_EQ(office.in({.view = View::late, .soon = 5}), late.reference + " " + soon.reference);

    office.send(late.id, states::TimeIsUp{}, tests::as("timer"));  // Which reports it and no more.
    CHECK_EQ(office.desk.counts("", 0).overdue, 1);

    office.send(late.id, states::Held{"We ask a lawyer."});
    rows = office.desk.page({.view = View::open}).rows;
    REQUIRE_EQ(rows.size(), 3);
    CHECK_EQ(rows[2].reference, late.reference);  // Without a clock, so last.
    CHECK_FALSE(rows[2].due);
    CHECK_EQ(rows[2].step, 2);
    CHECK_EQ(office.desk.counts("", 0).overdue, 0);
    CHECK_EQ(fresh.reference, rows[1].reference);
}

TEST_CASE("an application that is held or has ended is shown in the step where it stood") {
    auto office = WorkOffice{};
    const auto one = office.to_pay("agreement-1", "+++090/9337/55493+++");
    office.send(one.id, states::Held{"We ask a lawyer."});
    CHECK_EQ(office.desk.page({.view = View::open}).rows.at(0).step, 4);
    office.send(one.id, states::Withdrawn{"Another plan."});
    const auto row = office.desk.page({.view = View::ended}).rows.at(0);
    CHECK_EQ(row.step, 4);
    CHECK_EQ(row.state, "withdrawn");
}

TEST_CASE("a view is filtered by state, step, product and words") {
    auto office = WorkOffice{};
    const auto plain = office.named("Łódź Hosting");
    const auto wide = office.submitted(tests::asking_for({tests::be, tests::monthly}));
    const auto out = office.contract_out("CBJCHBCAABAA-x1");
    CHECK_EQ(office.in({.states = {"in_review"}}), plain.reference + " " + wide.reference);
    CHECK_EQ(office.in({.states = {"in_review", "contract_sent"}, .step = 3}), out.reference);
    CHECK_EQ(office.in({.product = ".monthly"}), wide.reference);
    CHECK_EQ(office.in({.product = ".brussels"}), "");
    CHECK_EQ(office.in({.words = "hosting LODZ"}), plain.reference);
    CHECK_EQ(office.in({.view = View::ended, .words = "lodz"}), "");
    CHECK_EQ(office.in({.words = "cbjchbcaabaa-x1"}), out.reference);
    CHECK_EQ(office.in({.words = "  "}).size(), 3 * plain.reference.size() + 2);
}

TEST_CASE("pages follow each other to the end, and new ones do not disturb them") {
    auto office = WorkOffice{};
    std::string all;
    for (int i = 0; i < 5; ++i) all += (i == 0 ? "" : " ") + office.submitted().reference;
    std::string read;
    adapters::QueueFilter filter = {.view = View::unassigned, .limit = 2};
    int pages = 0;
    while (true) {
        const auto page = office.desk.page(filter);
        for (const auto& row : page.rows) read += (read.empty() ? "" : " ") + row.reference;
        ++pages;
        if (page.next.empty()) break;
        adapters::Problems problems;
        filter.after = read_place(filter.view, page.next, problems);
        REQUIRE(problems.empty());
        if (pages == 1) {
            office.database.advance("1 hour");
            all += " " + office.submitted().reference;
        }
    }
    CHECK_EQ(read, all);
    CHECK_EQ(pages, 3);
}

TEST_CASE("q finds an application by any of its references") {
    auto office = WorkOffice{};
    const auto other = office.named("Café Noir");
    auto sign_up = tests::asking_for({tests::be});
    sign_up.organisation.name = "Łódź Müller & Zoon 100%";
    sign_up.organisation.vat_number = "BE0999999922";
    sign_up.representative.email = "an@muller.example";
    const auto one = office.submitted(sign_up);
    office.send(one.id, states::Approved{});
    office.send(one.id, states::ContractPrepared{".be", "CBJCHBCAABAA-x1", 1});
    office.send(one.id, states::ContractSigned{"CBJCHBCAABAA-x1"});
    office.send(one.id, states::InvoiceIssued{"VF-2026-00012", {302'500}, "+++090/9337/55493+++"});
    office.send(one.id, states::PaymentRequested{"https://pay.example/1"});
    office.send(one.id, states::LetterPrinted{"letter-1", "100017"});
    for (const auto* words : {"lodz",
                              "ŁÓDŹ",
                              "müller łódź",
                              "zoon muller",
                              "100%",
                              "BE0999999922",
                              "be 0999.999.922",
                              "0999.999.922",
                              "100017",
                              "VF-2026-00012",
                              "vf-2026-00012",
                              "+++090/9337/55493+++",
                              "090/9337/55493",
                              "090933755493",
                              "090 9337 55493",
                              "CBJCHBCAABAA-x1",
                              "an@muller.example",
                              "AN@MULLER.EXAMPLE",
                              "lo",
                              "zo &"}) {
        CAPTURE(words);
        const auto found = office.reading.list({.words = words});
        REQUIRE_EQ(found.size(), 1);
        CHECK_EQ(found[0].reference, one.reference);
        CHECK_EQ(office.in({.words = words}), one.reference);
    }
    for (const auto& words : {other.reference, std::string{"cafe"}, std::string{"noir café"}}) {
        CAPTURE(words);
        CHECK_EQ(office.in({.words = words}), other.reference);
    }
    for (const auto* words : {"lodzz", "lodz noir", "ul", "%", "_", "090933755494", "\\"}) {
        CAPTURE(words);
        const auto found = office.reading.list({.words = words});
        CHECK_LE(found.size(), std::string{words} == "%" ? 1 : 0);
    }
}

TEST_CASE("one of staff takes an application out of the pool, and a second one hears who has it") {
    auto office = WorkOffice{};
    const auto one = office.submitted().reference;
    CHECK_EQ(told(office.desk.claim(one, "staff:17")), "changed staff:17");
    CHECK_EQ(told(office.desk.claim(one, "staff:17")), "already staff:17");
    CHECK_EQ(told(office.desk.claim(one, "staff:18")), "taken staff:17");
    CHECK_EQ(told(office.desk.claim("A-2020-000001", "staff:18")), "unknown ");
    CHECK_EQ(told(office.desk.claim("", "staff:18")), "unknown ");

    CHECK_EQ(told(office.desk.give_back(one, "staff:18", "Not mine.")), "taken staff:17");
    CHECK_EQ(told(office.desk.give_back(one, "staff:17", " ")), "note missing");
    office.database.advance("1 hour");
    CHECK_EQ(told(office.desk.give_back(one, "staff:17", "They call back.")), "changed ");
    CHECK_EQ(told(office.desk.give_back(one, "staff:17", "Twice.")), "already ");
    office.database.advance("1 hour");
    CHECK_EQ(told(office.desk.assign(one, "staff:18", "staff:1", "")), "changed staff:18");
    CHECK_EQ(told(office.desk.assign(one, "staff:17", "staff:1", "\a")), "note control_character");

    const auto history = office.desk.history(one);
    REQUIRE_EQ(history.size(), 3);
    CHECK_EQ(history[0].assignee, "staff:18");
    CHECK_EQ(history[0].actor, "staff:1");
    CHECK_FALSE(history[0].until);
    CHECK_EQ(history[1].assignee, "");
    CHECK_EQ(history[1].note, "They call back.");
    CHECK(history[1].until == history[0].since);
    CHECK_EQ(history[2].assignee, "staff:17");
    CHECK(history[2].since < history[1].since);
    CHECK_THROWS(office.ask("update assignments set note = ''"));
    CHECK_THROWS(office.ask("delete from assignments"));
    CHECK_THROWS(office.ask("truncate assignments"));
}

TEST_CASE("who has an application keeps it when the application moves") {
    auto office = WorkOffice{};
    const auto one = office.submitted();
    office.desk.claim(one.reference, "staff:17");
    office.send(one.id, states::Approved{});
    CHECK_EQ(office.in({.view = View::mine, .who = "staff:17"}), one.reference);
    CHECK_EQ(office.desk.page({.view = View::mine, .who = "staff:17"}).rows.at(0).state,
             "contract_preparing");
}

TEST_CASE("many are assigned at once, after a look at what would change") {
    auto office = WorkOffice{};
    const auto free = office.submitted().reference;
    const auto theirs = office.submitted().reference;
    const auto already = office.submitted().reference;
    const auto gone = office.submitted();
    office.send(gone.id, states::Withdrawn{"Another plan."});
    office.desk.claim(theirs, "staff:18");
    office.desk.claim(already, "staff:17");
    const std::vector<std::string> asked = {theirs,          free, already, gone.reference,
                                            "A-2020-000001", free};
    const auto all_told = [](const std::vector<Assigned>& all) {
        std::string text;
        for (const auto& each : all) text += told(each) + ", ";
        return text;
    };
    CHECK_EQ(all_told(office.desk.preview(asked, "staff:17")),
             "changed staff:18, changed , already staff:17, ended , unknown , changed , ");
    CHECK_EQ(office.in({.view = View::unassigned}), free);
    CHECK_EQ(all_told(office.desk.assign_all(asked, "staff:17", "staff:1")),
             "changed staff:17, changed staff:17, already staff:17, ended , unknown , "
             "changed staff:17, ");
    CHECK_EQ(office.in({.view = View::unassigned}), "");
    CHECK_EQ(office.desk.history(free).size(), 1);  // Though it was named twice.
    CHECK_EQ(office.desk.counts("staff:17", 3).of.at(View::mine), 3);
    CHECK(office.desk.assign_all({}, "staff:17", "staff:1").empty());
}

TEST_CASE("of many who claim at once one has it, and all others hear who") {
    auto office = WorkOffice{};
    const auto one = office.submitted().reference;
    std::atomic<int> changed = 0;
    std::atomic<int> taken = 0;
    {
        std::vector<std::jthread> staff;
        for (int i = 0; i < 8; ++i)
            staff.emplace_back([&, who = "staff:" + std::to_string(i)] {
                const auto answer = office.desk.claim(one, who);
                if (answer.outcome == Outcome::changed) ++changed;
                if (answer.outcome == Outcome::taken && answer.holder != who) ++taken;
            });
    }
    CHECK_EQ(changed, 1);
    CHECK_EQ(taken, 7);
    CHECK_EQ(office.desk.history(one).size(), 1);
}

TEST_CASE("a line that was begun early and committed late is not passed by") {
    auto office = WorkOffice{};
    const auto slow = office.submitted();
    office.desk.follow();
    auto connection = pqxx::connection{office.database.address()};
    auto late = pqxx::work{connection};
    const auto id = std::to_string(slow.id.number);
    late.exec("update cases set waiting_for = 'post', changed_at = clock(), lines = 2 where id = " +
              id);
    late.exec(
        "insert into journal (case_id, line, at, event, actor, source, delivery, after,"
        " decided, entry, hash) select case_id, 2, clock(), 'x', 'a', 's', 'd', after, true,"
        " '', '' from journal where line = 1 and case_id = " +
        id);
    for (int i = 0; i < 3; ++i) {
        office.submitted();
        CHECK_EQ(office.in({.view = View::waiting_post}), "");
    }
    late.commit();
    CHECK_EQ(office.in({.view = View::waiting_post}), slow.reference);
    CHECK_EQ(office.ask("select follow_work()"), "0");
}

TEST_CASE("in another cluster, whose transactions count anew, the queue is made anew") {
    auto office = WorkOffice{};
    const auto one = office.submitted();
    office.desk.claim(one.reference, "staff:17");
    office.ask("update work_queue set state = 'draft'");
    CHECK_EQ(office.ask("select follow_work()"), "0");
    office.ask("update work_queue_seen set cluster = 1");
    CHECK_EQ(office.ask("select follow_work()"), "1");
    const auto row = office.desk.page({}).rows.at(0);
    CHECK_EQ(row.state, "in_review");
    CHECK_EQ(row.assignee, "staff:17");
}

}  // namespace work_desk_queue_test
