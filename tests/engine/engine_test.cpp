// The engine on a real database: what one message does, and what many do at once.

#include "engine/engine.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/engine/counting.hpp"
#include "tests/engine/door.hpp"

namespace engine_test {

using namespace engine;
using Kind = Outcome::Kind;
using tests::World;

TEST_CASE("a transition is committed whole: state, journal, outbox, timer and search listing") {
    auto world = World{};
    const auto outcome = world.submit("knock", "1");
    CHECK(outcome.kind == Kind::decided);
    CHECK_EQ(outcome.after.value().state.state, "open");
    CHECK_EQ(outcome.after.value().version, 2);
    CHECK_EQ(world.ask("select state || ' ' || version || ' ' || lines from cases"), "open 2 2");
    CHECK_EQ(world.ask("select event || ' ' || after from journal where line = 2"), "knock open");
    CHECK_EQ(world.ask("select effect || ' ' || (data ->> 'times') from outbox"), "ring 2");
    CHECK_EQ(world.ask("select key from outbox"), outcome.line.reference + "/2/1");
    CHECK_EQ(world.ask("select event from timers"), "wind");
    CHECK_EQ(world.ask("select title || ': ' || terms from case_search"), "Front door: cafe oak");
}

TEST_CASE("a transition takes two round trips, and so does a batch of them") {
    auto world = World{};
    auto counting = tests::Counting{world.pool};
    auto engine = Engine{world.workflow, counting};
    CHECK(engine.submit(World::message(world.door, "knock", "1")).kind == Kind::decided);
    CHECK_EQ(counting.trips, 2);
    std::vector<Message> batch;
    for (int i = 0; i < 10; ++i) batch.push_back(World::message({}, "build", std::to_string(i)));
    for (const auto& outcome : engine.submit(batch)) CHECK(outcome.kind == Kind::decided);
    CHECK_EQ(counting.trips, 4);
}

TEST_CASE("the reference that a journal line names is the reference of its case") {
    auto world = World{};
    CHECK_EQ(world.ask("select reference from cases"), world.journal().at(0).reference);
}

TEST_CASE("an effect that cannot be written takes the whole transition with it") {
    auto world = World{};
    world.ask("alter table outbox add check (effect <> 'ring')");
    CHECK_THROWS(world.submit("knock", "1"));
    CHECK_EQ(world.state(), "closed");
    CHECK_EQ(world.ask("select count(*) from journal"), "1");
    CHECK_EQ(world.ask("select count(*) from timers"), "0");
}

TEST_CASE("a repeated message is recognised, changes nothing and is answered as before") {
    auto world = World{};
    const auto first = world.submit("knock", "1");
    const auto second = world.submit("knock", "1");
    CHECK(second.repeated);
    CHECK(second.kind == Kind::decided);
    CHECK_EQ(second.line.entry, first.line.entry);
    CHECK_FALSE(first.repeated);

    const auto no = world.submit("build", "2");
    const auto again = world.submit("build", "2");
    CHECK(again.repeated);
    CHECK(again.kind == Kind::refused);
    CHECK(again.refusal.value().reason == no.refusal.value().reason);
    CHECK_EQ(world.ask("select count(*) from journal"), "3");
    CHECK_EQ(world.ask("select count(*) from outbox"), "1");
}

TEST_CASE("a repeated opening opens no second case") {
    auto world = World{};
    const auto again = world.engine.submit(World::message({}, "build", "built"));
    CHECK(again.repeated);
    CHECK_EQ(again.line.reference, world.journal().at(0).reference);
    CHECK_EQ(world.ask("select count(*) from cases"), "1");
}

TEST_CASE("a refusal is written down, and counts as a line but not as a version") {
    auto world = World{};
    const auto outcome = world.submit("build", "1");
    CHECK(outcome.kind == Kind::refused);
    CHECK(outcome.refusal.value().reason == Refusal::Reason::too_late);
    CHECK_EQ(outcome.line.number, 2);
    CHECK_EQ(world.ask("select version || ' ' || lines from cases"), "1 2");
    CHECK_EQ(world.ask("select after || ' ' || decided from journal where line = 2"),
             "closed false");
    CHECK_EQ(world.ask("select convert_from(entry, 'utf8')::jsonb ->> 'refusal' from journal"
                       " where line = 2"),
             "too_late");
    CHECK_EQ(world.ask("select count(*) from journal_breaks"), "0");
}

TEST_CASE("what is said to a case that was forgotten is refused, and not kept") {
    World world;
    world.engine.submit(World::message(world.door, "remove", "gone"));
    auto late = World::message(world.door, "knock", "late");
    late.event.data.text = R"({"name":"Wilhelmina"})";
    CHECK(world.engine.submit(late).kind == Kind::refused);
    CHECK(world.engine.submit(late).repeated);
    CHECK_EQ(world.ask("select count(*) from journal where event = 'knock'"), "1");
    CHECK_EQ(world.ask("select count(*) from journal where data like '%Wilhelmina%'"), "0");
    CHECK_EQ(world.ask("select count(*) from journal_breaks"), "0");
}

TEST_CASE("a refusal to open leaves nothing behind") {
    auto world = World{};
    const auto outcome = world.engine.submit(World::message({}, "knock", "1"));
    CHECK(outcome.kind == Kind::refused);
    CHECK_EQ(outcome.line.number, 0);
    CHECK_EQ(world.ask("select count(*) from cases"), "1");
    CHECK_EQ(world.ask("select count(*) from journal"), "1");
}

TEST_CASE("who has patience is told that it is too early, and nothing is written") {
    auto world = World{};
    const auto outcome = world.submit("wind", "1", Patience::some);
    CHECK(outcome.refusal.value().reason == Refusal::Reason::too_early);
    CHECK_EQ(outcome.line.number, 0);
    CHECK_EQ(world.ask("select count(*) from journal"), "1");

    CHECK_EQ(world.submit("build", "2", Patience::some).line.number, 2);  // Too late stays that.
    world.submit("knock", "3");
    const auto later = world.submit("wind", "1", Patience::some);
    CHECK(later.kind == Kind::decided);
    CHECK_FALSE(later.repeated);
}

TEST_CASE("an event that nobody knows is no part of the history") {
    auto world = World{};
    const auto outcome = world.submit("sing", "1");
    CHECK(outcome.refusal.value().reason == Refusal::Reason::unknown_event);
    CHECK_EQ(world.ask("select count(*) from journal"), "1");
}

TEST_CASE("a person who decides on what it saw earlier is told that the case has moved on") {
    auto world = World{};
    auto message = World::message(world.door, "knock", "1");
    message.seen_version = 7;
    const auto outcome = world.engine.submit(message);
    CHECK(outcome.kind == Kind::stale);
    CHECK_EQ(outcome.after.value().version, 1);
    CHECK_EQ(world.ask("select count(*) from journal"), "1");
    message.seen_version = 1;
    CHECK(world.engine.submit(message).kind == Kind::decided);
    CHECK(world.engine.submit(message).repeated);  // Not stale, though it has moved on by now.
}

TEST_CASE("a message to nobody says so") {
    auto world = World{};
    CHECK(world.engine.submit(World::message({999}, "knock", "1")).kind == Kind::no_case);
}

TEST_CASE("of many knocks at once exactly one opens the door") {
    auto world = World{};
    {
        std::vector<std::jthread> crowd;
        for (int i = 0; i < 8; ++i)
            crowd.emplace_back([&, i] { world.submit("knock", std::to_string(i)); });
    }
    CHECK_EQ(world.ask("select count(*) from journal where after = 'open' and decided"), "1");
    CHECK_EQ(world.ask("select count(*) from journal where not decided"), "7");
    CHECK_EQ(world.ask("select count(*) from outbox"), "1");
    CHECK_EQ(world.ask("select count(*) from journal_breaks"), "0");
}

TEST_CASE("of many copies of one message at once exactly one is written") {
    auto world = World{};
    std::atomic<int> repeated = 0;
    {
        std::vector<std::jthread> crowd;
        for (int i = 0; i < 6; ++i)
            crowd.emplace_back([&] { repeated += world.submit("knock", "same").repeated; });
    }
    CHECK_EQ(repeated.load(), 5);
    CHECK_EQ(world.ask("select count(*) from journal"), "2");
}

TEST_CASE("a batch is decided in order for each case, across cases and openings") {
    auto world = World{};
    const auto other = world.build("other");
    const auto outcomes = world.engine.submit(
        std::vector{World::message(world.door, "knock", "1"), World::message(other, "knock", "2"),
                    World::message(world.door, "wind", "3"), World::message({}, "build", "4"),
                    World::message({}, "build", "5"), World::message(world.door, "knock", "6"),
                    World::message(world.door, "knock", "1")});
    REQUIRE_EQ(outcomes.size(), 7);
    for (const auto& outcome : outcomes) CHECK(outcome.kind == Kind::decided);
    CHECK_EQ(outcomes[2].line.number, 3);
    CHECK_EQ(outcomes[5].line.number, 4);
    CHECK(outcomes[6].repeated);
    CHECK(outcomes[3].after->id != outcomes[4].after->id);
    CHECK_EQ(world.state(), "open");
    CHECK_EQ(world.ask("select count(*) from cases"), "4");
    CHECK_EQ(world.ask("select count(*) from journal_breaks"), "0");
}

namespace {

// Lets somebody else be quicker, once: between what a batch has read and what it writes.
struct Interrupted final : Workflow {
    tests::Door door = {};
    mutable std::function<void()> somebody = {};

    Answer decide(const Case& state, const Event& event, const Actor& actor,
                  Time now) const override {
        if (const auto quick = std::exchange(somebody, {})) quick();
        return door.decide(state, event, actor, now);
    }
    Case first() const override { return door.first(); }
    std::string_view version() const override { return door.version(); }
};

}  // namespace

TEST_CASE("one case that has moved on does not stop the others of its batch") {
    auto world = World{};
    const auto other = world.build("other");
    auto interrupted = Interrupted{};
    interrupted.somebody = [&] { world.submit("look", "quicker"); };
    auto engine = Engine{interrupted, world.store};
    const auto outcomes = engine.submit(
        std::vector{World::message(world.door, "knock", "1"), World::message(other, "knock", "2")});
    CHECK(outcomes[0].kind == Kind::decided);
    CHECK_EQ(outcomes[0].line.number, 3);  // After the quicker one.
    CHECK(outcomes[1].kind == Kind::decided);
    CHECK_EQ(outcomes[1].line.number, 2);
    CHECK_EQ(world.ask("select count(*) from journal_breaks"), "0");
}

TEST_CASE("batches that name the same cases in opposite order do not wait in a circle") {
    auto world = World{};
    std::vector<CaseId> doors;
    for (int i = 0; i < 10; ++i) doors.push_back(world.build("door " + std::to_string(i)));
    const auto looking = [&](const std::string& who, bool backwards) {
        for (int round = 0; round < 15; ++round) {
            std::vector<Message> batch;
            for (std::size_t i = 0; i < doors.size(); ++i)
                batch.push_back(
                    World::message(doors[backwards ? doors.size() - 1 - i : i],
                                   i % 2 ? "look" : "build",  // The second is refused.
                                   who + std::to_string(round) + '/' + std::to_string(i)));
            world.engine.submit(batch);
        }
    };
    { std::jthread anna{looking, "anna", false}, ben{looking, "ben", true}; }
    CHECK_EQ(world.ask("select count(*) from journal where event = 'look'"), "150");
    CHECK_EQ(world.ask("select count(*) from journal where not decided"), "150");
    CHECK_EQ(world.ask("select count(*) from journal_breaks"), "0");
}

// The same openings sent twice, in opposite order: no case to lock yet, only their names.
TEST_CASE("repeated openings in opposite order do not wait in a circle") {
    auto world = World{};
    const auto opening = [&](bool backwards) {
        for (int round = 0; round < 20; ++round) {
            std::vector<Message> batch;
            for (int i = 0; i < 10; ++i)
                batch.push_back(World::message(
                    {}, "build",
                    std::to_string(round) + '/' + std::to_string(backwards ? 9 - i : i)));
            world.engine.submit(batch);
        }
    };
    { std::jthread anna{opening, false}, ben{opening, true}; }
    CHECK_EQ(world.ask("select count(*) from cases"), "201");
}

}  // namespace engine_test
