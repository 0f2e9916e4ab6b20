// Who may do what about parked work.

#include "adapters/parked_desk.hpp"

#include <doctest/doctest.h>

#include "adapters/postgres/parked.hpp"
#include "engine/fault.hpp"
#include "tests/engine/door.hpp"

namespace parked_desk_test {

namespace {

using adapters::Caller;
using adapters::Done;
using adapters::Forbidden;
using adapters::Invalid;
using adapters::NotFound;
using adapters::ParkedDesk;
using adapters::Remedy;

struct Refusing final : engine::Performer {
    std::optional<engine::Event> perform(const engine::Work&) override {
        throw engine::Rejected{"the bell is broken"};
    }
};

struct Office : tests::World {
    Refusing bell = {};
    engine::Outbox outbox{engine, store, bell};
    postgres::Parked parked{pool};
    ParkedDesk desk{parked};
    std::string ring = submit("knock", "1").line.reference + "/2/1";

    Office() { outbox.perform_some(10); }
};

Caller with(const std::string& role) { return {.id = "staff:1", .roles = {role}}; }

}  // namespace

TEST_CASE("the payload is for who may read dossiers, the trouble for everybody of staff") {
    auto office = Office{};
    for (const auto* role : {"clerk", "approver", "finance", "auditor"}) {
        const auto shown = office.desk.show(with(role), office.ring);
        REQUIRE_MESSAGE(std::holds_alternative<ParkedDesk::Shown>(shown), role);
        CHECK_MESSAGE(std::get<ParkedDesk::Shown>(shown).payload, role);
    }
    const auto shown = office.desk.show(with("administrator"), office.ring);
    REQUIRE(std::holds_alternative<ParkedDesk::Shown>(shown));
    CHECK_EQ(std::get<ParkedDesk::Shown>(shown).work.trouble, "the bell is broken");
    CHECK_FALSE(std::get<ParkedDesk::Shown>(shown).payload);
    CHECK(std::holds_alternative<Forbidden>(office.desk.list(with("applicant"))));
    CHECK(std::holds_alternative<NotFound>(office.desk.show(with("clerk"), "A-1999-000001/1/1")));
}

TEST_CASE("an administrator has it tried again and gives nothing up; an auditor does neither") {
    auto office = Office{};
    const auto remedy = [&](const char* role, Remedy what, const std::string& reason) {
        return office.desk.remedy(with(role), office.ring, what, reason);
    };
    CHECK(std::holds_alternative<Forbidden>(remedy("administrator", Remedy::dismiss, "why")));
    CHECK(std::holds_alternative<Forbidden>(remedy("auditor", Remedy::replay, "why")));
    CHECK(std::holds_alternative<Invalid>(remedy("clerk", Remedy::dismiss, " \n")));
    CHECK(std::holds_alternative<Done>(remedy("administrator", Remedy::replay, "new bell")));
    CHECK(std::holds_alternative<NotFound>(remedy("clerk", Remedy::replay, "again")));
    office.outbox.perform_some(10);
    CHECK(std::holds_alternative<Done>(remedy("finance", Remedy::dismiss, "nobody is in")));
}

}  // namespace parked_desk_test
