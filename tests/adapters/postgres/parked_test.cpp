// Parked work, and what a person does with it.

#include "adapters/postgres/parked.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "engine/fault.hpp"
#include "tests/engine/door.hpp"

namespace parked_test {

using adapters::Remedy;

namespace {

struct Refusing final : engine::Performer {
    bool refuses = true;
    std::optional<engine::Event> perform(const engine::Work&) override {
        if (refuses) throw engine::Rejected{"the bell is broken"};
        return std::nullopt;
    }
};

struct Deaf final : engine::Listener {
    std::optional<Heard> understand(const engine::Arrival&) override {
        throw engine::Rejected{"what did they say?"};
    }
};

struct Office : tests::World {
    Refusing bell = {};
    Deaf doorman = {};
    engine::Outbox outbox{engine, store, bell};
    engine::Inbox inbox{engine, store, doorman};
    postgres::Parked parked{pool};
    std::string ring = submit("knock", "1").line.reference + "/2/1";

    Office() { outbox.perform_some(10); }
};

}  // namespace

TEST_CASE("parked work is listed with its trouble and tried again for a reason") {
    auto office = Office{};
    const auto all = office.parked.list();
    REQUIRE_EQ(all.size(), 1);
    CHECK_EQ(all[0].work, office.ring);
    CHECK_EQ(all[0].what, "ring");
    CHECK_EQ(all[0].trouble, "the bell is broken");
    CHECK_EQ(all[0].attempts, 1);

    CHECK_THROWS_AS(office.parked.remedy(office.ring, Remedy::replay, "staff:17", " \n"),
                    std::invalid_argument);
    office.bell.refuses = false;
    CHECK_EQ(office.outbox.perform_some(10), 0);  // Nobody has helped it yet.
    CHECK(office.parked.remedy(office.ring, Remedy::replay, "staff:17", "new bell"));
    CHECK_FALSE(office.parked.remedy(office.ring, Remedy::replay, "staff:17", "again"));
    CHECK_EQ(office.outbox.perform_some(10), 1);
    CHECK(office.parked.list().empty());
    CHECK_EQ(office.ask("select who || ' ' || what || ' ' || work || ': ' || reason"
                        " from interventions"),
             "staff:17 replay " + office.ring + ": new bell");
}

TEST_CASE("work that is given up counts as done, with the reason") {
    auto office = Office{};
    CHECK(office.parked.remedy(office.ring, Remedy::dismiss, "staff:17", "nobody needs it"));
    CHECK(office.parked.list().empty());
    CHECK_EQ(office.ask("select outcome from outbox_done where key = '" + office.ring + "'"),
             "dismissed: nobody needs it");
    CHECK_EQ(office.ask("select count(*) from outbox"), "0");
}

TEST_CASE("a message that nobody understood is helped by its number") {
    auto office = Office{};
    office.store.keep({.provider = "street", .delivery = "1", .headers = {}, .body = "mumble"});
    office.inbox.understand_some(10);
    const auto all = office.parked.list();
    REQUIRE_EQ(all.size(), 2);
    const auto message = "webhook/" + office.ask("select id from inbox");
    CHECK_EQ(all[1].work, message);
    CHECK_EQ(all[1].what, "street 1");
    CHECK(office.parked.remedy(message, Remedy::replay, "staff:17", "listen again"));
    CHECK_EQ(office.inbox.understand_some(10), 1);
    CHECK(office.parked.remedy(message, Remedy::dismiss, "staff:17", "a prank"));
    CHECK_EQ(office.ask("select outcome from inbox where done_at is not null"),
             "dismissed: a prank");
}

TEST_CASE("what is not parked cannot be helped") {
    auto office = Office{};
    for (const auto* work : {"A-2026-000009/1/1", "webhook/99", "webhook/", "webhook/x", ""})
        CHECK_FALSE(office.parked.remedy(work, Remedy::dismiss, "staff:17", "tidy"));
}

}  // namespace parked_test
