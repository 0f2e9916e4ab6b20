#include "adapters/workflow_picture.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "states/description.hpp"

namespace workflow_picture_test {

namespace {

std::size_t count(const std::string& text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
    return found;
}

}  // namespace

TEST_CASE("every state can be lit, and one that no state has draws nothing") {
    for (const auto& state : states::all_states()) {
        const auto picture = adapters::workflow_picture(state.name).value();
        CHECK_EQ(count(picture, "class=\"node current\" aria-current=\"step\""), 1);
    }
    CHECK_FALSE(adapters::workflow_picture("nowhere").has_value());
}

TEST_CASE("the way that was taken is drawn once, however often it was walked") {
    const std::vector<adapters::Move> way{{"in_review", "contract_preparing"},
                                          {"information_requested", "in_review"},
                                          {"in_review", "information_requested"},
                                          {"information_requested", "in_review"},
                                          {"in_review", "information_requested"},
                                          {"new", "in_review"},
                                          {"in_review", "on_hold"}};  // An arrow that is not drawn.
    const auto picture = adapters::workflow_picture("contract_preparing", way).value();
    CHECK_EQ(count(picture, "class=\"edge taken\""), 4);
    CHECK_EQ(count(picture, "class=\"node taken\""), 3);
    CHECK_EQ(count(picture, "class=\"node current\""), 1);
}

}  // namespace workflow_picture_test
