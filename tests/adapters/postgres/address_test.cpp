// Connection strings, checked against what the server says that it understood.

#include "adapters/postgres/address.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/database.hpp"

namespace address_test {

TEST_CASE("an address of key words and an address that is a URI get the same limits") {
    const auto host = tests::ask(tests::cluster().address(), "show unix_socket_directories");
    auto path = std::string{};
    for (const char c : host) path += c == '/' ? "%2F" : std::string{c};
    const auto uri = "postgresql://doorstep@" + path + "/doorstep";
    for (const auto& address :
         {"host=" + host + " user=doorstep dbname=doorstep", uri, uri + "?application_name=test"}) {
        const auto limited = postgres::with_limits(address);
        CHECK_EQ(tests::ask(limited, "show statement_timeout"), "5s");
        CHECK_EQ(tests::ask(limited, "show lock_timeout"), "2s");
        CHECK_EQ(tests::ask(limited, "show idle_in_transaction_session_timeout"), "30s");
    }
}

TEST_CASE("limits that an address has of its own stand") {
    CHECK_EQ(postgres::with_limits("dbname=x connect_timeout=9 options='-c statement_timeout=1' "
                                   "keepalives_idle=1 tcp_user_timeout=1"),
             "dbname=x connect_timeout=9 options='-c statement_timeout=1' "
             "keepalives_idle=1 tcp_user_timeout=1");
}

}  // namespace address_test
