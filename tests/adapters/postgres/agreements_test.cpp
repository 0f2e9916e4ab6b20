#include "adapters/postgres/agreements.hpp"

#include <doctest/doctest.h>

#include "engine/fault.hpp"
#include "tests/database.hpp"

namespace agreements_test {

namespace {

struct List {
    tests::Database database;
    postgres::Pool pool{database.address(), 2};
    postgres::Agreements agreements{pool, {std::chrono::hours{1}, std::chrono::seconds{0}}};
    adapters::Agreement one{.id = "1001",
                            .reference = "A-2026-000001",
                            .product = ".be",
                            .edition = 1,
                            .signer = "an@voorbeeld.example"};

    std::string count() const { return database.ask("select count(*) from agreements"); }
};

}  // namespace

TEST_CASE("an agreement is remembered once, and looked at when there is news of it") {
    List list;
    list.agreements.remember(list.one);
    list.agreements.remember(list.one);
    CHECK_EQ(list.count(), "1");
    CHECK(list.agreements.claim(9, std::chrono::seconds{60}).empty());
    CHECK_FALSE(list.agreements.hint("1002"));
    CHECK(list.agreements.hint("1001"));
    const auto looks = list.agreements.claim(9, std::chrono::seconds{60});
    REQUIRE_EQ(looks.size(), 1);
    CHECK_EQ(looks[0].agreement.signer, "an@voorbeeld.example");
    CHECK(list.agreements.claim(9, std::chrono::seconds{60}).empty());
}

TEST_CASE("one that was given up is not awaited again") {
    List list;
    list.agreements.remember(list.one);
    list.agreements.forget("1001");
    list.agreements.remember(list.one);
    CHECK_FALSE(list.agreements.hint("1001"));
    CHECK_EQ(list.database.ask("select standing from agreements"), "voided");
}

TEST_CASE("a service that gives one name to two contracts is not believed") {
    List list;
    list.agreements.remember(list.one);
    auto other = list.one;
    SUBCASE("of two applications") { other.reference = "A-2026-000002"; }
    SUBCASE("of two products") { other.product = ".vlaanderen"; }
    SUBCASE("of two editions") { other.edition = 2; }
    CHECK_THROWS_AS(list.agreements.remember(other), engine::Rejected);
    CHECK_EQ(list.database.ask("select reference || product || edition from agreements"),
             "A-2026-000001.be1");
}

}  // namespace agreements_test
