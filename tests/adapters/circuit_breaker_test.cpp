// When a neighbour that does not answer is asked, and when it is left alone.
#include "adapters/circuit_breaker.hpp"

#include <doctest/doctest.h>

namespace circuit_breaker_test {

using namespace std::chrono_literals;

TEST_CASE("a circuit opens after failures in a row, lets one try, and closes with a success") {
    adapters::CircuitBreaker breaker{3, 60s};
    auto now = engine::Time{1'000s};
    const auto let_through = [&](const char* key = "DE") { return !breaker.wait(key, now); };
    for (int i = 0; i < 2; ++i) {
        CHECK(let_through());
        breaker.failed("DE", now);
    }
    breaker.succeeded("DE");  // Not in a row.
    for (int i = 0; i < 3; ++i) {
        CHECK(let_through());
        breaker.failed("DE", now);
    }
    CHECK_EQ(breaker.wait("DE", now).value(), 60s);
    CHECK(let_through("BE"));
    now += 59'999'500us;
    CHECK_EQ(breaker.wait("DE", now).value(), 1s);

    now += 1s;
    CHECK(let_through());        // One tries,
    CHECK_FALSE(let_through());  // and the others wait for what it says.
    breaker.failed("DE", now);
    CHECK_FALSE(let_through());
    now += 60s;
    CHECK(let_through());
    now += 60s;
    CHECK(let_through());  // The one before never reported.
    breaker.succeeded("DE");
    CHECK(let_through());
    CHECK(let_through());
}

}  // namespace circuit_breaker_test
