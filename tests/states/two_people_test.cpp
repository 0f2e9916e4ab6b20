// Much money is booked by two people.

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

}  // namespace two_people_test
