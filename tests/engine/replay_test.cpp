// Replay: a journal explains how its case came to where it is, and shows the line that does not.

#include "engine/replay.hpp"

#include <doctest/doctest.h>

#include <span>
#include <vector>

#include "tests/engine/door.hpp"

namespace replay_test {

using namespace engine;
using tests::World;

namespace {

struct Lived : World {
    std::vector<Line> lines;
    Lived() {
        submit("knock", "1");
        submit("knock", "2");  // Refused.
        submit("wind", "3");
        lines = journal();
    }
    // As somebody would who can make hashes.
    void seal_from(std::size_t first) {
        for (auto i = first; i < lines.size(); ++i) {
            if (i > 0) lines[i].previous = lines[i - 1].hash;
            seal(lines[i]);
        }
    }
};

}  // namespace

TEST_CASE("a journal explains the state of its case") {
    auto world = Lived{};
    const auto replayed = replay(world.workflow, world.lines);
    CHECK_FALSE(replayed.difference.has_value());
    CHECK_EQ(replayed.state.state, world.state());
    CHECK_EQ(replayed.state.facts.text, R"({"who":"Anna"})");
    CHECK_EQ(std::to_string(replayed.version), world.ask("select version from cases"));
}

TEST_CASE("what the last line asks for is known again, and nothing of those before it") {
    auto world = Lived{};
    std::size_t asked = 0;
    for (std::size_t count = 1; count <= world.lines.size(); ++count) {
        std::vector<std::string> names;
        for (const auto& effect :
             replay(world.workflow, std::span{world.lines}.first(count)).effects)
            names.push_back(effect.name);
        CHECK_EQ(names, world.lines[count - 1].effects);
        asked += names.size();
    }
    CHECK(asked > 0);
}

TEST_CASE("a journal without lines explains the beginning") {
    const auto replayed = replay(tests::Door{}, {});
    CHECK_EQ(replayed.state.state, "planned");
    CHECK_EQ(replayed.version, 0);
}

TEST_CASE("a wrong line is found, even if the chain was made anew") {
    auto world = Lived{};
    auto& lines = world.lines;
    auto line = 2;
    auto what = std::string{};
    SUBCASE("another event") {
        lines[1].event = "look";
        what = "led to open, the rules say closed";
    }
    SUBCASE("a yes that the rules refuse") {
        lines[1].actor.role = "burglar";
        what = "was allowed, the rules refuse it";
    }
    SUBCASE("a no that the rules allow") {
        lines[1].refusal = Refusal{Refusal::Reason::too_late};
        what = "was refused, the rules allow it";
    }
    SUBCASE("a no for another reason") {
        line = 3;
        lines[2].refusal->reason = Refusal::Reason::not_allowed;
        what = "was refused as not_allowed, the rules say too_late";
    }
    SUBCASE("a no by another guard") {
        line = 3;
        lines[2].guards = {"nobody_is_home"};
        what = "was refused by other guards";
    }
    SUBCASE("another state before") {
        lines[1].from = "open";
        what = "starts from open, the case was closed";
    }
    SUBCASE("an effect that was not asked for") {
        lines[1].effects.emplace_back("ring");
        what = "asked for other effects";
    }
    SUBCASE("a guard that was not asked") {
        lines[1].guards.clear();
        what = "was allowed by other guards";
    }
    SUBCASE("another state") {
        lines[3].to = "removed";
        line = 4;
        what = "led to removed, the rules say closed";
    }
    world.seal_from(1);
    const auto difference = replay(world.workflow, lines).difference.value();
    CHECK_EQ(difference.line, line);
    CHECK_EQ(difference.what, what);
}

TEST_CASE("a line that other rules have decided says so, where these decide otherwise") {
    auto world = Lived{};
    world.lines[1].event = "look";
    world.lines[1].workflow = "door-0";
    world.seal_from(1);
    CHECK_EQ(replay(world.workflow, world.lines).difference.value().what,
             "led to open, the rules say closed; it was decided by door-0, these rules are door-1");
}

TEST_CASE("a line whose data was erased is intact, but cannot be decided again") {
    auto world = Lived{};
    auto& line = world.lines[1];
    line.salt.clear();
    line.data.clear();
    CHECK(is_sealed(line));
    CHECK(is_erased(line));
    const auto difference = replay(world.workflow, world.lines).difference.value();
    CHECK_EQ(difference.line, 2);
    CHECK_EQ(difference.what, "its data was erased, it cannot be decided again");
}

TEST_CASE("a broken chain is found before its lines are believed") {
    auto world = Lived{};
    auto& lines = world.lines;
    auto line = 3;
    auto what = std::string{"the chain is broken"};
    SUBCASE("an altered line") { lines[2].actor.id = "staff:18"; }
    SUBCASE("altered data") { lines[2].data = R"({"who":"Ben"})"; }
    SUBCASE("a line that follows another") {
        lines[2].previous = lines[0].hash;
        seal(lines[2]);
    }
    SUBCASE("a missing line") {
        lines.erase(lines.begin() + 1);
        what = "a line is missing before it";
    }
    const auto difference = replay(world.workflow, lines).difference.value();
    CHECK_EQ(difference.line, line);
    CHECK_EQ(difference.what, what);
}

}  // namespace replay_test
