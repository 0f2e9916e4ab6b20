#include "adapters/formats.hpp"

#include <doctest/doctest.h>

namespace formats_test {

using namespace adapters;

namespace {
constexpr auto nbsp = "\xc2\xa0";
}

TEST_CASE("an amount is written as the reader's language does, and breaks over no line") {
    const auto space = std::string{nbsp};
    CHECK_EQ(write_amount({302'500}, "EUR", "en"), "EUR" + space + "3,025.00");
    CHECK_EQ(write_amount({302'500}, "EUR", "nl"), "EUR" + space + "3.025,00");
    CHECK_EQ(write_amount({302'500}, "EUR", "fr"), "3" + space + "025,00" + space + "EUR");
    CHECK_EQ(write_amount({123'456'789'05}, "CHF", "en"), "CHF" + space + "123,456,789.05");
    CHECK_EQ(write_amount({5}, "EUR", "en"), "EUR" + space + "0.05");
    CHECK_EQ(write_amount({99'999}, "EUR", "nl"), "EUR" + space + "999,99");
    CHECK_EQ(write_amount({-123'456}, "EUR", "en"), "EUR" + space + "-1,234.56");
    CHECK_EQ(write_amount({-12'345}, "EUR", "en"), "EUR" + space + "-123.45");
}

TEST_CASE("a date has its month in words") {
    using namespace std::chrono;
    const auto at = [](year_month_day day) { return engine::Time{sys_days{day} + 23h + 59min}; };
    CHECK_EQ(write_date(at(2026y / 12 / 8), "en"), "8 December 2026");
    CHECK_EQ(write_date(at(2026y / 12 / 8), "nl"), "8 december 2026");
    CHECK_EQ(write_date(at(2026y / 12 / 1), "fr"), "1er décembre 2026");
    CHECK_EQ(write_date(at(2028y / 2 / 29), "fr"), "29 février 2028");
}

TEST_CASE("a length of time says which days it counts") {
    CHECK_EQ(write_span({5, true}, "en"), "5 working days");
    CHECK_EQ(write_span({1, true}, "nl"), "1 werkdag");
    CHECK_EQ(write_span({1, false}, "fr"), "1 jour");
    CHECK_EQ(write_span({15, false}, "fr"), "15 jours");
}

}  // namespace formats_test
