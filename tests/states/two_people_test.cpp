// Much money is booked by two people, and what a person books is credited once.

#include <doctest/doctest.h>

#include <string>
#include <variant>
#include <vector>

#include "tests/states/applications.hpp"

namespace two_people_test {

using namespace states;
using namespace tests;

namespace {

states::Catalogue two_people() {
    auto catalogue = terms();
    catalogue.second_person_above = Money{300'000};
    return catalogue;
}

// What one person of finance gets for it: the guards that stand in the way, or nothing.
std::vector<std::string> asked_by(const std::string& who, const Facts& facts,
                                  const engine::Event& event, Facts* after = nullptr) {
    const auto catalogue = two_people();
    const auto answer = OnboardingWorkflow{catalogue}.decide({"payment_due", encode(facts)}, event,
                                                             {who, "finance"}, day(1));
    if (const auto* refusal = std::get_if<engine::Refusal>(&answer)) return refusal->guards;
    if (after) *after = decode<Facts>(std::get<engine::Decision>(answer).next.facts);
    return {};
}

}  // namespace

TEST_CASE("above the limit one person proposes a booking and another one books the same") {
    using Guards = std::vector<std::string>;
    auto facts = facts_of_everything();
    const auto much = event(PaymentReceived{{302'500}, "b-1", "The bank has told us."});
    CHECK_EQ(asked_by("anna", facts, event(PaymentReceived{{300'000}, "b-1", "Why."})), Guards{});
    CHECK_EQ(asked_by("anna", facts, event(PaymentReceived{{300'000}, "b-1", ""})),
             Guards{"booking_reason"});
    CHECK_EQ(asked_by("anna", facts, much), Guards{"second_person"});
    const auto proposed = BookingProposed{"payment_received", {302'500}, "b-1", "I have seen it."};
    CHECK_EQ(asked_by("anna", facts, event(proposed), &facts), Guards{});
    CHECK_EQ(asked_by("anna", facts, event(proposed), &facts), Guards{});
    CHECK_EQ(facts.proposals.size(), 1);
    CHECK_EQ(asked_by("anna", facts, much), Guards{"second_person"});
    for (const auto& other :
         {PaymentReceived{{302'501}, "b-1", "Why."}, PaymentReceived{{302'500}, "b-2", "Why."}})
        CHECK_EQ(asked_by("bert", facts, event(other)), Guards{"second_person"});
    CHECK_EQ(asked_by("bert", facts, event(PaymentReversed{{302'500}, "b-1", "Why."})),
             Guards{"second_person"});
    CHECK_EQ(asked_by("bert", facts, much, &facts), Guards{});
    CHECK_EQ(facts.paid.cents, 302'500);
    CHECK(facts.proposals.empty());
    CHECK_EQ(asked_by("carl", facts, much), Guards{"second_person"});
}

TEST_CASE("whoever has an account, or is activated already, has its money booked no more easily") {
    using Guards = std::vector<std::string>;
    for (const bool done : {false, true}) {
        auto facts = facts_of_everything();
        if (done) {
            facts.activation.done = true;
            facts.profile = profile_of({"billing", "technical"});
        } else {
            facts.sign_up = asking_for({be}, "reg-7");
            facts.path = path_of(facts.sign_up, terms());
        }
        CAPTURE(done);
        CHECK_EQ(asked_by("anna", facts, event(PaymentReceived{{5'000'000}, "x", ""})),
                 (Guards{"booking_reason", "second_person"}));
        CHECK_EQ(asked_by("anna", facts, event(PaymentReceived{{5'000'000}, "x", "Why."})),
                 Guards{"second_person"});
        facts.invoice.total = {250'000};
        CHECK_EQ(asked_by("anna", facts, event(PaymentReceived{{250'000}, "x", "Why."})), Guards{});
    }
}

TEST_CASE("what a person has noted is credited once when its provider reports it") {
    const auto booked = PaymentReceived{{302'500}, "by telephone", "Their bank says so."};
    const auto reported = PaymentReceived{{302'500}, "pi_1"};
    auto story = invoice_sent(asking_for({be})).by(as("finance"), booked).silently();
    story.then(reported).then(PaymentReceived{{302'500}, "pi_2"});
    CHECK_EQ(story.told(),
             "activation_due + payment_received = activation_due, raise_task paid_already\n"
             "activation_due + payment_received = activation_due, raise_task overpaid\n");
    CHECK_EQ(story.facts().paid.cents, 605'000);

    // Of a part the rest stays open.
    auto part = invoice_sent(asking_for({be}));
    part.by(as("finance"), PaymentReceived{{200'000}, "by telephone", "Why."}).silently();
    part.then(PaymentReceived{{200'000}, "pi_1"}).then(PaymentReceived{{102'500}, "pi_2"});
    CHECK_EQ(part.told(),
             "payment_due + payment_received = payment_due, raise_task paid_already, tell "
             "payment_partial\n"
             "payment_due + payment_received = activation_due, tell payment_received, "
             "send_activation\n");
    CHECK_EQ(part.facts().paid.cents, 302'500);

    // What was taken back is waited for no more; after the end nothing goes back twice.
    auto mistaken = invoice_sent(asking_for({be})).by(as("finance"), booked);
    mistaken.by(as("finance"), PaymentReversed{{302'500}, "by telephone", "The wrong one."});
    mistaken.silently().then(reported);
    CHECK_EQ(mistaken.told(),
             "payment_due + payment_received = activation_due, tell payment_received, "
             "send_activation\n");
    auto ended = invoice_sent(asking_for({be})).by(as("finance"), booked);
    ended.then(Withdrawn{"Another plan."}).silently().then(reported);
    CHECK_EQ(ended.told(), "withdrawn + payment_received = withdrawn, raise_task paid_already\n");
}

}  // namespace two_people_test
