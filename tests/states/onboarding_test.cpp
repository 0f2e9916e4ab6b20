// The onboarding table, as a registrar and a clerk would tell it.

#include <doctest/doctest.h>

#include <string>
#include <variant>

#include "tests/states/applications.hpp"

namespace onboarding_test {

using namespace states;
using namespace tests;

TEST_CASE("a .be registrar goes through all seven steps") {
    auto story = Story{};
    story.then(DraftSaved{asking_for({be})}).then(Submitted{asking_for({be}), {}});
    story.then(Approved{}).then(ContractPrepared{".be", "agreement-1", 1});
    story.then(ContractSigned{"agreement-1"});
    story.then(InvoiceIssued{"2026-1", {302'500}, "+++000/0000/00101+++"});
    story.then(PaymentRequested{"https://pay.example/1"});
    story.then(LetterPrinted{"letter-1", "reg-1"}).then(LetterPosted{"letter-1"});
    story.then(PaymentReceived{{302'500}, "payment-1"}).then(ActivationSent{}).then(Activated{});
    story.then(ProfileSaved{profile_of({"billing", "technical"})});
    story.then(DomainRegistered{"voorbeeld.be"});
    CHECK_EQ(
        story.told(),
        "new + draft_saved = draft, tell draft_saved\n"
        "draft + submitted = in_review, tell sign_up_received, check_vat\n"
        "in_review + approved = contract_preparing, send_contract\n"
        "contract_preparing + contract_prepared = contract_sent, tell contract_sent\n"
        "contract_sent + contract_signed = payment_due, issue_invoice, post_security_letter\n"
        "payment_due + invoice_issued = payment_due, request_payment\n"
        "payment_due + payment_requested = payment_due, tell invoice_sent\n"
        "payment_due + letter_printed = payment_due\n"
        "payment_due + letter_posted = payment_due, tell letter_posted\n"
        "payment_due + payment_received = activation_due, tell payment_received, send_activation\n"
        "activation_due + activation_sent = activation_due\n"
        "activation_due + activated = profile_open, tell profile_open\n"
        "profile_open + profile_saved = ready, open_registration, tell ready_to_register\n"
        "ready + domain_registered = completed, hand_over, tell completed\n");
    CHECK_EQ(story.now().waiting_for, "nobody");
}

TEST_CASE("an accredited registrar gets one agreement for each gTLD and names its product URL") {
    auto story = in_review(asking_for({gtld}));
    story.then(Approved{}).then(ContractPrepared{".vlaanderen", "agreement-1", 1});
    story.then(ContractSigned{"agreement-1"});
    CHECK_EQ(
        story.told(),
        "in_review + approved = contract_preparing, send_contract\n"
        "contract_preparing + contract_prepared = contract_sent, tell contract_sent\n"
        "contract_sent + contract_signed = payment_due, issue_invoice, post_security_letter\n");
    auto profile = activated(asking_for({gtld}));
    profile.then(ProfileSaved{profile_of({"technical", "administrative", "abuse"})});
    profile.then(ProfileSaved{
        profile_of({"technical", "administrative", "abuse"}, "https://voorbeeld.example/vl")});
    CHECK_EQ(profile.told(),
             "profile_open + profile_saved = profile_open\n"
             "profile_open + profile_saved = ready, open_registration, tell ready_to_register\n");
}

TEST_CASE("two direct products need two agreements, and the step is done with the second") {
    auto story = in_review(asking_for({be, gtld}));
    story.then(Approved{}).then(ContractPrepared{".be", "agreement-1", 1});
    story.then(ContractPrepared{".vlaanderen", "agreement-2", 1});
    story.then(ContractSigned{"agreement-2"}).then(ContractSigned{"agreement-1"});
    CHECK_EQ(
        story.told(),
        "in_review + approved = contract_preparing, send_contract, send_contract\n"
        "contract_preparing + contract_prepared = contract_preparing, tell contract_sent\n"
        "contract_preparing + contract_prepared = contract_sent, tell contract_sent\n"
        "contract_sent + contract_signed = contract_sent\n"
        "contract_sent + contract_signed = payment_due, issue_invoice, post_security_letter\n");
}

TEST_CASE("a contract that is passed on is told, whatever becomes of the other one") {
    auto story = in_review(asking_for({be, gtld}));
    story.then(Approved{}).then(ContractPrepared{".be", "agreement-1", 1});
    story.then(ContractDelegated{"agreement-1", "trainee@voorbeeld.example"});
    story.then(ContractPrepared{".vlaanderen", "agreement-2", 1});
    story.then(ContractFailed{"agreement-2", "declined", ""});
    story.then(ContractDelegated{"agreement-1", "director@voorbeeld.example"});
    CHECK_EQ(story.told(),
             "in_review + approved = contract_preparing, send_contract, send_contract\n"
             "contract_preparing + contract_prepared = contract_preparing, tell contract_sent\n"
             "contract_preparing + contract_delegated = contract_preparing, raise_task "
             "contract_delegated\n"
             "contract_preparing + contract_prepared = contract_sent, tell contract_sent\n"
             "contract_sent + contract_failed = contract_trouble, raise_task contract_declined, "
             "tell contract_trouble\n"
             "contract_trouble + contract_delegated = contract_trouble, raise_task "
             "contract_delegated\n");
}

TEST_CASE("with .be and a resold gTLD the reseller's part waits at step six") {
    auto story = in_review(asking_for({be, resold}));
    story.then(Approved{}).then(ContractPrepared{".be", "agreement-1", 1});
    CHECK_EQ(story.told(),
             "in_review + approved = contract_preparing, send_contract\n"
             "contract_preparing + contract_prepared = contract_sent, tell contract_sent\n");
    auto profile = activated(asking_for({be, resold}));
    profile.then(ProfileSaved{profile_of({"billing", "technical"})});
    profile.then(ProfileSaved{profile_of({"billing", "technical"}, "https://voorbeeld.example")});
    CHECK_EQ(profile.told(),
             "profile_open + profile_saved = profile_open\n"
             "profile_open + profile_saved = ready, open_registration, tell ready_to_register\n");
}

TEST_CASE("a reseller with a current account goes to step six at once") {
    auto story = in_review(asking_for({resold}, "reg-7"));
    story.then(Approved{}).then(ProfileSaved{profile_of({}, "https://voorbeeld.example")});
    story.then(DomainRegistered{"voorbeeld.vlaanderen"});
    CHECK_EQ(story.told(),
             "in_review + approved = profile_open, tell profile_open\n"
             "profile_open + profile_saved = ready, open_registration, tell ready_to_register\n"
             "ready + domain_registered = completed, hand_over, tell completed\n");
}

TEST_CASE("the first domain name belongs to a product that was asked for") {
    auto story = activated(asking_for({be}));
    story.then(ProfileSaved{profile_of({"billing", "technical"})}).silently();
    story.then(DomainRegistered{"voorbeeld.brussels"}).then(DomainRegistered{".be"});
    story.then(DomainRegistered{"voorbeeldbe"}).then(DomainRegistered{"http://x y.be"});
    story.then(DomainRegistered{"Voorbeeld.BE"});
    CHECK_EQ(story.told(),
             "ready + domain_registered = no, not_permitted, offered_product\n"
             "ready + domain_registered = no, not_permitted, offered_product\n"
             "ready + domain_registered = no, not_permitted, offered_product\n"
             "ready + domain_registered = no, not_permitted, offered_product\n"
             "ready + domain_registered = completed, hand_over, tell completed\n");
}

TEST_CASE("an existing registrar adds a product without a letter and without activation") {
    auto story = contract_sent(asking_for({be}, "reg-7"));
    story.then(ContractSigned{"agreement.be"});
    story.then(InvoiceIssued{"2026-1", {302'500}, "+++000/0000/00101+++"});
    story.then(PaymentReceived{{302'500}, "payment-1"});
    CHECK_EQ(story.told(),
             "contract_sent + contract_signed = payment_due, issue_invoice\n"
             "payment_due + invoice_issued = payment_due, request_payment\n"
             "payment_due + payment_received = profile_open, tell payment_received, tell "
             "profile_open\n");
}

TEST_CASE("a product that is paid by monthly invoices skips the prepayment") {
    auto story = contract_sent(asking_for({monthly}));
    story.then(ContractSigned{"agreement.monthly"});
    CHECK_EQ(story.told(),
             "contract_sent + contract_signed = activation_due, post_security_letter, "
             "send_activation\n");
    auto known = contract_sent(asking_for({monthly}, "reg-7"));
    known.then(ContractSigned{"agreement.monthly"});
    CHECK_EQ(known.told(), "contract_sent + contract_signed = profile_open, tell profile_open\n");
}

TEST_CASE("what is missing is asked for and answered, and the review's clock stands still") {
    auto story = in_review(asking_for({be}));
    const auto limit = story.deadlines().back();
    story.on(2).then(InformationRequested{{{"organisation.name", "Which one?"}}});
    CHECK_EQ(story.now().waiting_for, "applicant");
    story.on(7).then(ReminderDue{});
    story.on(9).then(InformationAnswered{asking_for({be}), {}});
    CHECK_EQ(
        story.told(),
        "in_review + information_requested = information_requested, tell information_requested\n"
        "information_requested + reminder_due = information_requested, tell information_reminder\n"
        "information_requested + information_answered = in_review, tell information_received\n");
    CHECK(story.facts().resubmitted);
    CHECK(story.facts().wanted.empty());
    CHECK_EQ(story.deadlines().size(), 1);
    CHECK(story.deadlines().back().due == limit.due + std::chrono::days{7});
}

TEST_CASE("nobody approves what they took in themselves") {
    auto story = Story{};
    const auto intake = engine::Actor{"staff:1", "clerk"};
    story.by(intake, Submitted{asking_for({be}), {}});
    story.by({"staff:1", "approver"}, Approved{}).by({"staff:2", "approver"}, Approved{});
    CHECK_EQ(story.told(),
             "new + submitted = in_review, tell sign_up_received, check_vat\n"
             "in_review + approved = no, not_permitted, four_eyes\n"
             "in_review + approved = contract_preparing, send_contract\n");
}

TEST_CASE("a doubtful field is accepted with a reason before the sign-up is approved") {
    auto story = Story{};
    const auto doubt = Problem{"organisation.name", "name_differs"};
    story.then(Submitted{asking_for({be}), {doubt}}).then(Approved{});
    story.then(WarningAccepted{"organisation.name", "no_such_doubt", "?"});
    story.then(WarningAccepted{doubt.field, doubt.code, "Same group."}).then(Approved{});
    CHECK_EQ(story.told(),
             "new + submitted = in_review, tell sign_up_received, check_vat\n"
             "in_review + approved = no, not_permitted, warnings_accepted\n"
             "in_review + warning_accepted = no, not_permitted, warning_exists\n"
             "in_review + warning_accepted = in_review\n"
             "in_review + approved = contract_preparing, send_contract\n");
}

TEST_CASE("a rejected applicant appeals once, in time, and another person decides") {
    auto story = in_review(asking_for({be}));
    const auto first = engine::Actor{"staff:1", "approver"};
    const auto second = engine::Actor{"staff:2", "approver"};
    story.by(first, Rejected{"No such company."}).on(15).then(Appealed{"It exists."});
    story.by(first, Approved{}).by(first, Rejected{"Still not."});
    auto turned_down_again = story;
    story.by(second, Approved{});
    CHECK_EQ(story.told(),
             "in_review + rejected = rejected, tell sign_up_rejected\n"
             "rejected + appealed = in_review, tell appeal_received, raise_task appeal\n"
             "in_review + approved = no, not_permitted, another_person\n"
             "in_review + rejected = no, not_permitted, another_person\n"
             "in_review + approved = contract_preparing, send_contract\n");
    turned_down_again.silently().by(second, Rejected{"Still not."}).then(Appealed{"Yes!"});
    CHECK_EQ(turned_down_again.told(),
             "in_review + rejected = rejected, tell sign_up_rejected\n"
             "rejected + appealed = no, not_permitted, first_appeal\n");
    const auto mail = [](const engine::Actor& by, const engine::Case& now) {
        const auto decided =
            OnboardingWorkflow{terms()}.decide(now, event(Rejected{"Not yet."}), by, day(1));
        for (const auto& effect : std::get<engine::Decision>(decided).effects)
            if (effect.name == Tell::name) return decode<Tell>(effect.data).values.at("appeal");
        return std::string{};
    };
    auto again = in_review(asking_for({be}));
    CHECK_EQ(mail(first, again.now()), "possible");
    again.by(first, Rejected{"No such company."}).then(Appealed{"It exists."});
    CHECK_EQ(mail(second, again.now()), "used");
    auto late = in_review(asking_for({be})).then(Rejected{"No such company."}).silently();
    late.on(16).then(Appealed{"It exists."});
    CHECK_EQ(late.told(), "rejected + appealed = no, not_permitted, appeal_in_time\n");
}

TEST_CASE("a declined contract is issued again and the old one counts no more") {
    auto story = contract_sent(asking_for({be}));
    story.then(ContractFailed{"agreement.be", "declined", "Not like this."});
    CHECK_EQ(story.now().waiting_for, "staff");
    story.then(ContractSigned{"agreement.be"}).then(ContractReissued{});
    story.then(ContractPrepared{".be", "agreement-old", 1});
    story.then(ContractPrepared{".be", "agreement-2", 2}).then(ContractSigned{"agreement-2"});
    CHECK_EQ(
        story.told(),
        "contract_sent + contract_failed = contract_trouble, raise_task contract_declined, tell "
        "contract_trouble\n"
        "contract_trouble + contract_signed = no, not_permitted, known_agreement\n"
        "contract_trouble + contract_reissued = contract_preparing, send_contract\n"
        "contract_preparing + contract_prepared = contract_preparing, void_contract\n"
        "contract_preparing + contract_prepared = contract_sent, tell contract_sent\n"
        "contract_sent + contract_signed = payment_due, issue_invoice, post_security_letter\n");
}

TEST_CASE("a name that is corrected while the contract is out makes a new contract") {
    auto corrected = asking_for({be});
    corrected.organisation.name = "Voorbeeld Hosting NV";
    auto story = contract_sent(asking_for({be}));
    story.then(SignUpCorrected{corrected, {}}).then(ContractSigned{"agreement.be"});
    story.then(ContractPrepared{".be", "agreement-2", 2});
    CHECK_EQ(story.told(),
             "contract_sent + sign_up_corrected = contract_preparing, void_contract, check_vat, "
             "send_contract\n"
             "contract_preparing + contract_signed = no, not_permitted, known_agreement\n"
             "contract_preparing + contract_prepared = contract_sent, tell contract_sent\n");
    auto signed_already = contract_signed(asking_for({be}));
    signed_already.then(SignUpCorrected{corrected, {}});
    CHECK_EQ(signed_already.told(),
             "payment_due + sign_up_corrected = no, not_permitted, contract_data_unchanged\n");
}

TEST_CASE("other products go back to review, another phone number changes nothing") {
    auto phone = asking_for({be});
    phone.representative.phone = "+32.16284971";
    auto story = contract_sent(asking_for({be}));
    story.then(SignUpCorrected{phone, {}}).then(SignUpCorrected{asking_for({be, gtld}), {}});
    story.then(Approved{});
    CHECK_EQ(story.told(),
             "contract_sent + sign_up_corrected = contract_sent\n"
             "contract_sent + sign_up_corrected = in_review, void_contract, check_accreditation\n"
             "in_review + approved = contract_preparing, send_contract, send_contract\n");
}

TEST_CASE("reminders to sign go out and then the contract expires") {
    auto story = contract_sent(asking_for({be}));
    CHECK_EQ(story.deadlines().size(), 3);
    story.on(5).then(ReminderDue{}).on(10).then(ReminderDue{}).on(14).then(TimeIsUp{});
    CHECK_EQ(story.told(),
             "contract_sent + reminder_due = contract_sent, remind_signer, tell contract_reminder\n"
             "contract_sent + reminder_due = contract_sent, remind_signer, tell contract_reminder\n"
             "contract_sent + time_is_up = expired, void_contract, tell expired\n");
    CHECK(story.deadlines().empty());
}

TEST_CASE("a payment in two parts activates with the second") {
    auto story = invoice_sent(asking_for({be}));
    story.then(PaymentReceived{{100'000}, "payment-1"});
    story.then(PaymentReceived{{202'500}, "payment-2"});
    CHECK_EQ(story.told(),
             "payment_due + payment_received = payment_due, tell payment_partial\n"
             "payment_due + payment_received = activation_due, tell payment_received, "
             "send_activation\n");
}

TEST_CASE("too much money is taken and reported to finance") {
    auto story = invoice_sent(asking_for({be}));
    story.then(PaymentReceived{{302'501}, "payment-1"}).then(PaymentReceived{{1}, "payment-2"});
    CHECK_EQ(story.told(),
             "payment_due + payment_received = activation_due, raise_task overpaid, tell "
             "payment_received, send_activation\n"
             "activation_due + payment_received = activation_due, raise_task overpaid\n");
}

TEST_CASE("a payment before the invoice is refused with the reason") {
    auto story = contract_signed(asking_for({be}));
    story.then(PaymentReceived{{302'500}, "payment-1"});
    CHECK_EQ(story.told(), "payment_due + payment_received = no, not_permitted, invoice_issued\n");
}

TEST_CASE("a payment that is charged back has to be made again, what was activated stays so") {
    auto story = activated(asking_for({be}));
    story.then(ProfileSaved{profile_of({"billing", "technical"})});
    story.then(PaymentReversed{{302'500}, "payment-1", "charged back"});
    story.then(PaymentReceived{{302'500}, "payment-2"});
    CHECK_EQ(story.told(),
             "profile_open + profile_saved = ready, open_registration, tell ready_to_register\n"
             "ready + payment_reversed = payment_due, raise_task payment_reversed, tell "
             "payment_reversed\n"
             "payment_due + payment_received = ready, tell payment_received, open_registration, "
             "tell ready_to_register\n");
}

TEST_CASE("excess that is given back leaves the invoice paid") {
    auto story = paid(asking_for({be}));
    story.then(PaymentReceived{{10'000}, "payment-2"});
    story.then(PaymentReversed{{10'000}, "payment-2", "refunded"});
    CHECK_EQ(story.told(),
             "activation_due + payment_received = activation_due, raise_task overpaid\n"
             "activation_due + payment_reversed = activation_due, raise_task payment_reversed, "
             "tell excess_returned\n");
}

TEST_CASE("a reversal of what was never invoiced is for finance and blocks nobody") {
    auto story = in_review(asking_for({resold}, "reg-7")).then(Approved{}).silently();
    story.then(PaymentReversed{{1}, "payment-1", "mistake"});
    CHECK_EQ(story.told(),
             "profile_open + payment_reversed = profile_open, raise_task payment_reversed\n");
}

TEST_CASE("money that comes after the end goes back") {
    auto story = invoice_sent(asking_for({be}));
    story.then(PaymentReceived{{100'000}, "payment-1"}).then(Withdrawn{"Another plan."});
    story.then(PaymentReceived{{202'500}, "payment-2"});
    story.then(LetterPrinted{"letter-1", "reg-1"}).then(ContractSigned{"agreement.be"});
    CHECK_EQ(
        story.told(),
        "payment_due + payment_received = payment_due, tell payment_partial\n"
        "payment_due + withdrawn = withdrawn, credit_invoice, refund_payment, "
        "tell withdrawn\n"
        "withdrawn + payment_received = withdrawn, refund_payment, raise_task payment_after_end, "
        "tell payment_returned\n"
        "withdrawn + letter_printed = withdrawn, void_security_letter\n"
        "withdrawn + contract_signed = no, too_late\n");
}

TEST_CASE("a letter that comes back is replaced, and the old one counts no more") {
    auto story = paid(asking_for({be}));
    story.then(LetterPrinted{"letter-1", "reg-1"}).then(Activated{});
    story.then(LetterPosted{"letter-1"}).then(LetterReturned{"letter-1", "moved"});
    story.then(LetterReissued{"New address."}).then(LetterPrinted{"letter-2", "reg-1"});
    story.then(LetterPosted{"letter-1"}).then(LetterPosted{"letter-2"}).then(Activated{});
    CHECK_EQ(story.told(),
             "activation_due + letter_printed = activation_due\n"
             "activation_due + activated = no, not_permitted, letter_posted\n"
             "activation_due + letter_posted = activation_due, tell letter_posted\n"
             "activation_due + letter_returned = activation_due, raise_task letter_returned\n"
             "activation_due + letter_reissued = activation_due, void_security_letter, "
             "post_security_letter\n"
             "activation_due + letter_printed = activation_due\n"
             "activation_due + letter_posted = no, not_permitted, known_letter\n"
             "activation_due + letter_posted = activation_due, tell letter_posted\n"
             "activation_due + activated = profile_open, tell profile_open\n");
}

TEST_CASE("wrong codes lock the activation until there is a new one") {
    auto story = paid(asking_for({be})).then(LetterPrinted{"letter-1", "reg-1"});
    story.then(LetterPosted{"letter-1"}).silently();
    story.then(ActivationFailed{1}).then(ActivationFailed{0}).then(CodesReissued{});
    CHECK_EQ(story.facts().activation.failures, 0);
    story.then(Activated{}).then(ActivationSent{});
    CHECK_EQ(story.told(),
             "activation_due + activation_failed = activation_due\n"
             "activation_due + activation_failed = activation_due, raise_task activation_locked, "
             "tell activation_locked\n"
             "activation_due + codes_reissued = activation_due, send_activation\n"
             "activation_due + activated = no, not_permitted, activation_code_sent\n"
             "activation_due + activation_sent = activation_due\n");
}

TEST_CASE("codes and letters are sent anew after the activation, too, and it stays done") {
    auto story = activated(asking_for({be}));
    story.then(CodesReissued{}).then(ActivationSent{});
    story.then(LetterReissued{"It was lost."}).then(LetterPrinted{"letter-2", "reg-1"});
    story.then(LetterPosted{"letter-2"}).then(Held{"We ask."}).then(CodesReissued{});
    CHECK(story.facts().activation.done);
    CHECK_EQ(story.told(),
             "profile_open + codes_reissued = profile_open, send_activation\n"
             "profile_open + activation_sent = profile_open\n"
             "profile_open + letter_reissued = profile_open, void_security_letter, "
             "post_security_letter\n"
             "profile_open + letter_printed = profile_open\n"
             "profile_open + letter_posted = profile_open, tell letter_posted\n"
             "profile_open + held = on_hold, tell held\n"
             "on_hold + codes_reissued = on_hold, send_activation\n");
}

TEST_CASE("who has no account and no letter is not sent any") {
    auto story = in_review(asking_for({resold}, "reg-7")).then(Approved{}).silently();
    story.then(CodesReissued{}).then(LetterReissued{"Why not."});
    CHECK_EQ(story.told(),
             "profile_open + codes_reissued = no, not_permitted\n"
             "profile_open + letter_reissued = no, not_permitted\n");
}

TEST_CASE("a profile has to be complete, sound, and stay so") {
    auto story = activated(asking_for({be}));
    story.then(ProfileSaved{profile_of({"technical"})});
    story.then(ProfileSaved{profile_of({"billing", "billing", "technical"})});
    story.then(ProfileSaved{profile_of({"technical"})});
    auto twins = profile_of({"billing", "technical"});
    twins.contacts[1].alias = twins.contacts[0].alias;
    story.then(ProfileSaved{twins});
    story.then(ProfileSaved{profile_of({"billing", "technical"})});
    story.then(ProfileSaved{profile_of({"billing"})});
    CHECK_EQ(story.told(),
             "profile_open + profile_saved = profile_open\n"
             "profile_open + profile_saved = profile_open\n"
             "profile_open + profile_saved = no, not_permitted, billing_contact_stays\n"
             "profile_open + profile_saved = no, not_permitted, aliases_unique\n"
             "profile_open + profile_saved = ready, open_registration, tell ready_to_register\n"
             "ready + profile_saved = profile_open\n");
}

TEST_CASE("an application is held wherever it is, its clock stands still, and it goes on there") {
    auto tried = 0;
    for (const auto& row : all_transitions()) {
        if (row.event != Held::name) continue;
        const auto state = std::string{row.from};
        CAPTURE(state);
        ++tried;
        auto facts = facts_of_everything();
        facts.held_in.clear();
        facts.running = {{"reminder_due", stamp(day(5))}, {"time_is_up", stamp(day(14))}};
        auto story = Story{{state, encode(facts)}};
        story.on(4).then(Held{"We ask a lawyer."});
        CHECK_EQ(story.now().state, "on_hold");
        CHECK_EQ(story.now().waiting_for, "staff");
        CHECK(story.deadlines().empty());
        story.on(24).then(Resumed{});
        CHECK_EQ(story.told(), state + " + held = on_hold, tell held\non_hold + resumed = " +
                                   state + ", tell resumed\n");
        REQUIRE_EQ(story.deadlines().size(), 2);
        CHECK(story.deadlines()[0].due == day(25));
        CHECK(story.deadlines()[1].due == day(34));
        CHECK(story.facts().held_in.empty());
        CHECK(story.facts().paused.empty());
    }
    CHECK_EQ(tried, 9);
}

TEST_CASE("an applicant withdraws from anywhere and gets back what it paid") {
    for (const auto& row : all_transitions()) {
        if (row.event != Withdrawn::name) continue;
        CAPTURE(row.from);
        auto facts = facts_of_everything();
        facts.paid = {302'500};
        auto story = Story{{std::string{row.from}, encode(facts)}};
        story.then(Withdrawn{"Another plan."});
        CHECK_EQ(story.told(), std::string{row.from} +
                                   " + withdrawn = withdrawn, void_contract, "
                                   "void_security_letter, credit_invoice, refund_payment, tell "
                                   "withdrawn\n");
        CHECK_EQ(story.now().waiting_for, "nobody");
    }
}

TEST_CASE("a payment that has failed is told to whoever has to pay again, and to nobody later") {
    auto story = invoice_sent(asking_for({be}));
    story.then(PaymentFailed{{302'500}, "payment-1"});
    story.then(PaymentReceived{{302'500}, "payment-2"}).then(PaymentFailed{{1}, "payment-3"});
    CHECK_EQ(story.told(),
             "payment_due + payment_failed = payment_due, tell payment_failed\n"
             "payment_due + payment_received = activation_due, tell payment_received, "
             "send_activation\n"
             "activation_due + payment_failed = no, too_late\n");
}

TEST_CASE("an end is told, and so is each sum that goes back and the credit note") {
    auto story = invoice_sent(asking_for({be}));
    story.then(PaymentReceived{{100'000}, "payment-1"}).silently().then(TimeIsUp{});
    story.then(CreditNoteIssued{"C-1", "2026-1"}).then(RefundSent{{60'000}, "service", ""});
    story.then(RefundSent{{40'000}, "bank", ""});
    CHECK_EQ(story.told(),
             "payment_due + time_is_up = expired, credit_invoice, refund_payment, tell expired\n"
             "expired + credit_note_issued = expired, tell credit_note\n"
             "expired + refund_sent = expired, tell refund_sent\n"
             "expired + refund_sent = expired, tell refund_sent\n");
    CHECK_EQ(story.facts().credit_note, "C-1");
    CHECK_EQ(story.facts().refunded.cents, 100'000);
}

TEST_CASE("an invoice whose number comes after the end is credited once") {
    auto story = contract_signed(asking_for({be})).then(Withdrawn{"Another plan."});
    story.then(InvoiceIssued{"2026-1", {302'500}, "+++000/0000/00101+++"});
    CHECK_EQ(story.told(),
             "payment_due + withdrawn = withdrawn, tell withdrawn\n"
             "withdrawn + invoice_issued = withdrawn, credit_invoice\n");
}

}  // namespace onboarding_test
