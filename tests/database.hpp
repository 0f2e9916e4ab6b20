// A PostgreSQL database of one's own, made from sql/ as an operator would make it.
//
// The first one in a test program starts a private cluster, which ends with the program.

#pragma once

#include <atomic>
#include <pqxx/pqxx>
#include <string>

#include "adapters/postgres/embedded.hpp"
#include "adapters/postgres/migrate.hpp"
#include "tests/golden.hpp"

namespace tests {

// Runs a statement and returns its first field.
inline std::string ask(const std::string& address, const std::string& statement) {
    auto connection = pqxx::connection{address};
    auto work = pqxx::nontransaction{connection};
    const auto rows = work.exec(statement);
    return rows.empty() || rows.front().empty() ? "" : rows[0][0].as<std::string>("");
}

// Without waiting for the disk: no test outlives a power cut.
inline postgres::Embedded& cluster() {
    static postgres::Embedded one = postgres::Embedded::temporary();
    static const bool careless = [] {
        ask(one.address(), "alter system set fsync = off");
        ask(one.address(), "select pg_reload_conf()");
        return true;
    }();
    (void)careless;
    return one;
}

// Migrated once, then copied: a copy takes a few milliseconds.
class Database {
public:
    Database() : name_{"test_" + std::to_string(++count_)} {
        static const bool made = [] {
            tests::ask(cluster().address(), "create database test_template");
            postgres::migrate(cluster().address("test_template"));
            return true;
        }();
        (void)made;
        tests::ask(cluster().address(), "create database " + name_ + " template test_template");
    }

    std::string address() const { return cluster().address(name_); }
    std::string ask(const std::string& statement) const { return tests::ask(address(), statement); }

    // Moves clock() forward for every connection: '15 days'.
    void advance(const std::string& interval) const {
        ask(read_file("adapters/postgres/test_clock/install.sql"));
        ask("insert into test_clock values ('" + interval + "')");
    }

private:
    inline static std::atomic<int> count_ = 0;
    std::string name_;
};

}  // namespace tests
