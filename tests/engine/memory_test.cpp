// What an engine keeps in mind saves it reading, and never makes it say what is not so.

#include "engine/memory.hpp"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/engine/counting.hpp"
#include "tests/engine/door.hpp"

namespace memory_test {

using namespace engine;
using Kind = Outcome::Kind;
using tests::World;

namespace {

struct Minding : World {  // Beside the engine of the world, which keeps nothing in mind.
    tests::Counting counting{pool};
    Engine mindful{workflow, counting, 2};

    Outcome tell(const std::string& event, const std::string& delivery,
                 Patience patience = Patience::none) {
        return mindful.submit(message(door, event, delivery), patience);
    }
    int trips() { return std::exchange(counting.trips, 0); }
};

Snapshot snapshot(std::int64_t id, int lines, Time now = {}) {
    return {.id = {id}, .state = {.state = "open"}, .lines = lines, .now = now};
}

}  // namespace

TEST_CASE("a case that was just written is not read again") {
    auto world = Minding{};
    CHECK(world.tell("knock", "1").kind == Kind::decided);
    CHECK_EQ(world.trips(), 2);
    CHECK(world.tell("wind", "2").kind == Kind::decided);
    CHECK_EQ(world.trips(), 1);
    CHECK(world.tell("build", "3").kind == Kind::refused);  // Written down, like a yes.
    CHECK_EQ(world.trips(), 1);
    CHECK(world.tell("knock", "4").kind == Kind::decided);
    CHECK_EQ(world.trips(), 1);
    CHECK_EQ(world.ask("select version || ' ' || lines from cases"), "4 5");
    CHECK_EQ(world.ask("select count(*) from journal_breaks"), "0");
}

TEST_CASE("neither are the cases of a batch, but for those that are not known") {
    auto world = Minding{};
    const auto other = world.build("other");
    world.mindful.submit(
        std::vector{World::message(world.door, "knock", "1"), World::message(other, "knock", "2")});
    CHECK_EQ(world.trips(), 2);
    world.mindful.submit(
        std::vector{World::message(world.door, "wind", "3"), World::message(other, "wind", "4")});
    CHECK_EQ(world.trips(), 1);
    const auto third = world.build("third");
    const auto outcomes = world.mindful.submit(
        std::vector{World::message(world.door, "knock", "5"), World::message(third, "knock", "6")});
    CHECK(outcomes[0].kind == Kind::decided);
    CHECK(outcomes[1].kind == Kind::decided);
    CHECK_EQ(world.trips(), 2);
    CHECK_EQ(world.ask("select count(*) from journal_breaks"), "0");
}

TEST_CASE("what somebody else has written meanwhile is found out, and decided by") {
    auto world = Minding{};
    world.tell("knock", "1");
    world.submit("wind", "quicker");  // The door is closed again.
    const auto outcome = world.tell("knock", "2");
    CHECK(outcome.kind == Kind::decided);
    CHECK_EQ(outcome.line.number, 4);
    CHECK_EQ(outcome.line.from, "closed");
    CHECK_EQ(world.ask("select count(*) from journal where not decided"), "0");
    CHECK_EQ(world.ask("select count(*) from journal_breaks"), "0");
}

TEST_CASE("a repeat is recognised, though the case was not read") {
    auto world = Minding{};
    const auto first = world.tell("knock", "1");
    const auto again = world.tell("knock", "1");  // By what is in mind it would be refused.
    CHECK(again.repeated);
    CHECK(again.kind == Kind::decided);
    CHECK_EQ(again.line.entry, first.line.entry);
    CHECK_EQ(world.ask("select count(*) from journal"), "2");
}

TEST_CASE("what is only told, and not written, is told by what the case is now") {
    auto world = Minding{};
    world.tell("knock", "1");
    world.submit("wind", "quicker");
    // In mind the door is open and at version 2; it is closed, and at version 3.
    const auto early = world.tell("wind", "2", Patience::some);
    CHECK(early.put_off());
    CHECK_EQ(early.after.value().version, 3);

    world.tell("knock", "3");
    world.submit("wind", "quicker again");
    auto message = World::message(world.door, "knock", "4");
    message.seen_version = 5;  // What it is; in mind it is 4.
    CHECK(world.mindful.submit(message).kind == Kind::decided);
    message.delivery = "5";
    const auto stale = world.mindful.submit(message);
    CHECK(stale.kind == Kind::stale);
    CHECK_EQ(stale.after.value().version, 6);
}

TEST_CASE("an unknown event is told from what was read, and costs no journal line") {
    auto world = Minding{};
    world.tell("knock", "1");
    CHECK(world.tell("sing", "2").refusal.value().reason == Refusal::Reason::unknown_event);
    CHECK_EQ(world.ask("select count(*) from journal"), "2");
}

TEST_CASE("two engines that take turns at one case do not spoil its journal") {
    auto world = Minding{};
    auto another = Engine{world.workflow, world.store, 2};
    const auto looking = [&](Engine& engine, const std::string& who) {
        for (int i = 0; i < 40; ++i)
            CHECK(engine.submit(World::message(world.door, "look", who + std::to_string(i))).kind ==
                  Kind::decided);
    };
    {
        std::jthread anna{[&] { looking(world.mindful, "anna"); }};
        std::jthread ben{[&] { looking(another, "ben"); }};
    }
    CHECK_EQ(world.ask("select version || ' ' || lines from cases"), "81 81");
    CHECK_EQ(world.ask("select count(*) from journal_breaks"), "0");
    CHECK_EQ(world.ask("select count(*) from (select at < lag(at) over (order by line) as back "
                       "from journal) as times where back"),
             "0");
}

TEST_CASE("of too many cases the one that was written longest ago is forgotten") {
    auto memory = Memory{2};
    memory.heard({});
    for (int id = 1; id <= 3; ++id) memory.keep(snapshot(id, 1));
    CHECK_FALSE(memory.take({1}));
    CHECK(memory.take({2}));
    CHECK(memory.take({3}));
    CHECK_FALSE(memory.take({3}));  // Whoever takes it has it alone.
}

TEST_CASE("an older line of a case does not take the place of a newer one") {
    auto memory = Memory{2};
    memory.heard({});
    memory.keep(snapshot(1, 7));
    memory.keep(snapshot(1, 6));
    CHECK_EQ(memory.take({1}).value().lines, 7);
}

TEST_CASE("without having heard the time there is nothing to decide by") {
    auto memory = Memory{2};
    memory.keep(snapshot(1, 1));
    CHECK_FALSE(memory.take({1}));
    memory.heard({});
    CHECK(memory.take({1}));
}

TEST_CASE("the time goes on from what was heard, and never back for a case") {
    using namespace std::chrono_literals;
    const auto noon = Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 28} + 12h};
    auto memory = Memory{2};
    memory.heard(noon);
    memory.heard(noon - 1s);  // Was on its way for longer.
    memory.keep(snapshot(1, 1));
    CHECK(memory.take({1}).value().now >= noon);
    memory.keep(snapshot(1, 1, noon + 1h));
    CHECK_EQ(memory.take({1}).value().now, noon + 1h);
}

TEST_CASE("who is mistaken too often asks for a while, and then tries again") {
    auto memory = Memory{2};
    memory.heard({});
    memory.was_wrong();
    int asked = 0;
    for (memory.keep(snapshot(1, 1)); !memory.take({1}); ++asked) REQUIRE(asked < 100);
    CHECK_EQ(asked, 4);
}

}  // namespace memory_test
