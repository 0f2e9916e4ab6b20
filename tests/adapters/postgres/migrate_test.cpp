// Migrations on a real database: once, in order, and never against an operator's interest.

#include "adapters/postgres/migrate.hpp"

#include <doctest/doctest.h>

#include <future>
#include <string>
#include <vector>

#include "tests/database.hpp"

namespace migrate_test {

namespace {

using Names = std::vector<std::string>;

constexpr auto doors = "create table doors (id int primary key); insert into doors values (1);";
constexpr auto locks = "create table locks (id int primary key, door int references doors);";

const auto first = postgres::Migrations{{"001_doors.sql", doors}};
const auto both = postgres::Migrations{{"001_doors.sql", doors}, {"002_locks.sql", locks}};

class Empty {  // A database that nothing was applied to.
public:
    Empty() : name_{"empty_" + std::to_string(++count_)} {
        tests::ask(tests::cluster().address(), "create database " + name_);
    }
    std::string address() const { return tests::cluster().address(name_); }
    std::string ask(const std::string& statement) const { return tests::ask(address(), statement); }

private:
    inline static int count_ = 0;
    std::string name_;
};

std::string refusal(const std::string& address, const postgres::Migrations& files) {
    try {
        postgres::migrate(address, files);
    } catch (const postgres::CannotMigrate& refused) {
        return refused.what();
    }
    return "";
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("migrations are applied in order, each once, and leave a trace") {
    const Empty database;
    CHECK_EQ(postgres::pending(database.address(), both), Names{"001_doors.sql", "002_locks.sql"});
    CHECK_EQ(database.ask("select to_regclass('migrations')"), "");

    CHECK_EQ(postgres::migrate(database.address(), first), Names{"001_doors.sql"});
    CHECK_EQ(postgres::pending(database.address(), both), Names{"002_locks.sql"});
    CHECK_EQ(postgres::migrate(database.address(), both), Names{"002_locks.sql"});
    CHECK_EQ(postgres::migrate(database.address(), both), Names{});
    CHECK_EQ(postgres::pending(database.address(), both), Names{});

    CHECK_EQ(database.ask("select count(*) from doors"), "1");
    CHECK_EQ(database.ask("select string_agg(number || ' ' || name, ', ' order by number) "
                          "from migrations where applied_at <= clock_timestamp()"),
             "1 001_doors.sql, 2 002_locks.sql");
    CHECK_EQ(database.ask("select sha256 = encode(sha256(convert_to($$" + std::string{doors} +
                          "$$, 'UTF8')), 'hex') from migrations where number = 1"),
             "t");
}

TEST_CASE("many nodes that start at once apply each migration once") {
    const Empty database;
    std::vector<std::future<Names>> nodes;
    for (int i = 0; i < 4; ++i)
        nodes.push_back(std::async(std::launch::async,
                                   [&] { return postgres::migrate(database.address(), both); }));
    std::size_t applied = 0;
    for (auto& node : nodes) applied += node.get().size();
    CHECK_EQ(applied, 2);
    CHECK_EQ(database.ask("select count(*) from doors"), "1");
}

TEST_CASE("a migration that fails is undone, named, and does not take the earlier ones with it") {
    const Empty database;
    auto files = both;
    files["002_locks.sql"] = "create table locks (id int); insert into nowhere values (1);";
    const auto words = refusal(database.address(), files);
    CHECK(has(words, "002_locks.sql"));
    CHECK(has(words, "nowhere"));
    CHECK_EQ(database.ask("select to_regclass('locks')"), "");
    CHECK_EQ(database.ask("select max(number) from migrations"), "1");
    CHECK_EQ(postgres::migrate(database.address(), both), Names{"002_locks.sql"});
}

TEST_CASE("a migration whose text has changed since it was applied is refused") {
    const Empty database;
    postgres::migrate(database.address(), first);
    auto files = both;
    files["001_doors.sql"] = "create table doors (id bigint primary key);";
    CHECK(has(refusal(database.address(), files), "001_doors.sql is not what was applied"));
    CHECK_EQ(database.ask("select max(number) from migrations"), "1");
    CHECK_THROWS_AS(postgres::pending(database.address(), files), postgres::CannotMigrate);
}

TEST_CASE("a database that is newer than the program is refused") {
    const Empty database;
    postgres::migrate(database.address(), both);
    const auto words = refusal(database.address(), first);
    CHECK(has(words, "002_locks.sql"));
    CHECK(has(words, "a newer doorstep"));
}

TEST_CASE("a migration that was slipped in below an applied one is refused") {
    const Empty database;
    postgres::migrate(database.address(), {{"003_locks.sql", doors}});
    CHECK(has(refusal(database.address(), {{"002_doors.sql", locks}, {"003_locks.sql", doors}}),
              "give it a higher number"));
}

TEST_CASE("names without a number, and numbers that two share, are refused") {
    const Empty database;
    for (const auto* name : {"doors.sql", "01_doors.sql", "001-doors.sql", "001_.sql",
                             "001_Doors.sql", "001_doors.txt", "1234_doors.sql"})
        CHECK(has(refusal(database.address(), {{name, doors}}), name));
    CHECK(has(refusal(database.address(), {{"001_doors.sql", doors}, {"001_locks.sql", locks}}),
              "001_doors.sql and 001_locks.sql"));
}

TEST_CASE("the program's own migrations make a database, once") {
    const tests::Database database;
    CHECK_EQ(postgres::pending(database.address()), Names{});
    CHECK_EQ(database.ask("select count(*) from migrations"),
             std::to_string(adapters::sql_files().size()));
}

TEST_CASE("a test moves its own database's clock, and no other one") {
    const tests::Database moved;
    const tests::Database still;
    const auto days_ahead = std::string{"select extract(day from clock() - clock_timestamp())"};
    moved.advance("15 days");
    moved.advance("1 day 1 hour");
    CHECK_EQ(moved.ask(days_ahead), "16");
    CHECK_EQ(still.ask(days_ahead), "0");
}

}  // namespace migrate_test
