// Much money is booked by two people, whichever door they come by.

#include <doctest/doctest.h>

#include <thread>
#include <vector>

#include "tests/adapters/bank/office.hpp"

namespace second_person_test {

using adapters::Caller;
using adapters::Done;
using adapters::Invalid;
using adapters::Refused;

namespace {

const auto message = tests::message_number(101);
const Caller anna{.id = "token:anna", .roles = {"finance"}};
const Caller bert{.id = "token:bert", .roles = {"finance"}};

// One movement that only a person can book, above the limit.
struct Queue : tests::Office {
    Queue() : Office{states::Money{300'000}} {
        import(tests::coda_file({{.cents = 302'500, .text = "uw factuur" }}));
        movement = std::stoll(database.ask("select id from movements"));
    }
    adapters::Result book(const Caller& who, const std::string& why = "They have called.") {
        return importer.book(who, movement, reference(id), why);
    }
    std::string count(const std::string& event) {
        int count = 0;
        for (const auto& line : reading.journal(id, 0, 100))
            if (line.event == event && !line.refusal) ++count;
        return std::to_string(count);
    }

    engine::CaseId id = invoiced(message);
    std::int64_t movement = 0;
};

std::string guard_in(const adapters::Result& result) {
    const auto* refused = std::get_if<Refused>(&result);
    return refused && !refused->refusal.guards.empty() ? refused->refusal.guards.front() : "";
}

}  // namespace

TEST_CASE("above the limit a booking waits for another person, and both are kept") {
    Queue queue;
    CHECK(std::holds_alternative<Invalid>(queue.importer.confirm(bert, queue.movement, "Yes.")));
    const auto proposed = queue.book(anna);
    REQUIRE(std::holds_alternative<Done>(proposed));
    CHECK_EQ(std::get<Done>(proposed).answer.at("event"), "booking_proposed");
    CHECK_EQ(queue.facts(queue.id).paid.cents, 0);
    CHECK_EQ(queue.state(queue.id), "payment_due");

    CHECK_EQ(guard_in(queue.importer.confirm(anna, queue.movement, "It is me.")), "second_person");
    CHECK(std::holds_alternative<Invalid>(queue.importer.confirm(bert, queue.movement, "")));
    CHECK(std::holds_alternative<adapters::Forbidden>(
        queue.importer.confirm({.id = "x", .roles = {"clerk"}}, queue.movement, "Yes.")));
    CHECK_EQ(queue.facts(queue.id).paid.cents, 0);

    const auto confirmed = queue.importer.confirm(bert, queue.movement, "I see it, too.");
    REQUIRE(std::holds_alternative<Done>(confirmed));
    CHECK_EQ(std::get<Done>(confirmed).answer.at("event"), "payment_received");
    CHECK_EQ(queue.facts(queue.id).paid.cents, 302'500);
    CHECK_EQ(queue.tasks("payment_unmatched"), "0");
    CHECK_EQ(queue.database.ask("select proposed_by || ' ' || reason || ' ' || confirmed_by || ' ' "
                                "|| confirmed_for from movement_proposals"),
             "token:anna They have called. token:bert I see it, too.");
    std::string journal;
    for (const auto& line : queue.reading.journal(queue.id, 0, 100))
        if (line.source == "bank") journal += line.event + " " + line.actor.id + "\n";
    CHECK_EQ(journal, "booking_proposed token:anna\npayment_received token:bert\n");
    CHECK(std::holds_alternative<Invalid>(queue.importer.confirm(bert, queue.movement, "Again.")));
}

TEST_CASE("a later proposal takes an earlier one's place, and its author is the one refused") {
    Queue queue;
    CHECK(std::holds_alternative<Done>(queue.book(anna)));
    CHECK(std::holds_alternative<Done>(queue.book(bert)));
    CHECK_EQ(guard_in(queue.importer.confirm(bert, queue.movement, "Yes.")), "second_person");
    CHECK(std::holds_alternative<Done>(queue.importer.confirm(anna, queue.movement, "Yes.")));
    CHECK_EQ(queue.count("payment_received"), "1");
    CHECK_EQ(queue.database.ask("select count(*) from movement_proposals where replaced_at is "
                                "not null"),
             "1");
}

TEST_CASE("of many who confirm at once, one books") {
    Queue queue;
    REQUIRE(std::holds_alternative<Done>(queue.book(anna)));
    std::vector<std::jthread> people;
    std::atomic<int> done = 0;
    for (int i = 0; i < 4; ++i)
        people.emplace_back([&, i] {
            const Caller one{.id = "token:" + std::to_string(i), .roles = {"finance"}};
            if (std::holds_alternative<Done>(queue.importer.confirm(one, queue.movement, "Yes.")))
                ++done;
        });
    people.clear();
    CHECK_EQ(done, 1);
    CHECK_EQ(queue.count("payment_received"), "1");
    CHECK_EQ(queue.facts(queue.id).paid.cents, 302'500);
}

TEST_CASE("the limit itself needs no second person, nor does what the statement is sure of") {
    tests::Office office{states::Money{302'500}};
    const auto id = office.invoiced(message);
    office.import(tests::coda_file({{.cents = 302'500, .text = "uw factuur"}}));
    const auto movement = std::stoll(office.database.ask("select id from movements"));
    const auto booked = office.importer.book(anna, movement, office.reference(id), "Called.");
    REQUIRE(std::holds_alternative<Done>(booked));
    CHECK_EQ(std::get<Done>(booked).answer.at("event"), "payment_received");

    tests::Office sure{states::Money{1}};
    const auto other = sure.invoiced(message);
    sure.import(tests::coda_file({{.cents = 302'500, .structured = message}}));
    CHECK_EQ(sure.facts(other).paid.cents, 302'500);
}

}  // namespace second_person_test
