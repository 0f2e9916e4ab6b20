// What registers are asked about an applicant, and what becomes of their answers.

#include "states/inquiries.hpp"

#include <doctest/doctest.h>

#include "states/event_form.hpp"
#include "tests/states/applications.hpp"

namespace inquiries_test {

using namespace states;
using namespace tests;

namespace {

const auto doubt = Problem{"organisation.vat_number", "vat_name_differs", {{"listed", "Ander"}}};
const auto unanswered = Problem{"organisation.vat_number", "vat_awaited"};

std::string warnings(const Story& story) {
    std::string text;
    for (const auto& warning : story.facts().warnings)
        text += (text.empty() ? "" : ", ") + warning.problem.code +
                (warning.accepted_by.empty() ? "" : " (accepted)");
    return text;
}

SignUp called(const std::string& name) {
    auto sign_up = asking_for({be});
    sign_up.organisation.name = name;
    return sign_up;
}

}  // namespace

TEST_CASE("VIES is asked about numbers of the EU, IANA's list about applicants with ids") {
    CHECK(asks("vat", asking_for({be})));
    CHECK_FALSE(asks("iana", asking_for({be})));
    CHECK(asks("iana", asking_for({be, gtld})));
    CHECK_FALSE(asks("moon", asking_for({gtld})));
    auto american = asking_for({be});
    american.organisation.address.country = "US";
    american.organisation.vat_number = "12-3456789";
    CHECK_FALSE(asks("vat", american));
    CHECK(awaited(american, {"vat", "iana"}).empty());
    const auto waiting = awaited(asking_for({be, resold}), {"iana"});
    REQUIRE_EQ(waiting.size(), 1);
    CHECK_EQ(waiting.front(), Problem{"products[1].iana_id", "iana_awaited", {{"iana_id", "292"}}});
}

TEST_CASE("the form adds what a review waits for, where the catalogue says that it waits") {
    auto patient = terms();
    patient.awaited_checks = {"vat"};
    const auto data = nlohmann::json{{"sign_up", write_sign_up(asking_for({be}))}};
    const auto warned = [&](const Catalogue& catalogue) {
        const auto read = read_event("submitted", data, catalogue);
        return decode<Submitted>(std::get<engine::Event>(read).data).warnings;
    };
    CHECK(warned(terms()).empty());
    CHECK_EQ(warned(patient), std::vector<Problem>{unanswered});
}

TEST_CASE("an approval waits for the answer, and the answer takes the place of the waiting") {
    auto story = Story{}.then(Submitted{asking_for({be}), {unanswered}});
    story.then(Approved{});
    CHECK_EQ(warnings(story), "vat_awaited");
    auto impatient = story;
    story.then(CheckAnswered{"vat", 1, "valid", {}, {1}}).then(Approved{});
    CHECK_EQ(story.told(),
             "new + submitted = in_review, tell sign_up_received, check_vat\n"
             "in_review + approved = no, not_permitted, warnings_accepted\n"
             "in_review + checked = in_review\n"
             "in_review + approved = contract_preparing, send_contract\n");
    CHECK_EQ(story.facts().inquiries,
             std::vector<Inquiry>{{.check = "vat", .outcome = "valid", .evidence = {1}}});

    impatient.silently().then(
        WarningAccepted{unanswered.field, unanswered.code, "VIES is down all day."});
    impatient.then(Approved{}).then(CheckAnswered{"vat", 1, "doubtful", {doubt}, {1}});
    CHECK_EQ(impatient.told(),
             "in_review + warning_accepted = in_review\n"
             "in_review + approved = contract_preparing, send_contract\n"
             "contract_preparing + checked = contract_preparing, raise_task "
             "check_after_approval\n");
}

TEST_CASE("a doubt that a register raises is accepted with a reason, and stays so if repeated") {
    auto story =
        in_review(asking_for({be})).then(CheckAnswered{"vat", 1, "doubtful", {doubt}, {1}});
    story.silently().then(Approved{}).then(WarningAccepted{doubt.field, doubt.code, "Same group."});
    CHECK_EQ(warnings(story), "vat_name_differs (accepted)");
    story.then(CheckAnswered{"vat", 1, "doubtful", {doubt}, {2}}).then(Approved{});
    CHECK_EQ(story.told(),
             "in_review + approved = no, not_permitted, warnings_accepted\n"
             "in_review + warning_accepted = in_review\n"
             "in_review + checked = in_review\n"
             "in_review + approved = contract_preparing, send_contract\n");
}

TEST_CASE("only a changed question is asked again, and an older answer counts no more") {
    auto story =
        in_review(asking_for({be})).then(CheckAnswered{"vat", 1, "doubtful", {doubt}, {1}});
    auto phone = asking_for({be});
    phone.representative.phone = "+32.16284971";
    story.silently().then(SignUpCorrected{phone, {unanswered}});
    CHECK_EQ(warnings(story), "vat_name_differs");
    story.then(SignUpCorrected{called("Ander"), {unanswered}});
    CHECK_EQ(warnings(story), "vat_awaited");
    story.then(CheckAnswered{"vat", 1, "invalid", {{doubt.field, "vat_not_registered"}}, {1}});
    CHECK_EQ(warnings(story), "vat_awaited");
    story.then(CheckAnswered{"vat", 2, "valid", {}, {2}});
    CHECK_EQ(warnings(story), "");
    CHECK_EQ(story.told(),
             "in_review + sign_up_corrected = in_review\n"
             "in_review + sign_up_corrected = in_review, check_vat\n"
             "in_review + checked = in_review\n"
             "in_review + checked = in_review\n");
    story.silently().then(InformationRequested{{{"organisation.name", "Which?"}}});
    story.then(InformationAnswered{called("Derde"), {}});
    CHECK_EQ(story.told(),
             "in_review + information_requested = information_requested, tell "
             "information_requested\n"
             "information_requested + information_answered = in_review, tell information_received, "
             "check_vat\n");
}

TEST_CASE("a register is asked again when staff wants to, if there is anything to ask") {
    auto story =
        in_review(asking_for({be})).then(CheckAnswered{"vat", 1, "doubtful", {doubt}, {1}});
    story.silently().then(CheckRenewed{"vat"}).then(CheckRenewed{"iana"});
    CHECK_EQ(warnings(story), "vat_awaited");
    CHECK_EQ(story.facts().inquiries.front().edition, 2);
    CHECK_EQ(story.told(),
             "in_review + check_renewed = in_review, check_vat\n"
             "in_review + check_renewed = no, not_permitted, known_check\n");
}

TEST_CASE(
    "an id that is not accredited or is somebody else's is no doubt that anybody may accept") {
    for (const auto* code :
         {"iana_id_reserved", "iana_id_taken", "iana_id_terminated", "iana_id_unknown"}) {
        auto story = in_review(asking_for({gtld}));
        story.then(CheckAnswered{"iana", 1, "invalid", {{"products[0].iana_id", code}}, {1}});
        story.silently().then(WarningAccepted{"products[0].iana_id", code, "Please."});
        story.then(Approved{}).then(Rejected{"Not yours."});
        CHECK_EQ(story.told(),
                 "in_review + warning_accepted = no, not_permitted, acceptable_warning\n"
                 "in_review + approved = no, not_permitted, warnings_accepted\n"
                 "in_review + rejected = rejected, tell sign_up_rejected\n");
    }
}

TEST_CASE("whoever is on hold hears an answer as it would without being held") {
    const auto bad = CheckAnswered{"vat", 1, "invalid", {{doubt.field, "vat_not_registered"}}, {1}};
    CHECK_EQ(in_review(asking_for({be})).then(Held{"why"}).silently().then(bad).told(),
             "on_hold + checked = on_hold\n");
    CHECK_EQ(contract_sent(asking_for({be})).then(Held{"why"}).silently().then(bad).told(),
             "on_hold + checked = on_hold, raise_task check_after_approval\n");
}

TEST_CASE("a claimed registration is confirmed by RDAP, or a person has to look") {
    auto story = activated(asking_for({be}));
    story.then(ProfileSaved{profile_of({"billing", "technical"})}).silently();
    story.then(DomainClaimed{"voorbeeld.brussels"}).then(DomainClaimed{"voorbeeld.be"});
    story.then(RegistrationUnconfirmed{"voorbeeld.be", "not_found"});
    story.by(as("system"), DomainRegistered{"voorbeeld.be"});
    CHECK_EQ(story.told(),
             "ready + domain_claimed = no, not_permitted, offered_product\n"
             "ready + domain_claimed = ready, confirm_registration\n"
             "ready + registration_unconfirmed = ready, raise_task registration_unconfirmed\n"
             "ready + domain_registered = completed, hand_over, tell completed\n");
}

}  // namespace inquiries_test
