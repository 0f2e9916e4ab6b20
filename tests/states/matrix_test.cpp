// The negative space of the table: every state with every event, and nothing happens unless a row
// says so.

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "tests/states/applications.hpp"

namespace matrix_test {

using namespace states;
using namespace tests;
using Reason = engine::Refusal::Reason;

namespace {

engine::Answer decide(std::string_view state, const engine::Json& facts, const engine::Event& event,
                      const engine::Actor& actor) {
    static const auto workflow = OnboardingWorkflow{terms()};
    return workflow.decide({std::string{state}, facts}, event, actor, day(1));
}

engine::Answer decide(std::string_view state, const Facts& facts, const engine::Event& event,
                      const engine::Actor& actor) {
    return decide(state, encode(facts), event, actor);
}

bool has_row(std::string_view state, std::string_view event) {
    return std::ranges::any_of(all_transitions(), [&](const Transition& row) {
        return row.from == state && row.event == event;
    });
}

// Facts that differ in what rows ask about, so that every alternative of a row is met.  All of the
// 96 combinations would take minutes and find nothing more: each sign-up is met in four situations
// in which every two questions are answered in all four ways, and the test of shadowed rows fails
// if an alternative is missing.
std::vector<Facts> various_facts() {
    std::vector<Facts> found;
    for (const auto& sign_up :
         {asking_for({be}), asking_for({be}, "reg-7"), asking_for({monthly}),
          asking_for({monthly}, "reg-7"), asking_for({be, gtld}), asking_for({resold}, "reg-7")})
        for (const bool paid : {false, true})
            for (const bool sent : {false, true}) {
                const bool profile_done = paid != sent;
                const bool second_agreement = found.size() % 8 < 4 ? paid : sent;
                auto facts = facts_of_everything();
                facts.sign_up = sign_up;
                facts.path = path_of(sign_up, terms());
                facts.paid = {paid ? 302'500 : 0};
                facts.agreements.front().status =
                    sent ? AgreementStatus::sent : AgreementStatus::wanted;
                facts.activation.done = profile_done;
                if (profile_done) facts.profile = profile_of({"billing", "technical"});
                if (paid)
                    facts.legal_hold = "A court wants it.";
                else
                    facts.erasure = {"retention", "clerk:2"};
                if (second_agreement) facts.agreements.push_back({.product = ".vlaanderen"});
                found.push_back(std::move(facts));
            }
    // And those that wait for others.
    found.push_back(facts_of_everything());
    found.back().invoice = {};
    found.push_back(facts_of_everything());
    found.back().letter.custody = Letter::Custody::printed;
    return found;
}

// Beside the plain samples those that answer a question of the table the other way.
std::vector<engine::Event> various_events() {
    auto events = sample_events();
    auto renamed = asking_for({be});
    renamed.organisation.name = "Voorbeeld Hosting NV";
    events.push_back(event(SignUpCorrected{renamed, {}}));
    events.push_back(event(SignUpCorrected{asking_for({gtld}), {}}));
    events.push_back(event(ContractPrepared{".vlaanderen", "agreement-2", 1}));
    events.push_back(event(ContractPrepared{".be", "agreement-2", 2}));
    events.push_back(event(PaymentReceived{{1}, "payment-2"}));
    events.push_back(event(PaymentReversed{{1}, "payment-2", "refunded"}));
    events.push_back(event(ProfileSaved{profile_of({"technical"})}));
    return events;
}

struct Decided {
    std::string_view state;
    std::string event;
    engine::Decision decision;
};

// What is decided in every state on every event, in all those facts.
const std::vector<Decided>& decided() {
    static const auto found = [] {
        std::vector<Decided> decisions;
        const auto try_it = [&](const StateInfo& state, const engine::Json& facts,
                                const engine::Event& happened) {
            auto answer = decide(state.name, facts, happened, whoever_may(happened.name));
            if (auto* decision = std::get_if<engine::Decision>(&answer))
                decisions.push_back({state.name, happened.name, std::move(*decision)});
        };
        const auto events = various_events();
        for (auto facts : various_facts()) {
            const auto written = encode(facts);
            for (const auto& state : all_states())
                for (const auto& happened : events) try_it(state, written, happened);
            const auto on_hold =
                std::ranges::find(all_states(), std::string_view{"on_hold"}, &StateInfo::name);
            for (const auto& held : all_states()) {
                facts.held_in = held.name;
                try_it(*on_hold, encode(facts), event(Resumed{}));
            }
        }
        return decisions;
    }();
    return found;
}

}  // namespace

TEST_CASE("there is one sample of each event, in the order of the list") {
    const auto samples = sample_events();
    REQUIRE_EQ(samples.size(), all_events().size());
    for (std::size_t i = 0; i < samples.size(); ++i)
        CHECK_EQ(samples[i].name, all_events()[i].name);
}

TEST_CASE("in every state every event is answered as the table says") {
    int answered = 0;
    for (const auto& state : all_states())
        for (const auto& sample : sample_events()) {
            CAPTURE(state.name);
            CAPTURE(sample.name);
            const auto answer =
                decide(state.name, facts_of_everything(), sample, whoever_may(sample.name));
            const auto* refusal = std::get_if<engine::Refusal>(&answer);
            if (has_row(state.name, sample.name)) {
                ++answered;
                CHECK((!refusal || refusal->reason == Reason::not_permitted));
            } else {
                REQUIRE(refusal);
                CHECK(refusal->reason == (still_ahead(state.name, sample.name) ? Reason::too_early
                                                                               : Reason::too_late));
                CHECK(refusal->guards.empty());
            }
        }
    CHECK_GT(answered, 100);
}

TEST_CASE("what comes too early and what comes too late are told apart") {
    const auto reason = [](std::string_view state, const auto& happened) {
        const auto answer =
            decide(state, facts_of_everything(), event(happened), whoever_may(happened.name));
        return std::string{engine::name_of(std::get<engine::Refusal>(answer).reason)};
    };
    CHECK_EQ(reason("in_review", Activated{}), "too_early");
    CHECK_EQ(reason("on_hold", PaymentReceived{}), "too_early");
    CHECK_EQ(reason("ready", Approved{}), "too_late");
    CHECK_EQ(reason("completed", Withdrawn{}), "too_late");
    CHECK_EQ(reason("expired", Activated{}), "too_late");
}

TEST_CASE("a decision leads where a row leads, enters if it leaves, and names a ball") {
    for (const auto& [state, happened, decision] : decided()) {
        const auto row = std::ranges::find_if(all_transitions(), [&](const Transition& each) {
            return each.from == state && each.event == happened && each.to == decision.next.state &&
                   each.stays != decision.entered;
        });
        CAPTURE(state);
        CAPTURE(happened);
        CHECK(row != all_transitions().end());
        CHECK_FALSE(decision.next.waiting_for.empty());
        CHECK((decision.entered || decision.deadlines.empty()));
    }
}

// MSM tries rows bottom up: a row that is always passed over by one below it would never be taken.
TEST_CASE("no row is shadowed by another one") {
    std::set<std::string> taken;
    for (const auto& [state, happened, decision] : decided())
        taken.insert(std::string{state} + " + " + happened + " = " +
                     (decision.entered ? decision.next.state : "stay"));
    for (const auto& row : all_transitions()) {
        const auto name = std::string{row.from} + " + " + std::string{row.event} + " = " +
                          (row.stays ? "stay" : std::string{row.to});
        CHECK_MESSAGE(taken.contains(name), name);
    }
}

// Of rows with the same state and event each two must hold a condition and its contrary.
TEST_CASE("alternatives exclude each other") {
    const auto contrary = [](const std::string& one, const std::string& other) {
        return other == "not " + one || (one.starts_with("once ") && other.starts_with("before ") &&
                                         other.find(one.substr(5)) != std::string::npos);
    };
    const auto exclude = [&](const Transition& a, const Transition& b) {
        for (const auto& one : a.conditions)
            for (const auto& other : b.conditions)
                if (contrary(one, other) || contrary(other, one)) return true;
        return false;
    };
    const auto& rows = all_transitions();
    int pairs = 0;
    for (auto a = rows.begin(); a != rows.end(); ++a)
        for (auto b = a + 1; b != rows.end(); ++b) {
            if (a->from != b->from || a->event != b->event) continue;
            ++pairs;
            // All of them ask which state it was held in; a name is equal to one name only.
            if (a->event == Resumed::name) continue;
            CAPTURE(a->from);
            CAPTURE(a->event);
            CHECK(exclude(*a, *b));
        }
    CHECK_GT(pairs, 30);
}

TEST_CASE("only the roles of an event may cause it, in whatever state") {
    const auto facts = encode(facts_of_everything());
    for (const auto& state : all_states())
        for (const auto& sample : sample_events())
            for (const auto* role : {"applicant", "clerk", "approver", "finance", "integration",
                                     "provider", "registry", "timer", "system", "auditor", ""}) {
                const auto info = std::ranges::find(all_events(), sample.name, &EventInfo::name);
                if (std::ranges::find(info->by, role) != info->by.end()) continue;
                CAPTURE(state.name);
                CAPTURE(sample.name);
                CAPTURE(role);
                const auto answer = decide(state.name, facts, sample, as(role));
                REQUIRE(std::holds_alternative<engine::Refusal>(answer));
                CHECK(std::get<engine::Refusal>(answer).reason == Reason::not_allowed);
            }
}

TEST_CASE("restoring a case asks for nothing and starts nothing") {
    for (const auto& state : all_states()) {
        CAPTURE(state.name);
        const auto answer =
            decide(state.name, facts_of_everything(), {"no_such_event", {}}, as("clerk"));
        REQUIRE(std::holds_alternative<engine::Refusal>(answer));
        CHECK(std::get<engine::Refusal>(answer).reason == Reason::unknown_event);
    }
    // A row that stays and does little shows what entering again would have added.
    const auto stayed = std::get<engine::Decision>(
        decide("activation_due", facts_of_everything(), event(ActivationSent{}), as("system")));
    CHECK_FALSE(stayed.entered);
    CHECK(stayed.effects.empty());
    CHECK(stayed.deadlines.empty());
}

TEST_CASE("a state that nobody knows is a fault and not an answer") {
    CHECK_THROWS_AS(decide("no_such_state", Facts{}, event(Approved{}), as("approver")),
                    std::logic_error);
}

TEST_CASE("malformed data is refused and not guessed at, for every event that has data") {
    for (auto sample : sample_events()) {
        CAPTURE(sample.name);
        if (sample.data.text == "{}") continue;
        for (const auto* text : {"{}", "[]", "7", "{", ""}) {
            CAPTURE(text);
            sample.data.text = text;
            const auto answer =
                decide("in_review", facts_of_everything(), sample, whoever_may(sample.name));
            REQUIRE(std::holds_alternative<engine::Refusal>(answer));
            CHECK(std::get<engine::Refusal>(answer).reason == Reason::malformed_event);
            CHECK_FALSE(std::get<engine::Refusal>(answer).detail.empty());
        }
    }
}

TEST_CASE("the same question always gets the same answer") {
    for (const auto& state : all_states())
        for (const auto& sample : sample_events()) {
            const auto once =
                decide(state.name, facts_of_everything(), sample, whoever_may(sample.name));
            const auto again =
                decide(state.name, facts_of_everything(), sample, whoever_may(sample.name));
            const auto* decision = std::get_if<engine::Decision>(&once);
            REQUIRE_EQ(once.index(), again.index());
            if (decision) CHECK(decision->next == std::get<engine::Decision>(again).next);
        }
}

}  // namespace matrix_test
