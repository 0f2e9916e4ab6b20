#include "adapters/intake/charset.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/times.hpp"

namespace charset_test {

using tests::times;

TEST_CASE("a long text is composed as a short one is, wherever its letters stand") {
    CHECK_EQ(intake::clean("Cafe\u0301"), "Café");
    // Every length before, as the text is composed in pieces and none may end before an accent.
    for (int before = 0; before < 40; ++before) {
        const auto lead = std::string(static_cast<std::size_t>(before), 'x');
        CHECK_EQ(intake::clean(lead + times(500, "Angstro\u0308m, ")),
                 lead + times(500, "Angström, "));
        CHECK_EQ(intake::clean(lead + times(2000, "e\u0301")), lead + times(2000, "é"));
    }
    CHECK_EQ(intake::clean(times(3000, "登録")), times(3000, "登録"));
    CHECK_EQ(intake::clean(times(3000, "\U0001F98A")), times(3000, "\U0001F98A"));
}

TEST_CASE("nothing but accents, however many, stays in its place") {
    const auto accents = times(5000, "\u0301");
    CHECK_EQ(intake::clean(accents), accents);
}

}  // namespace charset_test
