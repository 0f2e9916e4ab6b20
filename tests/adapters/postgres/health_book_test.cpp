#include "adapters/postgres/health_book.hpp"

#include <doctest/doctest.h>

#include "adapters/postgres/store.hpp"
#include "tests/database.hpp"

namespace health_book_test {
namespace {

adapters::Vital of(postgres::Pool& pool, std::string_view name) {
    for (auto& vital : postgres::HealthBook{pool}.vitals())
        if (vital.name == name) return vital;
    return {};
}

}  // namespace

TEST_CASE("a message that somebody works on is no trouble; one that is tried again is") {
    const tests::Database database;
    postgres::Pool pool{database.address(), 2};
    postgres::Store store{pool};
    const auto lease = std::chrono::seconds{60};
    store.listen(lease);
    store.keep({"esign", "1", {}, "{}"});
    CHECK_EQ(of(pool, "provider/esign").waiting, 0);
    CHECK(of(pool, "provider/esign").last_good);

    const auto claimed = store.claim_arrivals(1, lease);
    REQUIRE_EQ(claimed.size(), 1);
    store.retry(claimed.front().claim, lease, {"away"});
    CHECK_EQ(of(pool, "provider/esign").waiting, 1);
    CHECK_EQ(of(pool, "provider/esign").trouble, "away");

    database.advance("2 minutes");
    CHECK(store.finish(store.claim_arrivals(1, lease).at(0).claim, ""));
    CHECK_EQ(of(pool, "provider/esign").waiting, 0);
    store.stop_listening();
}

}  // namespace health_book_test
