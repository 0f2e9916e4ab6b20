#include "states/catalogues.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <variant>

#include "adapters/config/catalogue.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "states/workflow.hpp"

namespace catalogues_test {

using namespace std::chrono_literals;

namespace {

states::Catalogue with_review_of(int days) {
    auto catalogue = std::get<states::Catalogue>(config::load_catalogue({}));
    catalogue.clocks.at("draft") = {{days}};
    return catalogue;
}

engine::Time at(std::chrono::year_month_day day) { return std::chrono::sys_days{day}; }

}  // namespace

TEST_CASE("each catalogue counts from its own moment on") {
    states::Catalogues all{with_review_of(1)};
    all.add(at(2027y / 2 / 1), with_review_of(3));
    all.add(at(2027y / 1 / 1), with_review_of(2));
    const auto days = [&](engine::Time when) { return all.at(when).clock("draft").limit.days; };
    CHECK_EQ(days(at(2026y / 1 / 1)), 1);
    CHECK_EQ(days(at(2027y / 1 / 1) - 1us), 1);
    CHECK_EQ(days(at(2027y / 1 / 1)), 2);
    CHECK_EQ(days(at(2027y / 2 / 1) - 1us), 2);
    CHECK_EQ(days(at(2099y / 1 / 1)), 3);
    // Two of one moment: the later one.
    all.add(at(2027y / 2 / 1), with_review_of(4));
    CHECK_EQ(days(at(2027y / 2 / 1)), 4);
}

TEST_CASE("a decision goes by the catalogue of its time, whenever it is decided again") {
    states::Catalogues all{with_review_of(10)};
    all.add(at(2027y / 1 / 1), with_review_of(20));
    const states::OnboardingWorkflow workflow{all};
    const auto lasts = [&](engine::Time when) {
        const auto answer =
            workflow.decide(states::first_case(), states::event(states::DraftSaved{}),
                            {"applicant", "applicant"}, when);
        const auto& deadlines = std::get<engine::Decision>(answer).deadlines;
        engine::Time last = when;
        for (const auto& each : deadlines) last = std::max(last, each.due);
        return std::chrono::floor<std::chrono::days>(last - when).count();
    };
    CHECK_EQ(lasts(at(2026y / 12 / 1)), 10);
    CHECK_EQ(lasts(at(2027y / 1 / 1)), 20);
    CHECK_EQ(lasts(at(2026y / 12 / 1)), 10);
}

}  // namespace catalogues_test
