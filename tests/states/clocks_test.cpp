// Clocks run while the applicant has the ball, and what is void at an end or stays as it was.

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <variant>

#include "tests/states/applications.hpp"

namespace clocks_test {

using namespace states;
using namespace tests;

TEST_CASE("nobody's time runs out while the invoice is made, and its clock begins with it") {
    auto story = contract_signed(asking_for({be})).silently();
    story.on(15).then(ReminderDue{}).on(30).then(TimeIsUp{}).on(40);
    story.then(InvoiceIssued{"2026-1", {302'500}, "+++000/0000/00101+++"});
    CHECK_EQ(story.told(),
             "payment_due + reminder_due = payment_due, raise_task invoice_missing\n"
             "payment_due + time_is_up = payment_due, raise_task invoice_missing\n"
             "payment_due + invoice_issued = payment_due, request_payment\n");
    REQUIRE_EQ(story.deadlines().size(), 3);
    CHECK(story.deadlines().back().due == day(70));
    story.silently().on(70).then(TimeIsUp{});
    CHECK_EQ(story.told(), "payment_due + time_is_up = expired, credit_invoice, tell expired\n");
}

TEST_CASE("nobody's time runs out while the letter is on its way to the post") {
    auto story = paid(asking_for({be})).then(LetterPrinted{"letter-1", "reg-1"}).silently();
    story.on(15).then(ReminderDue{}).on(30).then(TimeIsUp{}).on(40);
    story.then(LetterPosted{"letter-1"}).on(55).then(ReminderDue{});
    CHECK_EQ(story.told(),
             "activation_due + reminder_due = activation_due, raise_task letter_not_posted\n"
             "activation_due + time_is_up = activation_due, raise_task letter_not_posted\n"
             "activation_due + letter_posted = activation_due, tell letter_posted\n"
             "activation_due + reminder_due = activation_due, tell activation_reminder\n");
    REQUIRE_EQ(story.deadlines().size(), 2);
    CHECK(story.deadlines().back().due == day(70));
    story.silently().on(70).then(TimeIsUp{});
    CHECK_EQ(story.told(),
             "activation_due + time_is_up = expired, void_security_letter, credit_invoice, "
             "refund_payment, tell expired\n");
}

TEST_CASE("an end voids a letter wherever it is, and where it goes is still noted") {
    for (const auto custody :
         {Letter::Custody::printed, Letter::Custody::posted, Letter::Custody::returned}) {
        auto facts = facts_of_everything();
        facts.letter.custody = custody;
        auto story = Story{{"activation_due", encode(facts)}}.then(Withdrawn{"Another plan."});
        CHECK_NE(story.told().find("void_security_letter"), std::string::npos);
        story.silently().then(LetterPosted{"letter-1"}).then(LetterReturned{"letter-1", "moved"});
        CHECK_EQ(story.told(),
                 "withdrawn + letter_posted = withdrawn\n"
                 "withdrawn + letter_returned = withdrawn\n");
        CHECK(story.facts().letter.custody == Letter::Custody::returned);
    }
}

TEST_CASE("wherever a clock runs, its reminders and its end are heard") {
    for (const auto& state : all_states()) {
        if (state.clock.empty()) continue;
        for (const auto heard : {ReminderDue::name, TimeIsUp::name}) {
            CAPTURE(state.name);
            CAPTURE(heard);
            CHECK(std::ranges::any_of(all_transitions(), [&](const Transition& row) {
                return row.from == state.name && row.event == heard;
            }));
        }
    }
    auto story = in_review(asking_for({be})).then(ReminderDue{});
    CHECK_EQ(story.told(), "in_review + reminder_due = in_review, raise_task review_waits\n");
}

TEST_CASE("a sign-up keeps the terms under which it was submitted") {
    auto later = terms();
    std::erase_if(later.products, [](const Product& each) { return each.name == ".vlaanderen"; });
    auto both = Catalogues{terms()};
    both.add(day(5), later);
    const auto workflow = OnboardingWorkflow{both};
    auto now = first_case();
    const auto decide = [&](const auto& happened, const engine::Actor& by, int on) {
        now = std::get<engine::Decision>(workflow.decide(now, event(happened), by, day(on))).next;
    };
    const auto sign_up = asking_for({gtld}, "reg-7");
    decide(Submitted{sign_up, {}}, as("applicant"), 0);
    decide(InformationRequested{{{"organisation.name", "Which one?"}}}, as("clerk"), 1);
    decide(InformationAnswered{sign_up, {}}, as("applicant"), 6);
    CHECK_EQ(decode<Facts>(now.facts).path, path_of(sign_up, terms()));
    decide(Approved{}, as("approver"), 6);
    CHECK_EQ(now.state, "contract_preparing");
}

}  // namespace clocks_test
