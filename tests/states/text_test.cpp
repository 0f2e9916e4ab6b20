#include "states/text.hpp"

#include <doctest/doctest.h>

namespace text_test {

using namespace states;

TEST_CASE("only well-formed UTF-8 is text") {
    CHECK_EQ(read_utf8("aéŁ日😀").value(), U"aéŁ日😀");
    CHECK_EQ(read_utf8("").value(), U"");
    CHECK(read_utf8("\xEF\xBF\xBD"));
    CHECK(read_utf8("\xF4\x8F\xBF\xBF"));
    for (const auto* broken : {"\x80", "\xC3", "\xC3(", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF",
                               "\xED\xA0\x80", "\xE2\x82", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
                               "\xF5\x80\x80\x80", "\xFF", "a\xE9 b"}) {
        CAPTURE(broken);
        CHECK_FALSE(read_utf8(broken));
    }
}

TEST_CASE("white space at the ends goes, also the one that comes with a paste") {
    CHECK_EQ(trimmed(" \t\r\n An Peeters \n"), "An Peeters");
    CHECK_EQ(trimmed("\xC2\xA0"
                     "3001\xC2\xA0 "),
             "3001");
    CHECK_EQ(trimmed("\xE3\x80\x80東京\xE3\x80\x80"), "東京");
    CHECK_EQ(trimmed(" \xC2\xA0 "), "");
    CHECK_EQ(trimmed(""), "");
    CHECK_EQ(trimmed("à"), "à");  // Its last byte is that of a no-break space.
}

TEST_CASE("controls are told from letters of any script") {
    for (const char32_t c : U"\x01\t\n\x1f\x7f\x80\x9f\u2028\u202e\u2066\ufeff")
        if (c) CHECK(is_control(c));
    for (const char32_t c : U"aZé ßŁΩ日\u200d\u00a0😀’-")
        if (c) CHECK_FALSE(is_control(c));
}

TEST_CASE("case and separators change for ASCII alone") {
    CHECK_EQ(upper_ascii("aZ é1"), "AZ é1");
    CHECK_EQ(lower_ascii("aZ É1"), "az É1");
    CHECK_EQ(without_separators("BE 0123.456-7/49\xC2\xA0é"), "BE0123456749é");
}

}  // namespace text_test
