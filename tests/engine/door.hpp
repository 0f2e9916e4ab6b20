// A workflow that could not be simpler, a door, on a real database: for the tests of the engine.
//
// The onboarding table changes with the registry's rules.  These tests do not.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/store.hpp"
#include "engine/engine.hpp"
#include "engine/inbox.hpp"
#include "engine/outbox.hpp"
#include "tests/database.hpp"

namespace tests {

// build -> closed -knock-> open -wind-> closed; removed at the end.
struct Door final : engine::Workflow {
    engine::Case first() const override { return {.state = "planned"}; }
    std::string_view version() const override { return "door-1"; }
    bool is_forgotten(std::string_view state) const override { return state == "removed"; }

    engine::Answer decide(const engine::Case& door, const engine::Event& event,
                          const engine::Actor& actor, engine::Time now) const override {
        using engine::Decision;
        using engine::Refusal;
        using Reason = Refusal::Reason;
        const auto to = [&](std::string state) {
            return engine::Case{
                .state = std::move(state), .facts = door.facts, .waiting_for = "visitor"};
        };
        const auto no = [](Reason reason) { return Refusal{.reason = reason}; };
        if (event.name == "build") {
            if (door.state != "planned") return no(Reason::too_late);
            return Decision{.next = {.state = "closed", .facts = event.data, .waiting_for = "x"},
                            .entered = true,
                            .listing = engine::Listing{"Front door", {"Café", "oak"}}};
        }
        if (event.name == "knock") {
            if (door.state == "planned") return no(Reason::too_early);
            if (door.state != "closed") return no(Reason::too_late);
            if (actor.role == "burglar") return no(Reason::not_allowed);
            return Decision{.next = to("open"),
                            .entered = true,
                            .effects = {{"ring", {R"({"times":2})"}}},
                            .deadlines = {{"wind", now + std::chrono::hours{24}}},
                            .guards = {"somebody_is_home"}};
        }
        if (event.name == "wind") {
            if (door.state != "open") return no(Reason::too_early);
            return Decision{.next = to("closed"), .entered = true};
        }
        if (event.name == "look") return Decision{.next = door};
        if (event.name == "remove")
            return Decision{.next = {.state = "removed", .facts = door.facts, .waiting_for = ""},
                            .entered = true};
        return no(Reason::unknown_event);
    }
};

struct World {
    Database database = {};
    postgres::Pool pool{database.address(), 6};
    postgres::Store store{pool};
    Door workflow = {};
    engine::Engine engine{workflow, store};
    engine::CaseId door = build("built");

    engine::CaseId build(const std::string& delivery) {
        return engine.submit(message({}, "build", delivery)).after.value().id;
    }
    static engine::Message message(engine::CaseId to, const std::string& event,
                                   const std::string& delivery) {
        return {.to = to,
                .event = {event, {R"({"who":"Anna"})"}},
                .from = {"staff:17", "clerk"},
                .source = "test",
                .delivery = delivery};
    }
    engine::Outcome submit(const std::string& event, const std::string& delivery,
                           engine::Patience patience = engine::Patience::none) {
        return engine.submit(message(door, event, delivery), patience);
    }
    std::string ask(const std::string& statement) const { return database.ask(statement); }
    std::string state() const {
        return ask("select state from cases where id = " + std::to_string(door.number));
    }
    std::vector<engine::Line> journal() { return postgres::Reading{pool}.journal(door, 0, 1000); }
};

}  // namespace tests
