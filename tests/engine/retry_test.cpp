// Delays between attempts: they double, are spread, and end.

#include "engine/retry.hpp"

#include <doctest/doctest.h>

namespace retry_test {

using engine::delay_after;
using std::chrono::seconds;

TEST_CASE("a delay doubles from a second to an hour") {
    CHECK(delay_after(1, 1.0) == seconds{1});
    for (int attempt = 2; attempt <= 12; ++attempt)
        CHECK(delay_after(attempt, 1.0).value() == 2 * delay_after(attempt - 1, 1.0).value());
    CHECK(delay_after(13, 1.0) == seconds{3600});
    CHECK(delay_after(19, 1.0) == seconds{3600});
}

TEST_CASE("jitter spreads a delay over its upper half") {
    for (int attempt = 1; attempt < 20; ++attempt) {
        const auto least = delay_after(attempt, 0.0).value();
        const auto most = delay_after(attempt, 1.0).value();
        CHECK(least >= seconds{1});
        CHECK(2 * least >= most);
        CHECK(least <= delay_after(attempt, 0.5).value());
        CHECK(delay_after(attempt, 0.5).value() <= most);
    }
    CHECK(delay_after(11, 0.0) == seconds{512});
    CHECK(delay_after(11, 0.5) == seconds{768});
}

TEST_CASE("delays end when it is time to ask a person") {
    CHECK(delay_after(19, 0.0).has_value());
    CHECK_FALSE(delay_after(20, 0.0).has_value());
    CHECK_FALSE(delay_after(1'000'000, 1.0).has_value());
}

}  // namespace retry_test
