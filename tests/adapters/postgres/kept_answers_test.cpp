#include "adapters/postgres/kept_answers.hpp"

#include <doctest/doctest.h>

#include "tests/database.hpp"

namespace kept_answers_test {

TEST_CASE("the newest answer to a question is kept, and goes after 90 days") {
    const tests::Database database;
    postgres::Pool pool{database.address(), 2};
    postgres::KeptAnswers kept{pool};
    CHECK_FALSE(kept.newest("vies", "BE1"));
    kept.keep("vies", "BE1", "first");
    kept.keep("vies", "BE1", "second");
    kept.keep("vies", "BE2", "another");
    CHECK_EQ(kept.newest("vies", "BE1").value().answer, "second");
    CHECK_FALSE(kept.newest("rdap", "BE1"));
    const auto at = kept.newest("vies", "BE1").value().at;

    database.advance("89 days");
    CHECK(kept.newest("vies", "BE1").value().at == at);
    kept.keep("vies", "BE2", "newer");
    database.advance("1 day 1 hour");
    CHECK_FALSE(kept.newest("vies", "BE1"));
    CHECK_EQ(database.ask("select count(*) from kept_answers"), "2");
    kept.keep("vies", "BE3", "last");  // Takes the outdated one away.
    CHECK_EQ(database.ask("select string_agg(question, ' ' order by question) from kept_answers"),
             "BE2 BE3");
    kept.keep("vies", "BE2", "newest");
    CHECK_EQ(kept.newest("vies", "BE2").value().answer, "newest");
}

}  // namespace kept_answers_test
