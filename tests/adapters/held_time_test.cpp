// The database is asked for the time now and then, and for nothing in between.

#include "adapters/held_time.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace held_time_test {

namespace {

using adapters::HeldTime;
using namespace std::chrono_literals;

constexpr auto noon = engine::Time{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h};

}  // namespace

TEST_CASE("held time is asked for once, and moves on") {
    int asked = 0;
    auto time = HeldTime{[&] { return ++asked, noon; }, 1h};
    const auto first = time.now();
    auto later = time.now();
    while (later == first) later = time.now();
    CHECK_EQ(first, noon);
    CHECK(later > noon);
    CHECK(later < noon + 1h);
    CHECK_EQ(asked, 1);
}

TEST_CASE("held for no time, it is asked for every time") {
    auto clock = noon;
    auto time = HeldTime{[&] { return clock; }, 0ms};
    CHECK_EQ(time.now(), noon);
    clock += 15 * 24h;
    CHECK_EQ(time.now(), noon + 15 * 24h);
}

TEST_CASE("whoever asks in vain is told, and asks again") {
    bool is_away = true;
    auto time = HeldTime{[&] {
                             if (is_away) throw std::runtime_error{"the database is away"};
                             return noon;
                         },
                         1h};
    CHECK_THROWS_AS(time.now(), std::runtime_error);
    is_away = false;
    CHECK_EQ(time.now(), noon);
}

}  // namespace held_time_test
