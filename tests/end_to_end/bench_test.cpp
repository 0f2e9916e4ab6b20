// The bench measures what it says it measures: no figure is judged here, only that it is one.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/end_to_end/shell.hpp"

using nlohmann::json;

TEST_CASE("the bench compares every crowd with its floor, and counts what it has written") {
    const auto ran = tests::run_in_shell(
        "timeout 300 " + tests::doorstep() +
        " bench transitions --seconds 1 --rounds 1 --applications 1000 --json 2>/dev/null");
    REQUIRE_EQ(ran.status, 0);
    CHECK_EQ(ran.said.find('\n'), ran.said.size() - 1);  // One line.
    const auto measured = json::parse(ran.said);
    std::set<std::string> floors;
    std::set<int> clients;
    for (const auto& run : measured.at("runs")) {
        CAPTURE(run.dump());
        floors.insert(run.at("floor_name"));
        clients.insert(run.at("clients").get<int>());
        CHECK(run.at("ours") > 0);
        CHECK(run.at("floor") > 0);
        CHECK(run.at("ratio") > 0);
        CHECK(run.at("transitions") > 0);
        CHECK_EQ(run.at("journal_lines"), run.at("transitions"));
    }
    CHECK_EQ(floors, std::set<std::string>{"d32", "e"});
    CHECK_EQ(clients, std::set<int>{1, 8, 32});
    CHECK(measured.at("onboarding").at("steps_per_second") > 0);
}
