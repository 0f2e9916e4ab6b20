#include "states/catalogue.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace catalogue_test {

using namespace states;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

// Friday 18 December 2026, with a holiday on Christmas Day, which is a Friday too.
const auto friday = sys_days{2026y / December / 18} + 16h + 30min;

const auto working = [](int days) { return Span{.days = days, .working = true}; };
const auto calendar = [](int days) { return Span{.days = days}; };

Catalogue with_holidays() {
    return {.holidays = {2026y / December / 25, 2027y / January / 1, 2026y / December / 26}};
}

}  // namespace

TEST_CASE("calendar days count every day") {
    CHECK_EQ(with_holidays().after(friday, calendar(15)), friday + days{15});
    CHECK_EQ(with_holidays().after(friday, calendar(0)), friday);
}

TEST_CASE("working days skip week-ends and holidays, and keep the hour") {
    const auto catalogue = with_holidays();
    CHECK_EQ(catalogue.after(friday, working(0)), friday);
    CHECK_EQ(catalogue.after(friday, working(1)), sys_days{2026y / December / 21} + 16h + 30min);
    CHECK_EQ(catalogue.after(friday, working(4)), sys_days{2026y / December / 24} + 16h + 30min);
    CHECK_EQ(catalogue.after(friday, working(5)), sys_days{2026y / December / 28} + 16h + 30min);
    CHECK_EQ(catalogue.after(friday, working(9)), sys_days{2027y / January / 4} + 16h + 30min);
}

TEST_CASE("a working day that is counted from a week-end ends on the Monday") {
    const auto saturday = sys_days{2026y / December / 19} + 1h;
    CHECK_EQ(Catalogue{}.after(saturday, working(1)), sys_days{2026y / December / 21} + 1h);
    CHECK_EQ(Catalogue{}.after(saturday + days{1}, working(1)),
             sys_days{2026y / December / 21} + 1h);
}

TEST_CASE("without holidays only the week-end is free") {
    CHECK_EQ(Catalogue{}.after(friday, working(5)), friday + days{7});
    CHECK_EQ(Catalogue{}.after(friday, working(250)), friday + days{350});
}

TEST_CASE("time before 1970 counts forwards too") {
    const auto wednesday = sys_days{1969y / December / 31} + 23h + 59min;
    CHECK_EQ(Catalogue{}.after(wednesday, working(1)), sys_days{1970y / January / 1} + 23h + 59min);
}

TEST_CASE("a product is found by its name, and one that is not offered is not") {
    const auto catalogue = Catalogue{.products = {{.name = ".be"}, {.name = ".brussels"}}};
    REQUIRE(catalogue.product(".brussels"));
    CHECK_EQ(catalogue.product(".brussels")->name, ".brussels");
    CHECK_FALSE(catalogue.product(".BE"));
    CHECK_FALSE(catalogue.product(""));
}

TEST_CASE("asking for a clock that nobody set is an error, not a clock of no length") {
    const auto catalogue = Catalogue{.clocks = {{"review", {.limit = working(5)}}}};
    CHECK_EQ(catalogue.clock("review").limit, working(5));
    CHECK_THROWS_AS(catalogue.clock("revue"), std::out_of_range);
}

}  // namespace catalogue_test
