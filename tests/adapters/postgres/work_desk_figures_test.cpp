// Figures of the start page: what is made of the journal of real applications.

#include <doctest/doctest.h>

#include <map>

#include "adapters/postgres/work_figures.hpp"
#include "tests/work_office.hpp"

namespace work_desk_figures_test {

namespace {

struct Desk : tests::WorkOffice {
    postgres::WorkFigures figures{pool};

    std::map<int, adapters::LeadTime> by_step() {
        std::map<int, adapters::LeadTime> all;
        for (const auto& one : figures.lead_times(365)) all[one.step] = one;
        return all;
    }
    void days(int number) const { database.advance(std::to_string(number) + " days"); }
};

constexpr double some_seconds = 0.001;  // Days.

void check_days(double actual, double wanted) {
    CHECK(actual >= wanted - some_seconds);
    CHECK(actual <= wanted + some_seconds);
}

}  // namespace

TEST_CASE(
    "lead times are gross from entering to leaving, net without the applicant and without holds") {
    auto desk = Desk{};
    const auto one = desk.submitted();  // In step 2:
    desk.days(1);                       // ours
    desk.send(one.id, states::InformationRequested{{{"organisation.name", "Which?"}}});
    desk.days(4);  // theirs
    desk.send(one.id, states::InformationAnswered{tests::asking_for({tests::be}), {}});
    desk.days(2);  // ours
    desk.send(one.id, states::Held{"We ask a lawyer."});
    desk.days(8);  // held
    desk.send(one.id, states::Resumed{});
    desk.days(1);                   // ours
    CHECK(desk.by_step().empty());  // It has not left.
    desk.send(one.id, states::Approved{});
    desk.send(one.id, states::ContractPrepared{".be", "agreement-1", 1});
    desk.days(3);
    desk.send(one.id, states::ContractSigned{"agreement-1"});

    const auto times = desk.by_step();
    REQUIRE_EQ(times.size(), 2);
    CHECK_EQ(times.at(2).count, 1);
    check_days(times.at(2).gross_median, 16);
    check_days(times.at(2).net_median, 4);
    check_days(times.at(2).net_p90, 4);
    check_days(times.at(3).gross_median, 3);
    check_days(times.at(3).net_median, 0);
}

TEST_CASE("a lead time is the median and the 90th percentile of those that left in time") {
    auto desk = Desk{};
    for (int i = 0; i < 10; ++i) {
        const auto one = desk.submitted();
        desk.days(i + 1);
        desk.send(one.id, states::Rejected{"No such company."});
    }
    const auto times = desk.by_step();
    REQUIRE(times.contains(2));
    CHECK_EQ(times.at(2).count, 10);
    check_days(times.at(2).gross_median, 5);
    check_days(times.at(2).gross_p90, 9);
    CHECK_EQ(desk.figures.lead_times(1).size(), 1);
    desk.days(2);
    CHECK(desk.figures.lead_times(1).empty());
}

TEST_CASE("ageing counts open applications by step and by days since they were opened") {
    auto desk = Desk{};
    desk.submitted();
    desk.days(20);
    desk.contract_out("agreement-1");
    const auto gone = desk.submitted();
    desk.send(gone.id, states::Withdrawn{"Another plan."});
    desk.days(8);
    desk.submitted();
    const auto ageing = desk.figures.ageing();
    REQUIRE_EQ(ageing.size(), 7);
    CHECK(ageing[1].step == 2);
    CHECK(ageing[1].count == std::array<std::int64_t, 6>{1, 0, 1, 0, 0, 0});
    CHECK(ageing[2].count == std::array<std::int64_t, 6>{0, 1, 0, 0, 0, 0});
    CHECK(ageing[6].count == std::array<std::int64_t, 6>{});
}

TEST_CASE("the funnel counts how far those came that were opened lately, whatever became of them") {
    auto desk = Desk{};
    desk.submitted();
    desk.days(91);
    desk.completed("agreement-1");
    desk.contract_out("agreement-2");
    const auto gone = desk.to_pay("agreement-3", "+++090/9337/55493+++");
    desk.send(gone.id, states::Withdrawn{"Another plan."});
    desk.submitted();
    std::string told;
    for (const auto& one : desk.figures.funnel(90)) told += std::to_string(one.count) + " ";
    CHECK_EQ(told, "4 4 3 2 1 1 1 1 ");  // Steps 1 to 7, and completed.
}

TEST_CASE("the forecast says on which days clocks run out") {
    auto desk = Desk{};
    desk.contract_out("agreement-1");  // Signature: 14 days.
    desk.contract_out("agreement-2");
    desk.days(2);
    const auto forecast = desk.figures.forecast(14, "UTC");
    REQUIRE_EQ(forecast.size(), 14);
    CHECK_EQ(forecast[0].day, desk.reading.today("UTC"));
    for (std::size_t day = 0; day < forecast.size(); ++day)
        CHECK_EQ(forecast[day].count, day == 12 ? 2 : 0);
    desk.days(13);
    std::int64_t left = 0;
    for (const auto& day : desk.figures.forecast(14, "UTC")) left += day.count;
    CHECK_EQ(left, 0);  // It is too late for a forecast.
}

TEST_CASE("days are expected from five completed applications for the same products on") {
    auto desk = Desk{};
    for (int i = 0; i < 4; ++i) desk.completed("agreement-" + std::to_string(i));
    CHECK_EQ(desk.figures.expected_days({".be"}), std::nullopt);
    desk.completed("agreement-4");
    CHECK(desk.figures.expected_days({".be"}));
    CHECK_EQ(desk.figures.expected_days({".be", ".vlaanderen"}), std::nullopt);
    CHECK_EQ(desk.figures.expected_days({}), std::nullopt);

    // As if the third of five had taken ten days, two less, and two more.
    desk.ask(
        "update work_queue set completed_at = submitted_at + "
        "make_interval(days => (case_id * 10 / 3)::integer)");
    check_days(desk.figures.expected_days({".be", ".be"}).value(), 10);
}

}  // namespace work_desk_figures_test
