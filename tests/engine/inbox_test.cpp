// What neighbours send: kept before it is understood, and understood once.

#include "engine/inbox.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "engine/fault.hpp"
#include "tests/engine/door.hpp"

namespace inbox_test {

using namespace engine;
using tests::World;

namespace {

// Takes the body for the name of an event.
struct Doorman final : Listener {
    CaseId of = {};
    std::function<std::optional<Heard>(const Arrival&)> hear = [this](const Arrival& arrival) {
        return Heard{of, {arrival.body}, "visitor"};
    };
    std::optional<Heard> understand(const Arrival& arrival) override { return hear(arrival); }
};

struct Hall : World {
    Doorman doorman = {};
    Inbox inbox{engine, store, doorman};
    Hall() { doorman.of = door; }

    bool keep(const std::string& delivery, const std::string& body) {
        return store.keep({.provider = "street",
                           .delivery = delivery,
                           .headers = {{"x-signature", "abc\"d\\e"}},
                           .body = body});
    }
};

}  // namespace

TEST_CASE("an arrival is kept byte by byte, understood and written with its settling") {
    auto world = Hall{};
    const auto body = std::string{"\0\xff\\x{}", 6};
    CHECK(world.keep("1", body));
    world.doorman.hear = [&](const Arrival& arrival) {
        CHECK_EQ(arrival.provider, "street");
        CHECK_EQ(arrival.body, body);
        CHECK_EQ(arrival.headers.at("x-signature"), "abc\"d\\e");
        return Listener::Heard{world.door, {"knock"}, "visitor"};
    };
    CHECK_EQ(world.inbox.understand_some(10), 1);
    CHECK_EQ(world.state(), "open");
    CHECK_EQ(world.ask("select source || ' ' || actor || ' ' || delivery from journal"
                       " where line = 2"),
             "webhook:street provider:street 1");
    CHECK_EQ(world.ask("select done_at is not null from inbox"), "t");
    CHECK_EQ(world.inbox.understand_some(10), 0);
}

TEST_CASE("what can never be written is parked with the reason, and holds nobody up") {
    auto world = Hall{};
    const auto other = world.build("other");
    for (const auto* delivery : {"1", "2", "3"}) world.keep(delivery, "knock");
    // The facts of a new door are its data.
    world.doorman.hear = [&](const Arrival& arrival) {
        if (arrival.delivery == "2") return Listener::Heard{{}, {"build", {"no JSON"}}, "visitor"};
        return Listener::Heard{arrival.delivery == "1" ? world.door : other, {"knock"}, "visitor"};
    };
    CHECK_EQ(world.inbox.understand_some(10), 3);
    CHECK_EQ(world.ask("select string_agg(delivery, ' ' order by delivery) from inbox "
                       "where done_at is not null and parked_at is null"),
             "1 3");
    CHECK(world.ask("select outcome from inbox where parked_at is not null and delivery = '2'")
              .find("type json") != std::string::npos);
    CHECK_EQ(world.ask("select count(*) from journal where event = 'knock'"), "2");
}

TEST_CASE("a repeated delivery is recognised when it comes, for good") {
    auto world = Hall{};
    CHECK(world.keep("1", "knock"));
    CHECK_FALSE(world.keep("1", "knock"));
    world.inbox.understand_some(10);
    CHECK_FALSE(world.keep("1", "knock"));
    CHECK_EQ(world.inbox.understand_some(10), 0);
    CHECK_EQ(world.ask("select count(*) from journal where event = 'knock'"), "1");
}

TEST_CASE("several messages that tell of one fact are written once") {
    auto world = Hall{};
    world.keep("1", "knock");
    world.keep("2", "knock");
    world.doorman.hear = [&](const Arrival&) {
        return Listener::Heard{
            .of = world.door, .event = {"knock"}, .role = "visitor", .fact = "the knock of noon"};
    };
    CHECK_EQ(world.inbox.understand_some(10), 2);
    CHECK_EQ(world.ask("select string_agg(delivery, ' ') from journal where event = 'knock'"),
             "the knock of noon");
    CHECK_EQ(world.ask("select count(*) from inbox where done_at is null"), "0");
}

TEST_CASE("a message with more in it is asked again when its first part is written") {
    auto world = Hall{};
    world.keep("1", "knock");
    int times = 0;
    world.doorman.hear = [&](const Arrival&) {
        ++times;
        return Listener::Heard{.of = world.door,
                               .event = {"knock"},
                               .role = "visitor",
                               .fact = "knock " + std::to_string(times),
                               .more = times == 1};
    };
    CHECK_EQ(world.inbox.understand_some(10), 1);
    CHECK_EQ(world.ask("select count(*) from journal where event = 'knock'"), "1");
    CHECK_EQ(world.ask("select done_at is null and parked_at is null from inbox"), "t");
    world.ask("update inbox set due_at = clock() - interval '1 minute' returning 1");
    CHECK_EQ(world.inbox.understand_some(10), 1);
    CHECK_EQ(times, 2);
    CHECK_EQ(world.ask("select done_at is not null from inbox"), "t");
}

// Eight senders, each with the same forty deliveries: those that come at once share a statement.
TEST_CASE("of many copies of many deliveries at once each is new to exactly one") {
    auto world = Hall{};
    const auto body = std::string{"\0\xff\"\\{},", 7};
    std::atomic<int> new_ones = 0;
    const auto send = [&] {
        for (int i = 0; i < 40; ++i) new_ones += world.keep(std::to_string(i), body);
    };
    {
        std::vector<std::jthread> senders;
        for (int i = 0; i < 8; ++i) senders.emplace_back(send);
    }
    CHECK_EQ(new_ones.load(), 40);
    CHECK_EQ(world.ask("select count(*) || ' ' || count(distinct delivery) from inbox"), "40 40");
    CHECK_EQ(world.ask("select string_agg(distinct encode(body, 'hex'), ' ') from inbox"),
             "00ff225c7b7d2c");
    CHECK_EQ(world.ask("select distinct headers ->> 'x-signature' from inbox"), "abc\"d\\e");
}

TEST_CASE("what came too early is delivered as soon as its case has moved") {
    auto world = Hall{};
    world.keep("1", "wind");
    world.inbox.understand_some(10);
    SUBCASE("while it waits for its next try") {}
    SUBCASE("even if a person was asked to look") {
        world.database.advance("25 hours");
        world.inbox.understand_some(10);
        REQUIRE_EQ(world.ask("select count(*) from inbox where parked_at is not null"), "1");
    }
    world.submit("look", "a decision after which it is still too early");
    CHECK_EQ(world.inbox.understand_some(10), 1);
    CHECK_EQ(world.inbox.understand_some(10), 0);
    world.submit("knock", "knock");
    CHECK_EQ(world.inbox.understand_some(10), 1);
    CHECK_EQ(world.state(), "closed");
    CHECK_EQ(world.ask("select parked_at is null and waits_for is null from inbox"
                       " where done_at is not null"),
             "t");
}

TEST_CASE("what came too early wakes for its own case only") {
    auto world = Hall{};
    world.keep("1", "wind");
    world.inbox.understand_some(10);
    const auto other = world.build("other");
    world.engine.submit(World::message(other, "knock", "knock"));
    CHECK_EQ(world.inbox.understand_some(10), 0);
}

TEST_CASE("arrivals are understood in the order in which they came") {
    auto world = Hall{};
    for (const auto* delivery : {"c", "a", "d", "b"}) world.keep(delivery, "look");
    world.inbox.understand_some(10);
    CHECK_EQ(
        world.ask("select string_agg(delivery, ' ' order by line) from journal where line > 1"),
        "c a d b");
}

TEST_CASE("what comes too early waits and is delivered later") {
    auto world = Hall{};
    world.keep("1", "wind");
    CHECK_EQ(world.inbox.understand_some(10), 1);
    CHECK_EQ(world.ask("select count(*) from journal"), "1");
    CHECK(world.ask("select outcome from inbox where done_at is null and parked_at is null")
              .starts_with("wind: too_early"));
    world.submit("knock", "knock");
    world.database.advance("1 hour");
    CHECK_EQ(world.inbox.understand_some(10), 1);
    CHECK_EQ(world.state(), "closed");
    CHECK_EQ(world.ask("select done_at is not null and outcome is null from inbox"), "t");
}

TEST_CASE("what comes too early waits for a day; then a person has to look") {
    auto world = Hall{};
    world.keep("1", "wind");
    world.inbox.understand_some(10);
    world.database.advance("25 hours");
    world.inbox.understand_some(10);
    CHECK(world.ask("select outcome from inbox where parked_at is not null")
              .starts_with("wind: too_early"));
    world.database.advance("25 hours");
    CHECK_EQ(world.inbox.understand_some(10), 0);
}

TEST_CASE("what comes too late is written down as that") {
    auto world = Hall{};
    world.keep("1", "build");
    world.inbox.understand_some(10);
    CHECK_EQ(world.ask("select event || ' ' || decided from journal where line = 2"),
             "build false");
    CHECK_EQ(world.ask("select done_at is not null from inbox"), "t");
}

TEST_CASE("what nobody can settle is parked, or put aside, with the reason") {
    auto world = Hall{};
    auto reason = std::string{};
    auto column = std::string{"parked_at"};
    SUBCASE("an unknown case") {
        world.doorman.of = {999};
        reason = "there is no such application";
    }
    SUBCASE("a rejection") {
        world.doorman.hear = [](const Arrival&) -> std::optional<Listener::Heard> {
            throw Rejected{"they know nothing of it"};
        };
        reason = "they know nothing of it";
    }
    SUBCASE("a surprise") {
        world.doorman.hear = [](const Arrival&) -> std::optional<Listener::Heard> {
            throw std::logic_error{"what?"};
        };
        reason = "what?";
    }
    SUBCASE("none of our business") {
        world.doorman.hear = [](const Arrival&) { return std::nullopt; };
        reason = "none of our business";
        column = "done_at";
    }
    world.keep("1", "knock");
    CHECK_EQ(world.inbox.understand_some(10), 1);
    CHECK_EQ(world.ask("select outcome from inbox where " + column + " is not null"), reason);
    CHECK_EQ(world.ask("select count(*) from journal"), "1");
    CHECK_EQ(world.inbox.understand_some(10), 0);
}

TEST_CASE("an arrival is understood again when the neighbour that explains it is back") {
    auto world = Hall{};
    const auto hear = world.doorman.hear;
    world.doorman.hear = [](const Arrival&) -> std::optional<Listener::Heard> {
        throw Unavailable{"away"};
    };
    world.keep("1", "knock");
    world.inbox.understand_some(10);
    CHECK_EQ(world.ask("select outcome from inbox where done_at is null"), "away");
    world.doorman.hear = hear;
    world.database.advance("1 hour");
    world.inbox.understand_some(10);
    CHECK_EQ(world.state(), "open");
}

TEST_CASE("who has lost its claim of an arrival does not write what it understood") {
    auto world = Hall{};
    world.keep("1", "knock");
    world.doorman.hear = [&](const Arrival&) {
        world.ask("update inbox set leased_until = '-infinity'");
        CHECK_EQ(world.store.claim_arrivals(10, std::chrono::seconds{60}).size(), 1);
        return Listener::Heard{world.door, {"knock"}, "visitor"};
    };
    world.inbox.understand_some(10);
    CHECK_EQ(world.state(), "closed");
    CHECK_EQ(world.ask("select count(*) from journal"), "1");
    CHECK_EQ(world.ask("select attempts from inbox where done_at is null"), "2");
}

TEST_CASE("what comes while somebody listens is claimed for it, and for nobody else") {
    auto world = Hall{};
    auto colleague = postgres::Store{world.pool};
    world.keep("1", "knock");
    CHECK_EQ(world.ask("select attempts || ' ' || (leased_until > clock_timestamp()) from inbox"),
             "1 true");
    CHECK(colleague.claim_arrivals(10, std::chrono::seconds{60}).empty());
    CHECK_EQ(world.inbox.understand_some(10), 1);
    CHECK_EQ(world.ask("select attempts || ' ' || (done_at is not null) from inbox"), "1 true");
    CHECK(world.store.claim_arrivals(10, std::chrono::seconds{60}).empty());
}

TEST_CASE("those who keep at once hand over what they keep, each once") {
    auto world = Hall{};
    const auto send = [&](int sender) {
        for (int i = 0; i < 20; ++i)
            world.keep(std::to_string(sender) + '/' + std::to_string(i), "look");
    };
    {
        std::vector<std::jthread> senders;
        for (int sender = 0; sender < 8; ++sender) senders.emplace_back(send, sender);
    }
    int understood = 0;
    while (const auto some = world.inbox.understand_some(50)) understood += some;
    CHECK_EQ(understood, 160);
    CHECK_EQ(world.ask("select count(distinct delivery) from journal where event = 'look'"), "160");
    CHECK_EQ(world.ask("select count(*) from inbox where done_at is not null and attempts = 1"),
             "160");
}

TEST_CASE("what the last listener leaves behind is given back") {
    auto world = World{};
    auto colleague = postgres::Store{world.pool};
    auto doorman = Doorman{};
    {
        const auto first = Inbox{world.engine, world.store, doorman};
        const auto last = Inbox{world.engine, world.store, doorman};
        world.store.keep({"street", "1", {}, "knock"});
    }
    const auto claimed = colleague.claim_arrivals(10, std::chrono::seconds{60});
    REQUIRE_EQ(claimed.size(), 1);
    CHECK_EQ(claimed.front().claim.token, 2);
    world.store.keep({"street", "2", {}, "knock"});
    CHECK_EQ(world.ask("select attempts from inbox where delivery = '2'"), "0");
}

TEST_CASE("what is not handed over gets its turn beside a crowd that is") {
    auto world = Hall{};
    auto colleague = postgres::Store{world.pool};
    colleague.keep({"street", "from next door", {}, "look"});
    const auto is_done = [&] {
        return world.ask("select done_at is not null from inbox where delivery = 'from next door'");
    };
    int turns = 0;
    for (; is_done() == "f" && turns < 20; ++turns) {
        world.keep(std::to_string(turns), "look");
        world.keep(std::to_string(turns) + " again", "look");
        CHECK_GT(world.inbox.understand_some(1), 0);
    }
    CHECK_GT(turns, 1);
    CHECK_LT(turns, 20);
}

TEST_CASE("what has waited for too much of its lease is claimed anew") {
    auto world = World{};
    auto doorman = Doorman{};
    doorman.of = world.door;
    auto inbox = Inbox{world.engine, world.store, doorman, std::chrono::seconds{0}};
    world.store.keep({"street", "1", {}, "knock"});
    CHECK_EQ(inbox.understand_some(10), 1);
    CHECK_EQ(world.ask("select attempts from inbox"), "2");
}

TEST_CASE("only so much is handed over as fits; the rest is there for everybody") {
    auto world = Hall{};
    auto colleague = postgres::Store{world.pool};
    const auto large = std::string(3 << 20, 'x');
    for (const auto* delivery : {"1", "2", "3", "4", "5"}) world.keep(delivery, large);
    CHECK_EQ(world.ask("select string_agg(delivery, ' ' order by delivery) from inbox "
                       "where attempts = 1"),
             "1 2 3");
    CHECK_EQ(colleague.claim_arrivals(10, std::chrono::seconds{60}).size(), 2);
}

}  // namespace inbox_test
