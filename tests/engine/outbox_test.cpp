// Effects: done at least once, tried again while nobody answers, parked when only a person helps.

#include "engine/outbox.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "engine/fault.hpp"
#include "tests/engine/door.hpp"

namespace outbox_test {

using namespace engine;
using tests::World;

namespace {

struct Bell final : Performer {
    std::function<std::optional<Event>(const Work&)> ring = [](const Work&) {
        return std::nullopt;
    };
    std::vector<std::string> keys = {};

    std::optional<Event> perform(const Work& work) override {
        keys.push_back(work.key);
        return ring(work);
    }
};

struct Opened : World {  // A door that was knocked at, and the bell that is to ring for it.
    Bell bell = {};
    Outbox outbox{engine, store, bell};
    Opened() { submit("knock", "1"); }
};

}  // namespace

TEST_CASE("an effect is performed once, with its key, and leaves the outbox") {
    auto world = Opened{};
    world.bell.ring = [](const Work& work) -> std::optional<Event> {
        CHECK_EQ(work.effect.name, "ring");
        CHECK_EQ(work.claim.token, 1);
        return std::nullopt;
    };
    CHECK_EQ(world.outbox.perform_some(10), 1);
    CHECK_EQ(world.outbox.perform_some(10), 0);
    REQUIRE_EQ(world.bell.keys.size(), 1);
    CHECK_EQ(world.bell.keys[0], world.journal().at(1).reference + "/2/1");
    CHECK_EQ(world.ask("select count(*) from outbox"), "0");
    CHECK_EQ(world.ask("select key from outbox_done"), world.bell.keys[0]);
}

TEST_CASE("an effect is tried again while its neighbour is away") {
    auto world = Opened{};
    world.bell.ring = [](const Work&) -> std::optional<Event> {
        throw Unavailable{"the bell is out of order"};
    };
    CHECK_EQ(world.outbox.perform_some(10), 1);
    CHECK_EQ(world.ask("select trouble from outbox where parked_at is null"),
             "the bell is out of order");
    CHECK_EQ(world.ask("select due_at > clock() - interval '1 minute' from outbox"), "t");
    world.database.advance("1 hour");
    world.bell.ring = [](const Work& work) -> std::optional<Event> {
        CHECK_EQ(work.claim.token, 2);
        return std::nullopt;
    };
    CHECK_EQ(world.outbox.perform_some(10), 1);
    CHECK_EQ(world.bell.keys.at(0), world.bell.keys.at(1));
    CHECK_EQ(world.ask("select attempts from outbox_done"), "2");
}

TEST_CASE("a neighbour that says when to come again is not asked before") {
    auto world = Opened{};
    world.bell.ring = [](const Work&) -> std::optional<Event> {
        throw Unavailable{"not today", std::chrono::hours{20}};
    };
    world.outbox.perform_some(10);
    world.database.advance("19 hours");
    CHECK_EQ(world.outbox.perform_some(10), 0);
    world.database.advance("2 hours");
    CHECK_EQ(world.outbox.perform_some(10), 1);
}

TEST_CASE("what was rejected, or is a surprise, is parked where a person can see it") {
    auto world = Opened{};
    SUBCASE("rejected") {
        world.bell.ring = [](const Work&) -> std::optional<Event> { throw Rejected{"why?"}; };
    }
    SUBCASE("a surprise") {
        world.bell.ring = [](const Work&) -> std::optional<Event> {
            throw std::logic_error{"why?"};
        };
    }
    SUBCASE("tried often enough") {
        world.bell.ring = [](const Work&) -> std::optional<Event> { throw Unavailable{"why?"}; };
        world.ask("update outbox set attempts = 19");
    }
    CHECK_EQ(world.outbox.perform_some(10), 1);
    CHECK_EQ(world.ask("select trouble from outbox where parked_at is not null"), "why?");
    world.database.advance("30 days");
    CHECK_EQ(world.outbox.perform_some(10), 0);
    CHECK_EQ(world.state(), "open");
}

TEST_CASE("what became known by performing comes back as a transition that settles the effect") {
    auto world = Opened{};
    world.bell.ring = [](const Work&) { return Event{"wind"}; };
    SUBCASE("both are written") {
        CHECK_EQ(world.outbox.perform_some(10), 1);
        CHECK_EQ(world.state(), "closed");
        CHECK_EQ(world.ask("select source || ' ' || (delivery = (select key from outbox_done))"
                           " from journal where line = 3"),
                 "outbox true");
        CHECK_EQ(world.ask("select count(*) from outbox"), "0");
    }
    SUBCASE("or none of them is") {
        world.ask("alter table outbox_done add check (effect <> 'ring')");
        CHECK_THROWS(world.outbox.perform_some(10));
        CHECK_EQ(world.state(), "open");
        CHECK_EQ(world.ask("select count(*) from outbox"), "1");
    }
}

TEST_CASE("what comes too late is written down, and the effect is done") {
    auto world = Opened{};
    world.bell.ring = [](const Work&) { return Event{"build"}; };
    world.outbox.perform_some(10);
    CHECK_EQ(world.ask("select event from journal where not decided"), "build");
    CHECK_EQ(world.ask("select count(*) from outbox_done"), "1");
}

TEST_CASE("what comes too early is asked for again") {
    auto world = Opened{};
    world.submit("wind", "2");
    world.bell.ring = [](const Work&) { return Event{"wind"}; };
    world.outbox.perform_some(10);
    CHECK(world.ask("select trouble from outbox").starts_with("wind: too_early"));
    world.submit("knock", "3");
    world.database.advance("1 hour");
    world.outbox.perform_some(1);
    CHECK_EQ(world.state(), "closed");
}

TEST_CASE("what came too early is asked for as soon as the case has moved") {
    auto world = Opened{};
    world.submit("wind", "2");
    world.bell.ring = [](const Work&) { return Event{"wind"}; };
    SUBCASE("while it waits for its next try") {}
    SUBCASE("even if a person was asked to look") { world.ask("update outbox set attempts = 19"); }
    world.outbox.perform_some(10);
    CHECK_EQ(world.outbox.perform_some(10), 0);
    world.bell.ring = [&](const Work& work) -> std::optional<Event> {
        if (work.effect.name == "ring" && work.claim.token > 1) return Event{"wind"};
        return std::nullopt;
    };
    world.submit("knock", "3");
    world.outbox.perform_some(10);
    CHECK_EQ(world.state(), "closed");
    CHECK_EQ(world.ask("select count(*) from outbox"), "0");
}

TEST_CASE("who has lost its claim cannot write what came of it") {
    auto world = Opened{};
    // Performing takes so long that the lease ends, and a colleague claims the same work.
    auto theirs = std::optional<Work>{};
    const auto meanwhile = [&] {
        world.ask("update outbox set leased_until = '-infinity'");
        theirs = world.store.claim_effects(10, std::chrono::seconds{60}).at(0);
    };
    SUBCASE("an event") {
        world.bell.ring = [&](const Work&) { return meanwhile(), Event{"wind"}; };
    }
    SUBCASE("a success") {
        world.bell.ring = [&](const Work&) { return meanwhile(), std::optional<Event>{}; };
    }
    SUBCASE("a trouble") {
        world.bell.ring = [&](const Work&) -> std::optional<Event> {
            meanwhile();
            throw Unavailable{"slow"};
        };
    }
    SUBCASE("a rejection") {
        world.bell.ring = [&](const Work&) -> std::optional<Event> {
            meanwhile();
            throw Rejected{"slow"};
        };
    }
    world.outbox.perform_some(1);
    CHECK_EQ(world.state(), "open");
    CHECK_EQ(world.ask("select count(*) from journal"), "2");
    CHECK_EQ(world.ask("select attempts from outbox where trouble is null and parked_at is null"),
             "2");
    REQUIRE(theirs.has_value());
    CHECK_EQ(theirs->claim.token, 2);
    CHECK(world.store.finish(theirs->claim, "done"));
    CHECK_FALSE(world.store.finish(theirs->claim, "done"));
}

TEST_CASE("many who perform at once perform each effect once") {
    auto world = Opened{};
    for (int i = 0; i < 10; ++i)
        world.engine.submit(World::message(world.build("door " + std::to_string(i)), "knock",
                                           "knock " + std::to_string(i)));
    auto other = Bell{};
    {
        const auto performing = [&](Bell& bell) {
            auto outbox = Outbox{world.engine, world.store, bell};
            while (outbox.perform_some(2) > 0) {
            }
        };
        std::jthread first{[&] { performing(world.bell); }}, second{[&] { performing(other); }};
    }
    CHECK_EQ(world.bell.keys.size() + other.keys.size(), 11);
    CHECK_EQ(world.ask("select count(*) from outbox_done where attempts = 1"), "11");
}

}  // namespace outbox_test
