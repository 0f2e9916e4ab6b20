// The drawings in docs/ are drawn from the table.  To accept a change, run with GOLDEN=write, draw
// the picture again (dot -Tsvg docs/onboarding.dot -o docs/onboarding.svg), and look at it.

#include <doctest/doctest.h>

#include <string>

#include "states/description.hpp"
#include "tests/golden.hpp"

namespace drawings_test {

using namespace states;

TEST_CASE("the texts in docs/ are those of the table") {
    tests::check_golden("docs/onboarding.mmd", mermaid());
    tests::check_golden("docs/onboarding.dot", graphviz());
    tests::check_golden("docs/workflow.json", workflow_json());
}

TEST_CASE("the picture shows every state by its stored name") {
    const auto picture = tests::read_file("docs/onboarding.svg");
    for (const auto& state : all_states()) {
        CAPTURE(state.name);
        CHECK(picture.find("state_" + std::string{state.name} + "\"") != std::string::npos);
    }
}

}  // namespace drawings_test
