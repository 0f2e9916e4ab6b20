// What all neighbours that are reached by HTTP have in common.

#include "adapters/neighbour.hpp"

#include <doctest/doctest.h>

namespace neighbour_test {

TEST_CASE("a neighbour that is not configured is named, and nobody is called") {
    int calls = 0;
    const auto none = adapters::Neighbour{"esign", {}, [&](const adapters::Call&) {
                                              ++calls;
                                              return adapters::Reply{};
                                          }};
    CHECK_THROWS_WITH_AS(none.get("/agreements"), "no esign is configured: esign.url is empty",
                         engine::Rejected);
    CHECK_EQ(calls, 0);
}

}  // namespace neighbour_test
