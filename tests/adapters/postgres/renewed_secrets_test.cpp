#include "adapters/postgres/renewed_secrets.hpp"

#include <doctest/doctest.h>

#include "tests/database.hpp"

namespace renewed_secrets_test {

TEST_CASE("a renewed secret is found by what it was made from, and readable with our key alone") {
    const tests::Database database;
    postgres::Pool pool{database.address(), 2};
    postgres::RenewedSecrets secrets{pool, std::string(32, 'k')};
    CHECK_FALSE(secrets.newest("adobe", "first"));
    secrets.keep("adobe", "first", "second");
    secrets.keep("adobe", "first", std::string{"thi\0rd", 6});
    CHECK_EQ(secrets.newest("adobe", "first").value(), std::string{"thi\0rd", 6});
    CHECK_FALSE(secrets.newest("adobe", "configured anew"));
    CHECK_FALSE(secrets.newest("another", "first"));
    CHECK_EQ(database.ask("select count(*) from renewed_secrets where sealed like '%rd%' or "
                          "began_as like '%first%'"),
             "0");

    postgres::RenewedSecrets elsewhere{pool, std::string(32, 'e')};
    CHECK_THROWS_WITH_AS(elsewhere.newest("adobe", "first"),
                         doctest::Contains("another sealing.key"), std::runtime_error);
}

}  // namespace renewed_secrets_test
