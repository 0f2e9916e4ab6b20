#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "states/description.hpp"
#include "states/messages.hpp"
#include "states/onboarding.hpp"
#include "tests/golden.hpp"

namespace words_test {

using namespace states;

namespace {

// Fails where a language has no words of its own; "Doorstep" is called the same everywhere.
void check_words(const std::string& key) {
    CAPTURE(key);
    REQUIRE(has_message(key));
    for (const auto* language : {"nl", "fr"}) {
        CAPTURE(language);
        CHECK_FALSE(message(language, key).empty());
    }
}

std::set<std::string> guards() {
    std::set<std::string> names;
    for (const auto& row : all_transitions()) {
        names.insert(row.needs.begin(), row.needs.end());
        for (const auto& condition : row.conditions) {
            // "once paid_in_full", "before one_billing_contact and product_urls"
            static const std::regex word{"[a-z_]+"};
            if (!condition.starts_with("once ") && !condition.starts_with("before ")) continue;
            auto found = std::sregex_iterator{condition.begin(), condition.end(), word};
            for (; found != std::sregex_iterator{}; ++found)
                if (const auto name = found->str();
                    name != "once" && name != "before" && name != "and")
                    names.insert(name);
        }
    }
    return names;
}

std::set<std::string> found_in(const std::string& file, const std::string& pattern) {
    const auto text = tests::read_file(file);
    const std::regex expression{pattern};
    std::set<std::string> names;
    for (auto found = std::sregex_iterator{text.begin(), text.end(), expression};
         found != std::sregex_iterator{}; ++found)
        names.insert(found->str(1));
    return names;
}

}  // namespace

TEST_CASE("every state, event, effect, guard, step, role and ball has its words") {
    for (const auto& state : all_states()) check_words("state." + std::string{state.name});
    for (const auto& event : all_events()) check_words("event." + std::string{event.name});
    for (const auto effect : all_effects()) check_words("effect." + std::string{effect});
    for (const auto& guard : guards()) check_words("guard." + guard);
    for (int step = 1; step <= 7; ++step)
        check_words("step." + std::string{name_of(static_cast<Step>(step))});
    for (const auto party : all_parties) check_words("role." + std::string{name_of(party)});
    for (const auto ball : {Ball::nobody, Ball::applicant, Ball::staff, Ball::provider, Ball::bank,
                            Ball::post, Ball::registry})
        check_words("ball." + std::string{name_of(ball)});
    for (const auto* reason : {"unknown_event", "malformed_event", "too_early", "too_late",
                               "not_allowed", "not_permitted"})
        check_words("refusal." + std::string{reason});
}

TEST_CASE("every guard of the header is known to this test by the table") {
    const auto declared =
        found_in("states/guards.hpp", R"re(std::string_view name = "([a-z_]+)")re");
    CHECK_GT(declared.size(), 15);
    for (const auto& guard : declared) {
        CAPTURE(guard);
        CHECK(guards().contains(guard));
        check_words("guard." + guard);
    }
}

TEST_CASE("whatever a person may do has a button in every language, and nothing else has") {
    const auto people = {"applicant", "clerk", "approver", "finance"};
    for (const auto& event : all_events()) {
        const bool by_person = std::ranges::any_of(people, [&](std::string_view role) {
            return std::ranges::find(event.by, role) != event.by.end();
        });
        const auto key = "do." + std::string{event.name};
        if (by_person)
            check_words(key);
        else
            CHECK_FALSE_MESSAGE(has_message(key), key);
    }
}

TEST_CASE("every task that a step raises, and its queue, has its words") {
    const auto kinds =
        found_in("states/steps.cpp", R"re(raise\(draft, "[a-z_]+", "([a-z_]*[a-z])")re");
    CHECK_GT(kinds.size(), 7);
    for (const auto& kind : kinds) check_words("task." + kind);
    for (const auto* kind : {"check_after_approval", "iana_terminated", "registration_unconfirmed"})
        check_words("task." + std::string{kind});
    for (const auto* trouble : {"declined", "expired", "bounced", "recalled"})
        check_words("task.contract_" + std::string{trouble});
    for (const auto& queue : found_in("states/steps.cpp", R"re(raise\(draft, "([a-z_]+)")re"))
        check_words("queue." + queue);
}

TEST_CASE("every reason for which a path leaves out a step has its words") {
    for (const auto* reason : {"resold_only", "postpaid", "has_account"}) {
        CHECK(tests::read_file("states/path.cpp").find('"' + std::string{reason} + '"') !=
              std::string::npos);
        check_words("skip." + std::string{reason});
    }
}

TEST_CASE("sentences end with a full stop and labels do not") {
    for (const auto* language : {"en", "nl", "fr"}) {
        for (const auto& guard : guards())
            CHECK(message(language, "guard." + guard).ends_with('.'));
        for (const auto& event : all_events())
            CHECK_FALSE(message(language, "event." + std::string{event.name}).ends_with('.'));
        for (const auto& state : all_states())
            CHECK_FALSE(message(language, "state." + std::string{state.name}).ends_with('.'));
    }
}

}  // namespace words_test
