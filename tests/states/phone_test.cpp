#include <doctest/doctest.h>

#include <string>

#include "states/checks.hpp"

namespace phone_test {

using namespace states;

TEST_CASE("any usual notation with a country code becomes the form of EPP") {
    for (const auto* notation :
         {"+32.16284970", "+32 16 28 49 70", "+3216284970", "0032 16 28 49 70", "(+32)16/28 49 70",
          "+32 (0)16 28 49 70", "+32-16-28.49.70", "  +32 16284970 "}) {
        CAPTURE(notation);
        const auto checked = check_phone(notation);
        CHECK_EQ(checked.verdict, Verdict::valid);
        CHECK_EQ(checked.normalised, "+32.16284970");
        CHECK_EQ(checked.code, "");
    }
}

TEST_CASE("the country code is as long as the country's is") {
    CHECK_EQ(check_phone("+1 650-253-0000").normalised, "+1.6502530000");
    CHECK_EQ(check_phone("+353 1 234 5678").normalised, "+353.12345678");
    CHECK_EQ(check_phone("+39 06 698 84857").normalised, "+39.0669884857");  // Its 0 belongs to it.
    CHECK_EQ(check_phone("+81 3-3224-5111").normalised, "+81.332245111");
}

TEST_CASE("a number that cannot be dialled says why") {
    CHECK_EQ(check_phone("016/28.49.70").code, "phone_country_code");
    CHECK_EQ(check_phone("16 28 49 70").code, "phone_country_code");
    CHECK_EQ(check_phone("+999 123456").code, "phone_country_unknown");
    CHECK_EQ(check_phone("+32 16").code, "phone_too_short");
    CHECK_EQ(check_phone("+32 16284970123456").code, "phone_too_long");
    for (const auto* text : {"", "+", "phone", "+32 16 28 49 70 ext 3", "+32 16 28 49 70 / +32 2",
                             "+32 16;28", "+32 １６284970"}) {
        CAPTURE(text);
        CHECK_EQ(check_phone(text).code, "phone_format");
        CHECK_EQ(check_phone(text).verdict, Verdict::invalid);
    }
}

TEST_CASE("a range that the library does not know is kept and doubted") {
    const auto checked = check_phone("+32 00 00 00 00");
    CHECK_EQ(checked.verdict, Verdict::unknown);
    CHECK_EQ(checked.normalised, "+32.00000000");
    CHECK_EQ(checked.code, "phone_range_unknown");
}

TEST_CASE("a mobile number has to receive text messages") {
    CHECK_EQ(check_mobile("+32 497 11 11 11").normalised, "+32.497111111");
    CHECK_EQ(check_mobile("+44 7911 123456").verdict, Verdict::valid);
    CHECK_EQ(check_mobile("+1 650-253-0000").verdict, Verdict::valid);  // Nobody can tell there.
    CHECK_EQ(check_mobile("+32.16284970").code, "mobile_no_sms");
    CHECK_EQ(check_mobile("+32 800 12 345").code, "mobile_no_sms");
    CHECK_EQ(check_mobile("+44 56 1234 5678").code, "mobile_unsure");  // Internet telephony.
    CHECK_EQ(check_mobile("+44 56 1234 5678").verdict, Verdict::unknown);
    CHECK_EQ(check_mobile("0497 11 11 11").code, "phone_country_code");
}

TEST_CASE("what is normal already stays as it is") {
    for (const auto* number : {"+32.16284970", "+32.497111111", "+1.6502530000", "+39.0669884857"})
        CHECK_EQ(check_phone(number).normalised, number);
}

}  // namespace phone_test
