#include "states/money.hpp"

#include <doctest/doctest.h>

#include <limits>

namespace money_test {

using namespace states;

TEST_CASE("an amount is read to the cent") {
    CHECK_EQ(read_money("2500.00"), Money{250'000});
    CHECK_EQ(read_money("2500"), Money{250'000});
    CHECK_EQ(read_money("0.07"), Money{7});
    CHECK_EQ(read_money("999999999999.99"), Money{99'999'999'999'999});
}

TEST_CASE("what is not plainly an amount is not read as one") {
    for (const auto* text :
         {"", ".", "2500.", ".50", "2500.0", "2500.000", "-1.00", "+1.00", "1,00", "1 000.00",
          "1e3", " 1.00", "1.00 ", "2500.00 EUR", "1.2.3", "0x10", "1000000000000.00", "１２.00"}) {
        CAPTURE(text);
        CHECK_FALSE(read_money(text));
    }
}

TEST_CASE("an amount is written with two decimals and reads back as itself") {
    CHECK_EQ(write_money({250'000}), "2500.00");
    CHECK_EQ(write_money({7}), "0.07");
    CHECK_EQ(write_money({-1'250}), "-12.50");
    CHECK_EQ(write_money({-5}), "-0.05");
    CHECK_EQ(write_money({std::numeric_limits<std::int64_t>::min()}), "-92233720368547758.08");
    for (const std::int64_t cents : {0, 1, 99, 100, 101, 250'000, 123'456'789})
        CHECK_EQ(read_money(write_money({cents})), Money{cents});
}

}  // namespace money_test
