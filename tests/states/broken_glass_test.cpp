// Four eyes, and the glass in front of them: who may set them aside, and what is kept of that.

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "states/codec.hpp"
#include "states/event_form.hpp"
#include "tests/states/applications.hpp"

namespace broken_glass_test {

using namespace states;
using namespace tests;

TEST_CASE("who took a sign-up in can break the glass, and that is kept for ever") {
    auto story = Story{};
    story.by({"staff:1", "clerk"}, Submitted{asking_for({be}), {}});
    auto alone = story;
    alone.by({"staff:1", "approver"}, Approved{"Nobody else is here."});
    CHECK_EQ(alone.told(),
             "new + submitted = in_review, tell sign_up_received, check_vat\n"
             "in_review + approved = contract_preparing, send_contract, raise_task glass_broken\n");
    REQUIRE_EQ(alone.facts().broken_glass.size(), 1);
    const auto broken = alone.facts().broken_glass.front();
    CHECK_EQ(broken.guard, "four_eyes");
    CHECK_EQ(broken.by, "staff:1");
    CHECK_EQ(broken.reason, "Nobody else is here.");

    // Products that are added later lead to a second approval: the first one is not forgotten.
    alone.by({"staff:2", "clerk"}, SignUpCorrected{asking_for({be, gtld}), {}});
    alone.then(CheckAnswered{"iana", 1, "valid", {}, {1}}).by({"staff:3", "approver"}, Approved{});
    CHECK_EQ(alone.facts().broken_glass.size(), 1);

    // Whom nobody bars breaks nothing, whatever it says.
    story.by({"staff:2", "approver"}, Approved{"Just in case."});
    CHECK(story.facts().broken_glass.empty());
    CHECK_EQ(story.told().find("glass_broken"), std::string::npos);
}

TEST_CASE("a program that takes a sign-up in or edits it last does not approve it") {
    const auto token = [](const std::string& name, std::string role) {
        return engine::Actor{"token:" + name, std::move(role)};
    };
    const auto saved = DraftSaved{asking_for({be})};
    const auto submitted = Submitted{asking_for({be}), {}};
    const auto tried = [](Story story, const engine::Actor& by) {
        return story.silently().by(by, Approved{}).now().state;
    };
    for (const auto* role : {"applicant", "integration", "clerk"}) {
        CAPTURE(role);
        auto story = Story{}.by(token("all", role), saved).by(token("all", role), submitted);
        CHECK_EQ(tried(story, token("all", "approver")), "in_review");
        CHECK_EQ(tried(story, token("other", "approver")), "contract_preparing");
        story.by(token("other", role), SignUpCorrected{asking_for({be}), {}});
        CHECK_EQ(tried(story, token("all", "approver")), "in_review");
        CHECK_EQ(tried(story, token("other", "approver")), "in_review");
        CHECK_EQ(tried(story, token("third", "approver")), "contract_preparing");
    }
    // Staff that has edited stays barred when the applicant's program edits after it.
    auto edited = Story{}.by(token("website", "applicant"), submitted);
    edited.by({"staff:1", "clerk"}, SignUpCorrected{asking_for({be}), {}});
    edited.by(token("website", "applicant"), SignUpCorrected{asking_for({be}), {}});
    CHECK_EQ(tried(edited, {"staff:1", "approver"}), "in_review");
    // A door is nobody.
    for (const auto* door : {"private link", "cli", "mailbox"})
        CHECK_EQ(Story{}.by({door, "applicant"}, submitted).facts().intake_by, "");
}

TEST_CASE("the glass is in front of four eyes alone") {
    auto story = Story{};
    const auto doubt = Problem{"organisation.name", "name_differs"};
    story.by({"staff:1", "clerk"}, Submitted{asking_for({be}), {doubt}});
    story.by({"staff:1", "approver"}, Approved{"In a hurry."});
    CHECK(story.facts().broken_glass.empty());
    CHECK_NE(story.told().find("in_review + approved = no, not_permitted, warnings_accepted"),
             std::string::npos);
}

TEST_CASE("a reason is none if it is blank, and need not be given") {
    const auto read = [](const nlohmann::json& data) {
        return read_event("approved", data, terms());
    };
    CHECK(std::holds_alternative<engine::Event>(read(nlohmann::json::object())));
    CHECK_EQ(std::get<engine::Event>(read({{"break_glass", ""}})).data, event(Approved{}).data);
    CHECK_EQ(
        decode<Approved>(std::get<engine::Event>(read({{"break_glass", "Ill."}})).data).break_glass,
        "Ill.");
    for (const auto& [data, code] : std::vector<std::pair<nlohmann::json, std::string>>{
             {{{"break_glass", " "}}, "missing"},
             {{{"break_glass", 1}}, "wrong_type"},
             {{{"break_glas", "Ill."}}, "unknown_field"}})
        CHECK_EQ(std::get<std::vector<Problem>>(read(data)).at(0).code, code);
}

}  // namespace broken_glass_test
