// Finance's desk: what waits for a person, in that person's language, and setting it aside.

#include "adapters/movement_desk.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/bank/office.hpp"

namespace movement_desk_test {

namespace {

using adapters::Caller;
using adapters::Done;
using adapters::Forbidden;
using adapters::Invalid;
using adapters::NotFound;

const auto finance = Caller{.id = "staff:1", .roles = {"finance"}};

struct Desk : tests::Office {
    adapters::MovementDesk desk{book};

    std::int64_t stranger(const std::string& number = "061") {
        tests::CodaWriter coda{number};
        auto file = coda.begin();  // Each counts the lines before it.
        file += coda.add({.cents = 1'234, .text = "RENT", .name = "A STRANGER"});
        file += coda.end();
        import(file);
        const auto listed = std::get<Done>(desk.list(finance, nlohmann::json::object(), "en"));
        return listed.answer["items"].at(0)["id"];
    }
    nlohmann::json shown(std::int64_t movement, const std::string& language = "en") {
        return std::get<Done>(desk.show(finance, movement, language)).answer;
    }
};

}  // namespace

TEST_CASE("what matched nothing is shown with its reason in the reader's language") {
    Desk desk;
    const auto movement = desk.stranger();
    CHECK_EQ(desk.desk.waiting(finance), 1);
    const auto english = desk.shown(movement);
    CHECK_EQ(english["amount"], "12.34");
    CHECK_EQ(english["text"], "RENT");
    CHECK_EQ(english["state"], "queued");
    CHECK_NE(english["reason"], "");
    CHECK_NE(english["reason"], desk.shown(movement, "nl")["reason"]);
    CHECK(english["proposal"].is_null());
}

TEST_CASE(
    "a movement that is set aside leaves the queue with its reason, and can be booked later") {
    Desk desk;
    const auto movement = desk.stranger();
    CHECK(std::holds_alternative<Invalid>(desk.desk.set_aside(finance, movement, "  ")));
    CHECK(std::holds_alternative<NotFound>(desk.desk.set_aside(finance, 4711, "rent")));
    CHECK(std::holds_alternative<Done>(desk.desk.set_aside(finance, movement, "rent")));
    CHECK_EQ(desk.desk.waiting(finance), 0);
    const auto aside = desk.shown(movement);
    CHECK_EQ(aside["state"], "passed");
    CHECK_EQ(aside["reason"], "Set aside by hand: rent");
    CHECK_EQ(aside["settled_by"], "staff:1");
    const auto passed = std::get<Done>(desk.desk.list(finance, {{"state", "passed"}}, "en"));
    CHECK_EQ(passed.answer["items"].size(), 1);

    const auto of = desk.invoiced(tests::message_number(26'000'001));
    const auto reference = desk.reading.dossier(of)->snapshot.reference;
    CHECK(std::holds_alternative<Done>(
        desk.importer.book(finance, movement, reference, "It was theirs.")));
    CHECK_EQ(desk.shown(movement)["bookings"].at(0)["reference"], reference);
    CHECK(std::holds_alternative<Invalid>(desk.desk.set_aside(finance, movement, "rent")));
}

TEST_CASE("the desk is finance's, and an auditor looks") {
    Desk desk;
    const auto movement = desk.stranger();
    const auto auditor = Caller{.id = "staff:2", .roles = {"auditor"}};
    const auto clerk = Caller{.id = "staff:3", .roles = {"clerk"}};
    CHECK(std::holds_alternative<Done>(desk.desk.show(auditor, movement, "en")));
    CHECK(std::holds_alternative<Forbidden>(desk.desk.set_aside(auditor, movement, "rent")));
    CHECK(std::holds_alternative<Forbidden>(desk.desk.show(clerk, movement, "en")));
    CHECK(std::holds_alternative<Forbidden>(desk.desk.list(clerk, nlohmann::json::object(), "en")));
    CHECK_EQ(desk.desk.waiting(clerk), 0);
}

TEST_CASE("a list names what it cannot read") {
    Desk desk;
    const auto wrong =
        desk.desk.list(finance, {{"state", "lost"}, {"cursor", "x"}, {"why", "y"}}, "en");
    REQUIRE(std::holds_alternative<Invalid>(wrong));
    CHECK_EQ(std::get<Invalid>(wrong).problems.size(), 3);
    for (const auto* number : {"061", "062", "063"}) desk.stranger(number);
    const auto first = std::get<Done>(desk.desk.list(finance, {{"limit", "2"}}, "en")).answer;
    CHECK_EQ(first["items"].size(), 2);
    const auto rest =
        std::get<Done>(desk.desk.list(finance, {{"limit", "2"}, {"cursor", first["next"]}}, "en"));
    CHECK_EQ(rest.answer["items"].size(), 1);
    CHECK(rest.answer["next"].is_null());
}

}  // namespace movement_desk_test
