#include "adapters/postgres/secrets.hpp"

#include <doctest/doctest.h>

#include <map>
#include <stdexcept>

namespace secrets_test {

using namespace postgres;

TEST_CASE("digits are as likely one as another") {
    std::map<char, int> seen;
    for (const auto digit : random_digits(20000)) ++seen[digit];
    REQUIRE_EQ(seen.size(), 10);
    for (const auto& [digit, times] : seen) {  // Seven standard deviations around 2000.
        CAPTURE(digit);
        CHECK_GT(times, 1700);
        CHECK_LT(times, 2300);
    }
    CHECK_EQ(random_digits(12).size(), 12);
}

TEST_CASE("an activation code reads well and has nothing that looks like something else") {
    for (int i = 0; i < 100; ++i) {
        const auto code = random_activation_code();
        REQUIRE_EQ(code.size(), 9);
        CHECK_EQ(code[4], '-');
        CHECK_EQ(code.find_first_of("01OI"), std::string::npos);
    }
    CHECK_NE(random_activation_code(), random_activation_code());
}

TEST_CASE("a code is compared as it was meant") {
    CHECK_EQ(normalised_code(" 7kq2-m9xf "), "7KQ2M9XF");
    CHECK_EQ(normalised_code("0123 4567 8901"), "012345678901");
}

TEST_CASE("a hash says its parameters, salts itself, and matches its code only") {
    const auto hash = hash_code("012345678901");
    CHECK(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    CHECK_NE(hash, hash_code("012345678901"));
    CHECK(code_matches("012345678901", hash));
    CHECK_FALSE(code_matches("012345678902", hash));
    CHECK_FALSE(code_matches("", hash));
    CHECK_THROWS_AS(code_matches("012345678901", "not a hash"), std::runtime_error);
}

TEST_CASE("what is sealed opens with the same key and purpose, and untouched only") {
    const std::string key(32, 'k');
    const auto sealed = seal(key, "A-1/6/1", "012345678901");
    CHECK_EQ(unseal(key, "A-1/6/1", sealed), "012345678901");
    CHECK_NE(sealed, seal(key, "A-1/6/1", "012345678901"));
    CHECK_THROWS_AS(unseal(key, "A-1/6/2", sealed), std::runtime_error);
    CHECK_THROWS_AS(unseal(std::string(32, 'l'), "A-1/6/1", sealed), std::runtime_error);
    CHECK_THROWS_AS(unseal(key, "A-1/6/1", "short"), std::runtime_error);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        CHECK_THROWS_AS(unseal(key, "A-1/6/1", changed), std::runtime_error);
    }
    CHECK_THROWS_AS(seal("short", "A-1/6/1", "012345678901"), std::invalid_argument);
}

}  // namespace secrets_test
