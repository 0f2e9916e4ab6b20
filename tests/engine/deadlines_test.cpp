// Deadlines: delivered when their time has come, by the database's clock, and not to who has left.

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "tests/engine/door.hpp"

namespace deadlines_test {

using namespace engine;
using tests::World;

TEST_CASE("a deadline is delivered once its time has come, and only then") {
    auto world = World{};
    world.submit("knock", "1");
    CHECK_EQ(world.engine.deliver_deadlines(10), 0);
    world.database.advance("23 hours");
    CHECK_EQ(world.engine.deliver_deadlines(10), 0);
    CHECK_EQ(world.state(), "open");

    world.database.advance("1 hour");
    CHECK_EQ(world.engine.deliver_deadlines(10), 1);
    CHECK_EQ(world.state(), "closed");
    CHECK_EQ(world.ask("select source || ' ' || actor from journal where line = 3"), "timer timer");
    CHECK_EQ(world.engine.deliver_deadlines(10), 0);
    CHECK_EQ(world.ask("select count(*) from timers"), "0");
}

TEST_CASE("deadlines that have passed meanwhile are delivered in their order") {
    auto world = World{};
    world.submit("knock", "1");
    world.ask("update timers set due_at = due_at + interval '3 hours'");
    for (const auto* hour : {"2", "1", "4"})
        world.ask(
            "insert into timers (case_id, event, due_at) select case_id, 'look', due_at - "
            "interval '3 hours' + interval '" +
            std::string{hour} + " hours' from timers where event = 'wind'");
    world.database.advance("3 days");
    CHECK_EQ(world.engine.deliver_deadlines(10), 4);
    CHECK_EQ(world.ask("select string_agg(event, ' ' order by line) from journal where line > 2"),
             "look look wind");
}

TEST_CASE("leaving a state stops its timers") {
    auto world = World{};
    world.submit("knock", "1");
    world.submit("wind", "2");
    CHECK_EQ(world.ask("select count(*) from timers"), "0");
    world.database.advance("30 days");
    CHECK_EQ(world.engine.deliver_deadlines(10), 0);
}

TEST_CASE("an event that does not leave the state lets its timers run") {
    auto world = World{};
    world.submit("knock", "1");
    world.submit("look", "2");
    CHECK_EQ(world.ask("select count(*) from timers"), "1");
}

TEST_CASE("many who deliver deadlines at once deliver each of them once") {
    auto world = World{};
    for (int i = 0; i < 12; ++i) {
        const auto door = world.build("door " + std::to_string(i));
        world.engine.submit(World::message(door, "knock", "knock " + std::to_string(i)));
    }
    world.database.advance("2 days");
    {
        const auto delivering = [&] {
            while (world.engine.deliver_deadlines(3) > 0) {
            }
        };
        std::jthread first{delivering}, second{delivering};
    }
    CHECK_EQ(world.ask("select count(*) from journal where source = 'timer' and decided"), "12");
    CHECK_EQ(world.ask("select count(*) from journal where not decided"), "0");
}

// The state was left and entered again while somebody held the deadline of the first stay.
TEST_CASE("a deadline of an earlier stay does not end the next one") {
    auto world = World{};
    world.submit("knock", "1");
    world.database.advance("1 day");
    const auto due = world.store.claim_timers(10, std::chrono::seconds{60});
    REQUIRE_EQ(due.size(), 1);
    world.submit("wind", "2");
    world.submit("knock", "3");

    auto late = World::message(world.door, "wind", "late");
    late.settles = due.front().claim;
    CHECK(world.engine.submit(late).kind == Outcome::Kind::fenced);
    CHECK_EQ(world.state(), "open");
    CHECK_EQ(world.ask("select count(*) from timers"), "1");
}

TEST_CASE("whose claim of a deadline was lost does not deliver it") {
    auto world = World{};
    world.submit("knock", "1");
    world.database.advance("1 day");
    const auto first = world.store.claim_timers(10, std::chrono::seconds{60}).at(0);
    CHECK(world.store.claim_timers(10, std::chrono::seconds{60}).empty());
    world.ask("update timers set leased_until = '-infinity'");
    const auto second = world.store.claim_timers(10, std::chrono::seconds{60}).at(0);
    CHECK_EQ(second.claim.token, first.claim.token + 1);

    auto message = World::message(world.door, "wind", "first");
    message.settles = first.claim;
    CHECK(world.engine.submit(message).kind == Outcome::Kind::fenced);
    message = World::message(world.door, "wind", "second");
    message.settles = second.claim;
    CHECK(world.engine.submit(message).kind == Outcome::Kind::decided);
    CHECK_EQ(world.ask("select delivery from journal where line = 3"), "second");
}

}  // namespace deadlines_test
