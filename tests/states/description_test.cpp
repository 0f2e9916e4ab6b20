// What the table says about one application, and what is drawn from it.

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "tests/golden.hpp"
#include "tests/states/applications.hpp"

namespace description_test {

using namespace states;
using namespace tests;

namespace {

// "letter_posted (post), …" as the page says what blocks an application.
std::string blockers(std::string_view state, const Facts& facts,
                     const engine::Actor& actor = as("clerk")) {
    std::string text;
    for (const auto& blocker : blocked_by(state, facts, {actor, day(1), terms()}))
        text += std::string{text.empty() ? "" : ", "} + std::string{blocker.guard} + " (" +
                std::string{name_of(blocker.owner)} + ")";
    return text;
}

std::string ball(std::string_view state, const Facts& facts) {
    return std::string{name_of(ball_of(state, facts, {as("clerk"), day(1), terms()}))};
}

// "held, approved (four_eyes)": the buttons that somebody gets, and what greys them out.
std::string buttons(std::string_view state, const Facts& facts, const engine::Actor& actor) {
    std::string text;
    for (const auto& offer : offers(state, facts, {actor, day(1), terms()})) {
        text += std::string{text.empty() ? "" : ", "} + std::string{offer.event};
        for (const auto guard : offer.refused_by) text += " (" + std::string{guard} + ")";
    }
    return text;
}

// "contract, invoice, activation (has_account)": the steps 3 to 5, and why one is left out.
std::string steps(const Path& path) {
    std::string text;
    for (const auto& step : path.steps) {
        if (step.step < 3 || step.step > 5) continue;
        text += (text.empty() ? "" : ", ") + step.name;
        if (!step.applies) text += " (" + step.because + ")";
    }
    return text;
}

}  // namespace

TEST_CASE("an activation waits for the letter, then for the code, then for the applicant") {
    auto facts = facts_of_everything();
    facts.letter.custody = Letter::Custody::printed;
    CHECK_EQ(blockers("activation_due", facts), "letter_posted (post)");
    CHECK_EQ(ball("activation_due", facts), "post");
    facts.letter.custody = Letter::Custody::posted;
    facts.activation.code_sent = false;
    CHECK_EQ(blockers("activation_due", facts), "activation_code_sent (provider)");
    CHECK_EQ(ball("activation_due", facts), "provider");
    facts.activation.code_sent = true;
    CHECK_EQ(blockers("activation_due", facts), "");
    CHECK_EQ(ball("activation_due", facts), "applicant");
}

TEST_CASE("a payment waits for the invoice and then for the bank") {
    auto facts = facts_of_everything();
    facts.invoice = {};
    CHECK_EQ(blockers("payment_due", facts), "invoice_issued (provider), paid_in_full (bank)");
    CHECK_EQ(ball("payment_due", facts), "provider");
    CHECK_EQ(ball("payment_due", facts_of_everything()), "bank");
}

TEST_CASE("a contract waits for the provider, then for the signer, in trouble for staff") {
    auto facts = facts_of_everything();
    CHECK_EQ(ball("contract_sent", facts), "applicant");
    CHECK_EQ(blockers("contract_sent", facts), "every_contract_signed (applicant)");
    facts.agreements.front().status = AgreementStatus::wanted;
    CHECK_EQ(ball("contract_preparing", facts), "provider");
    CHECK_EQ(ball("contract_trouble", facts), "staff");
}

TEST_CASE("who took a sign-up in sees that another has to approve it") {
    auto facts = facts_of_everything();
    facts.intake_by = "staff:1";
    CHECK_EQ(blockers("in_review", facts, {"staff:1", "approver"}), "four_eyes (staff)");
    CHECK_EQ(blockers("in_review", facts, {"staff:2", "approver"}), "");
    CHECK_EQ(ball("in_review", facts), "staff");
    CHECK_EQ(
        buttons("in_review", facts, {"staff:1", "approver"}),
        "approved (four_eyes), rejected, information_requested, warning_accepted, check_renewed, "
        "held");
    CHECK_EQ(buttons("in_review", facts, {"staff:2", "approver"}),
             "approved, rejected, information_requested, warning_accepted, check_renewed, "
             "held");
    facts.intake_by.clear();
    facts.edited_by = "staff:1";
    CHECK_EQ(blockers("in_review", facts, {"staff:1", "approver"}), "four_eyes (staff)");
}

TEST_CASE("a profile says all that it misses") {
    const auto sign_up = asking_for({be, gtld});
    auto facts = facts_of_everything();
    facts.sign_up = sign_up;
    facts.path = path_of(sign_up, terms());
    CHECK_EQ(blockers("profile_open", facts),
             "one_billing_contact (applicant), technical_contacts (applicant), "
             "other_contacts (applicant), product_urls (applicant)");
    facts.profile = profile_of({"billing", "technical", "administrative", "abuse"});
    CHECK_EQ(blockers("profile_open", facts), "product_urls (applicant)");
    facts.profile = profile_of(std::vector<std::string>(11, "technical"));
    CHECK_EQ(blockers("profile_open", facts),
             "one_billing_contact (applicant), technical_contacts (applicant), "
             "other_contacts (applicant), product_urls (applicant)");
    CHECK_EQ(ball("profile_open", facts), "applicant");
}

TEST_CASE("everybody gets the buttons of their role and no others") {
    const auto facts = facts_of_everything();
    CHECK_EQ(buttons("payment_due", facts, as("finance")),
             "payment_received, payment_reversed, booking_proposed");
    CHECK_EQ(buttons("payment_due", facts, as("applicant")), "sign_up_corrected, withdrawn");
    CHECK_EQ(buttons("payment_due", facts, as("auditor")), "");
    CHECK_EQ(buttons("on_hold", facts, as("clerk")), "withdrawn, resumed");
    CHECK_EQ(buttons("rejected", facts, as("applicant")), "appealed");
    CHECK_EQ(buttons("activation_due", facts, as("system")),
             "activation_sent, activated, activation_failed, checked, letter_printed");
}

TEST_CASE("at the end nobody has the ball, on hold staff has it") {
    for (const auto& state : all_states()) {
        CAPTURE(state.name);
        const bool over = state.kind == "end" || state.name == "completed";
        CHECK_EQ(ball(state.name, facts_of_everything()) == "nobody", over);
    }
    for (const auto* held : {"in_review", "information_requested", "contract_trouble", "ready"}) {
        auto facts = facts_of_everything();
        facts.held_in = held;
        CHECK_EQ(ball("on_hold", facts), "staff");
    }
    auto facts = facts_of_everything();
    facts.held_in = "payment_due";
    CHECK_EQ(step_of("on_hold", facts), 4);
    CHECK_THROWS_AS(step_of("no_such_state", facts), std::logic_error);
}

TEST_CASE("an application that has ended is shown in the step where it ended") {
    const auto step = [](const Story& story) { return step_of(story.now().state, story.facts()); };
    CHECK_EQ(step(invoice_sent(asking_for({be})).then(TimeIsUp{})), 4);
    CHECK_EQ(step(activated(asking_for({be})).then(Withdrawn{""})), 6);
    CHECK_EQ(step(invoice_sent(asking_for({be})).then(Held{"why"}).then(Withdrawn{""})), 4);
    CHECK_EQ(step(in_review(asking_for({be})).then(states::Rejected{"why"})), 2);
    const auto appealed =
        in_review(asking_for({be})).then(states::Rejected{"why"}).then(Appealed{"no"});
    CHECK_EQ(appealed.facts().ended_in, "");
}

TEST_CASE("the path follows what was asked for, row by row of the rule book") {
    const auto path = [](auto... asked) { return path_of(asking_for(asked...), terms()); };
    using Wishes = std::vector<Wish>;
    const auto ccTLD = path(Wishes{be});
    CHECK_EQ(steps(ccTLD), "contract, invoice, activation");
    CHECK_EQ(ccTLD.agreements, std::vector<std::string>{".be"});
    CHECK_EQ(ccTLD.contacts, std::set<std::string>{"billing", "technical"});
    CHECK(ccTLD.product_urls.empty());
    CHECK(ccTLD.letter);
    CHECK_EQ(ccTLD.due.cents, 250'000);

    const auto direct = path(Wishes{gtld});
    CHECK_EQ(steps(direct), "contract, invoice, activation");
    CHECK_EQ(direct.contacts, std::set<std::string>{"abuse", "administrative", "technical"});
    CHECK_EQ(direct.product_urls, std::vector<std::string>{".vlaanderen"});

    const auto reseller = path(Wishes{resold}, "reg-7");
    CHECK_EQ(steps(reseller),
             "contract (resold_only), invoice (resold_only), activation (resold_only)");
    CHECK(reseller.agreements.empty());
    CHECK(reseller.contacts.empty());
    CHECK_EQ(reseller.product_urls, std::vector<std::string>{".vlaanderen"});
    CHECK_FALSE(reseller.letter);
    CHECK_EQ(reseller.due.cents, 0);

    const auto mix = path(Wishes{be, resold});
    CHECK_EQ(steps(mix), "contract, invoice, activation");
    CHECK_EQ(mix.agreements, std::vector<std::string>{".be"});
    CHECK_EQ(mix.product_urls, std::vector<std::string>{".vlaanderen"});

    const auto known = path(Wishes{be}, "reg-7");
    CHECK_EQ(steps(known), "contract, invoice, activation (has_account)");
    CHECK_FALSE(known.letter);

    const auto postpaid = path(Wishes{monthly});
    CHECK_EQ(steps(postpaid), "contract, invoice (postpaid), activation");
    CHECK_EQ(postpaid.due.cents, 0);
    CHECK_EQ(steps(path(Wishes{monthly, be})), "contract, invoice, activation");
}

TEST_CASE("the drawings and the data in docs/ are made from the table") {
    check_golden("docs/onboarding.mmd", mermaid());
    check_golden("docs/onboarding.dot", graphviz());
    check_golden("docs/workflow.json", workflow_json());
}

// The journal holds these words for ever: a line may be added, none may change or go.
TEST_CASE("stored names stay what they are") {
    std::string names;
    for (const auto& state : all_states()) names += "state " + std::string{state.name} + "\n";
    for (const auto& each : all_events()) names += "event " + std::string{each.name} + "\n";
    for (const auto effect : all_effects()) names += "effect " + std::string{effect} + "\n";
    // Before the file may be written anew: GOLDEN=write adds names, and takes none away.
    std::istringstream kept{read_file("docs/stored_names.txt")};
    for (std::string line; std::getline(kept, line);)
        CHECK_MESSAGE(("\n" + names).find("\n" + line + "\n") != std::string::npos, line);
    check_golden("docs/stored_names.txt", names);
}

}  // namespace description_test
