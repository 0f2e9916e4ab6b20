// Tokens of programs on a real database: who makes and withdraws them, and what works.

#include "adapters/postgres/token_book.hpp"

#include <doctest/doctest.h>

#include <string>

#include "adapters/postgres/reading.hpp"
#include "tests/database.hpp"

namespace token_book_test {

namespace {

using adapters::Caller;
using adapters::TokenDesk;

const Caller administrator{
    .id = "staff:1", .roles = {"administrator"}, .door = "page", .stepped_up = true};
const Caller auditor{.id = "staff:3", .roles = {"auditor"}, .door = "page"};

struct House {
    tests::Database database = {};
    postgres::Pool pool{database.address(), 2};
    postgres::Reading reading{pool};
    postgres::TokenBook book{pool, "Europe/Brussels"};
    TokenDesk desk{book, [this] { return reading.today("Europe/Brussels"); }};

    std::string made(const adapters::NewToken& token, const Caller& who = administrator) {
        const auto made = desk.make(who, token);
        if (std::holds_alternative<adapters::Forbidden>(made)) return "forbidden";
        if (const auto* invalid = std::get_if<adapters::Invalid>(&made)) {
            std::string problems;
            for (const auto& [field, code, _] : invalid->problems)
                problems += (problems.empty() ? "" : ", ") + field + " " + code;
            return problems;
        }
        return std::get<TokenDesk::Made>(made).token;
    }
    bool works(const std::string& token) { return reading.token(token).has_value(); }
    adapters::KnownToken known(const std::string& name) {
        for (const auto& token : book.tokens())
            if (token.name == name) return token;
        return {};
    }
};

}  // namespace

TEST_CASE("a token works from its making to its withdrawal") {
    auto house = House{};
    const auto token = house.made({.name = "website", .scopes = {"apply", "read"}});
    CHECK(token.starts_with("dst_"));
    CHECK_FALSE(house.known("website").used);
    const auto found = house.reading.token(token).value();
    CHECK_EQ(found.name, "website");
    CHECK_EQ(found.scopes.size(), 2);
    CHECK(house.known("website").works);
    CHECK_EQ(house.database.ask("select used_at = date_trunc('hour', clock()) from tokens"), "t");
    CHECK_EQ(house.made({.name = "website", .scopes = {"read"}}), "name token_taken");

    CHECK(std::holds_alternative<TokenDesk::Withdrawn>(
        house.desk.withdraw(administrator, "website")));
    CHECK_FALSE(house.works(token));
    CHECK_FALSE(house.known("website").works);
    CHECK(house.known("website").withdrawn);
    CHECK(
        std::holds_alternative<adapters::NotFound>(house.desk.withdraw(administrator, "website")));
    CHECK_EQ(house.made({.name = "website", .scopes = {"read"}}), "name token_taken");
    CHECK_EQ(
        house.database.ask("select string_agg(actor || ' ' || what || ' ' || (said ->> 'token'),"
                           " ', ' order by line) from staff_log"),
        "staff:1 token_made website, staff:1 token_withdrawn website");
}

TEST_CASE("a token with a last day ends with that day") {
    auto house = House{};
    const auto today = house.reading.today("Europe/Brussels");
    const auto token = house.made({.name = "fair", .scopes = {"read"}, .until = today});
    CHECK(house.works(token));
    CHECK_EQ(house.known("fair").until, today);
    house.database.advance("1 day");
    CHECK_FALSE(house.works(token));
    CHECK_FALSE(house.known("fair").works);
}

TEST_CASE("everything that is wrong with a token is told at once") {
    auto house = House{};
    CHECK_EQ(house.made({.name = "", .scopes = {}}), "name missing, scopes missing");
    CHECK_EQ(house.made({.name = "our website", .scopes = {"everything"}, .until = "tomorrow"}),
             "name token_name, scopes token_scope_unknown, until day_format");
    CHECK_EQ(house.made(
                 {.name = std::string(61, 'a'), .scopes = {"read", "read"}, .until = "2020-01-01"}),
             "name too_long, scopes given_twice, until staff_until_past");
    CHECK(house.book.tokens().empty());
}

TEST_CASE("only administrators make tokens, and with the phone in their hand") {
    auto house = House{};
    const auto wish = adapters::NewToken{.name = "crm", .scopes = {"read"}};
    auto tired = administrator;
    tired.stepped_up = false;
    CHECK_EQ(house.made(wish, tired), "forbidden");
    CHECK_EQ(house.made(wish, auditor), "forbidden");
    CHECK_EQ(house.made(wish, {.id = "staff:2", .roles = {"clerk"}, .stepped_up = true}),
             "forbidden");
    CHECK(house.made(wish, {.id = "cli", .roles = {"administrator"}, .door = "cli"})
              .starts_with("dst_"));
    CHECK(std::holds_alternative<adapters::Forbidden>(house.desk.withdraw(auditor, "crm")));
    CHECK(std::holds_alternative<adapters::Forbidden>(
        house.desk.list({.id = "staff:2", .roles = {"clerk"}})));
    CHECK(std::holds_alternative<std::vector<adapters::KnownToken>>(house.desk.list(auditor)));
}

}  // namespace token_book_test
