#include "adapters/webhooks/outcome.hpp"

#include <doctest/doctest.h>

namespace outcome_test {

using adapters::WebhookOutcome;
using namespace std::chrono_literals;
using webhooks::outcome_of;
using webhooks::wait_after;

TEST_CASE("ten tries, further and further apart") {
    const std::vector<std::chrono::seconds> waits{5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
    for (std::size_t i = 0; i < waits.size(); ++i) {
        const auto tries = static_cast<int>(i) + 1;
        CHECK_EQ(wait_after(tries, 0), waits[i]);
        CHECK_EQ(wait_after(tries, 1).value().count(), waits[i].count() * 11 / 10);
    }
    CHECK_FALSE(wait_after(10, 0));
    CHECK_FALSE(wait_after(0, 0));
}

TEST_CASE("only 2xx is a success") {
    CHECK(outcome_of({200, "ok", ""}, 1, 0).standing == WebhookOutcome::Standing::delivered);
    for (const int status : {0, 301, 308, 400, 401, 404, 429, 500, 502, 503, 504}) {
        CAPTURE(status);
        const auto outcome = outcome_of({status, "no", "answered"}, 1, 0);
        CHECK(outcome.standing == WebhookOutcome::Standing::waiting);
        CHECK_EQ(outcome.next_try, 5s);
        CHECK_FALSE(outcome.gone);
        const bool wants_less = status == 429 || status == 502 || status == 504;
        CHECK_EQ(outcome.pause, wants_less ? 60s : 0s);
        CHECK(outcome_of({status, "no", "answered"}, 10, 0).standing ==
              WebhookOutcome::Standing::failed);
    }
}

TEST_CASE("410 is for good") {
    const auto outcome = outcome_of({410, "", "answered 410"}, 1, 0);
    CHECK(outcome.gone);
    CHECK(outcome.standing == WebhookOutcome::Standing::failed);
}

TEST_CASE("who asks for time gets it, within reason") {
    const auto outcome = outcome_of({429, "", "answered 429", 10min}, 1, 0);
    CHECK_EQ(outcome.next_try, 10min);
    CHECK_EQ(outcome.pause, 10min);
    const auto ages = outcome_of({503, "", "answered 503", 24h * 365}, 3, 0);
    CHECK_EQ(ages.next_try, 24h);
    CHECK_EQ(ages.pause, 0s);
    CHECK_EQ(outcome_of({429, "", "answered 429", 24h}, 1, 0).pause, 1h);
}

TEST_CASE("of an answer its beginning is kept, and only what can be read") {
    auto body = std::string{"a\0b\xff", 4} + std::string(5000, 'x');
    const auto outcome = outcome_of({500, body, "answered 500"}, 1, 0);
    CHECK_EQ(outcome.response.substr(0, 6), "a b\xef\xbf\xbd");
    CHECK_LT(outcome.response.size(), 1100);
}

}  // namespace outcome_test
