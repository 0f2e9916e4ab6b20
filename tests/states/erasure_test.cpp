// What is kept, for how long, and who may decide that it is erased.

#include <doctest/doctest.h>

#include "tests/states/applications.hpp"

namespace erasure_test {

using namespace states;
using namespace tests;

namespace {

const auto proposal = ErasureProposed{"retention", "Two years are over."};
const auto another = engine::Actor{"approver:2", "approver"};

Story rejected() {
    return in_review(asking_for({be})).on(10).then(Rejected{"No such company."}).silently();
}

}  // namespace

TEST_CASE("what was rejected is kept two years, a lapsed draft ninety days") {
    auto story = rejected();
    story.on(10 + 729).then(proposal).on(10 + 730).then(proposal);
    CHECK_EQ(story.told(),
             "rejected + erasure_proposed = no, not_permitted, retention_over\n"
             "rejected + erasure_proposed = rejected, raise_task erasure_proposed\n");

    auto draft = Story{}.then(DraftSaved{asking_for({be})}).on(90).then(TimeIsUp{}).silently();
    draft.on(90 + 89).then(proposal).on(90 + 90).then(proposal);
    CHECK_EQ(draft.told(),
             "expired + erasure_proposed = no, not_permitted, retention_over\n"
             "expired + erasure_proposed = expired, raise_task erasure_proposed\n");
}

TEST_CASE("whose data they are need not wait") {
    auto story = rejected();
    story.on(11).then(ErasureProposed{"request", "Her letter of 3 March."});
    CHECK_EQ(story.told(), "rejected + erasure_proposed = rejected, raise_task erasure_proposed\n");
}

TEST_CASE("one proposes, another one confirms, and what is left is about nobody") {
    auto story = rejected();
    story.on(800).then(ErasureConfirmed{});
    story.by(another, proposal).by(another, ErasureConfirmed{}).then(ErasureConfirmed{});
    CHECK_EQ(story.told(),
             "rejected + erasure_confirmed = no, not_permitted, erasure_proposed_first\n"
             "rejected + erasure_proposed = rejected, raise_task erasure_proposed\n"
             "rejected + erasure_confirmed = no, not_permitted, another_eraser\n"
             "rejected + erasure_confirmed = erased, erase_data\n");
    const auto facts = story.facts();
    CHECK(facts.sign_up == SignUp{});
    CHECK(facts.rejection.empty());
    CHECK_EQ(facts.ended_in, "in_review");
    CHECK_EQ(story.now().facts.text.find("voorbeeld"), std::string::npos);
    CHECK_EQ(story.now().facts.text.find("Peeters"), std::string::npos);
}

TEST_CASE("a legal hold stands before everything, and sets a proposal back") {
    auto story = rejected();
    story.on(800).then(LegalHoldLifted{"?"}).then(proposal);
    story.then(LegalHoldPlaced{"A court wants it."}).then(ErasureConfirmed{}).then(proposal);
    story.then(LegalHoldLifted{"The case is closed."}).then(ErasureConfirmed{});
    CHECK_EQ(story.told(),
             "rejected + legal_hold_lifted = no, not_permitted, under_legal_hold\n"
             "rejected + erasure_proposed = rejected, raise_task erasure_proposed\n"
             "rejected + legal_hold_placed = rejected\n"
             "rejected + erasure_confirmed = no, not_permitted, no_legal_hold, "
             "erasure_proposed_first\n"
             "rejected + erasure_proposed = no, not_permitted, no_legal_hold\n"
             "rejected + legal_hold_lifted = rejected\n"
             "rejected + erasure_confirmed = no, not_permitted, erasure_proposed_first\n");
}

TEST_CASE("an appeal ends the counting, and nothing is done to what was erased") {
    auto appealed = rejected();
    appealed.on(12).then(Appealed{"It exists."});
    CHECK_EQ(appealed.facts().ended_at, 0);

    auto story = rejected();
    story.on(800).then(proposal).then(ErasureConfirmed{}).silently();
    story.then(Appealed{"Now."}).then(PaymentReceived{{100}, "late"}).then(LegalHoldPlaced{"?"});
    CHECK_EQ(story.told(),
             "erased + appealed = no, too_late\n"
             "erased + payment_received = no, too_late\n"
             "erased + legal_hold_placed = no, too_late\n");
}

TEST_CASE("what is kept of a registrar can be held, too, and is never erased with an application") {
    auto story = Story{{"completed", encode(facts_of_everything())}};
    story.then(LegalHoldLifted{"Why."}).then(LegalHoldPlaced{"A court has asked for the file."});
    CHECK_EQ(story.facts().legal_hold, "A court has asked for the file.");
    story.then(LegalHoldLifted{"The court has decided."}).then(proposal);
    CHECK_EQ(story.told(),
             "completed + legal_hold_lifted = no, not_permitted, under_legal_hold\n"
             "completed + legal_hold_placed = completed\n"
             "completed + legal_hold_lifted = completed\n"
             "completed + erasure_proposed = no, too_late\n");
}

}  // namespace erasure_test
