// The bench measures what it says it measures: no figure is judged here, only that it is one.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/end_to_end/shell.hpp"

namespace bench_test {

using nlohmann::json;

TEST_CASE("the bench of pages asks for every page, alone and with idle browsers about") {
    const auto ran = tests::run_in_shell(
        "timeout 300 " + tests::doorstep() +
        " bench pages --applications 400 --rounds 1 --idle 20 --json 2>/dev/null");
    REQUIRE_EQ(ran.status, 0);
    const auto measured = json::parse(ran.said);
    CHECK(measured.at("applications") >= 400);
    CHECK(measured.at("journal_lines") > 4'000);
    CHECK_EQ(measured.at("pages").size(), 12);
    for (const auto& page : measured.at("pages")) CHECK(page.at("median_ms") > 0);
}

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
        CHECK(run.at("floor") >= 0);  // Nothing, in a second of a machine that is busy elsewhere.
        CHECK(run.at("same") >= 0);
        CHECK(run.at("transitions") > 0);
        CHECK_EQ(run.at("journal_lines"), run.at("transitions"));
    }
    CHECK_EQ(floors, std::set<std::string>{"d32", "e"});
    CHECK_EQ(clients, std::set<int>{1, 8, 32});
    for (const auto* play : {"onboarding", "seven_steps"}) {
        CAPTURE(play);
        CHECK(measured.at(play).at("steps_per_second") > 0);
    }
}

TEST_CASE("the bench of webhooks finds all that were answered in the inbox") {
    const auto ran =
        tests::run_in_shell("timeout 300 " + tests::doorstep() +
                            " bench webhooks --seconds 1 --rounds 1 --json 2>/dev/null");
    REQUIRE_EQ(ran.status, 0);
    const auto measured = json::parse(ran.said);
    REQUIRE_EQ(measured.at("runs").size(), 2);
    for (const auto& run : measured.at("runs")) {
        CHECK(run.at("ours") > 0);
        CHECK(run.at("floor") >= 0);  // As above.
    }
}

TEST_CASE("the bench of the log seals all that was written, and verifies all that it made up") {
    const auto ran = tests::run_in_shell("timeout 300 " + tests::doorstep() +
                                         " bench audit --seconds 1 --rounds 1 --applications 1000 "
                                         "--lines 2000 --register 400 --json 2>/dev/null");
    REQUIRE_EQ(ran.status, 0);
    const auto measured = json::parse(ran.said);
    REQUIRE_EQ(measured.at("runs").size(), 3);
    for (const auto& run : measured.at("runs")) {
        CAPTURE(run.dump());
        CHECK(run.at("ours") > 0);
        CHECK(run.at("floor") > 0);
        CHECK(run.at("lines") > 0);
    }
    CHECK_EQ(measured.at("runs")[1].at("lines"), 2'000);
    CHECK(measured.at("runs")[2].at("rows") >= 400);
    CHECK(measured.at("dossier_ms") > 0);
}

}  // namespace bench_test
