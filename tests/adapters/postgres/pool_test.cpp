// Which failures of the database may pass by themselves: those are tried again, all others are not.

#include "adapters/postgres/pool.hpp"

#include <doctest/doctest.h>

#include "engine/fault.hpp"
#include "tests/database.hpp"

namespace pool_test {

namespace {

using namespace tests;

void run(postgres::Pool& pool, const std::string& statement) {
    postgres::at_once(pool, [&](pqxx::transaction_base& t) { t.exec(statement); });
}
void run_in_transaction(postgres::Pool& pool, const std::string& statement) {
    postgres::in_transaction(pool, [&](pqxx::transaction_base& t) { t.exec(statement); });
}

std::string pid_of(postgres::Pool& pool) {
    return postgres::at_once(pool, [](pqxx::transaction_base& t) {
        return t.exec("select pg_backend_pid()")[0][0].as<std::string>();
    });
}

}  // namespace

TEST_CASE("a lost connection may pass by itself, and the next one is a new one") {
    const auto database = Database{};
    auto pool = postgres::Pool{database.address(), 1};
    for (const auto& statement : {"select 1", "select pg_terminate_backend(pg_backend_pid())"}) {
        CAPTURE(statement);
        database.ask("select pg_terminate_backend(" + pid_of(pool) + ", 5000)");
        CHECK_THROWS_AS(run(pool, statement), engine::Unavailable);
        CHECK_NOTHROW(run(pool, "select 1"));
    }
    CHECK_THROWS_AS(run_in_transaction(pool, "select pg_terminate_backend(pg_backend_pid())"),
                    engine::Unavailable);
    CHECK_NOTHROW(run(pool, "select 1"));
}

TEST_CASE("statements and locks that take too long may pass by themselves") {
    const auto database = Database{};
    auto pool = postgres::Pool{database.address(), 2};
    CHECK_THROWS_AS(run(pool, "set statement_timeout = 50; select pg_sleep(10)"),
                    engine::Unavailable);

    auto holder = pqxx::connection{database.address()};
    auto holding = pqxx::work{holder};
    holding.exec("lock table cases");
    CHECK_THROWS_AS(run(pool, "set lock_timeout = 50; select from cases"), engine::Unavailable);
}

TEST_CASE("a wrong statement stays wrong") {
    const auto database = Database{};
    auto pool = postgres::Pool{database.address(), 1};
    CHECK_THROWS_AS(run(pool, "select no_such_thing"), pqxx::undefined_column);
    CHECK_THROWS_AS(run(pool, "insert into documents (id) values (null)"), pqxx::sql_error);
}

TEST_CASE("when the server comes back, nobody is sent away for the sake of dead connections") {
    const auto database = Database{};
    auto pool = postgres::Pool{database.address(), 8};
    {
        std::vector<postgres::Pool::Handle> all;
        for (int i = 0; i < 8; ++i) all.push_back(pool.take());
    }
    cluster().restart(postgres::Shutdown::immediate);
    CHECK_THROWS_AS(run(pool, "select 1"), engine::Unavailable);  // One has to find out.
    for (int i = 0; i < 8; ++i) CHECK_NOTHROW(run(pool, "select 1"));
}

}  // namespace pool_test
