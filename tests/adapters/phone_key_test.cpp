#include "adapters/phone_key.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>

#include "tests/end_to_end/shell.hpp"

namespace phone_key_test {

using adapters::step_of;

namespace {

const std::string secret = "12345678901234567890";  // Of RFC 6238, appendix B.

engine::Time at(std::int64_t second) { return engine::Time{std::chrono::seconds{second}}; }

// A program of somebody else.
std::string oathtool(std::int64_t second) {
    auto said = tests::run_in_shell("oathtool --totp --base32 --now=@" + std::to_string(second) +
                                    " " + adapters::base32(secret))
                    .said;
    said.pop_back();
    return said;
}

}  // namespace

TEST_CASE("the keys of RFC 6238, as far as six digits show them") {
    struct Vector {
        std::int64_t second;
        const char* key;
        std::int64_t step;
    };
    for (const auto& [second, key, step] : {Vector{59, "287082", 0x1},
                                            {1111111109, "081804", 0x23523EC},
                                            {1111111111, "050471", 0x23523ED},
                                            {1234567890, "005924", 0x273EF07},
                                            {2000000000, "279037", 0x3F940AA},
                                            {20000000000, "353130", 0x27BC86AA}}) {
        CAPTURE(second);
        CHECK_EQ(step_of(secret, key, at(second)), step);
        CHECK_EQ(oathtool(second), key);
    }
}

TEST_CASE("a phone may be one step off, and not two") {
    const auto now = 1'800'000'010;
    for (const auto off : {-1, 0, 1}) CHECK(step_of(secret, oathtool(now + 30 * off), at(now)));
    CHECK_EQ(step_of(secret, oathtool(now + 30), at(now)).value(), now / 30 + 1);
    for (const auto off : {-2, 2}) CHECK_FALSE(step_of(secret, oathtool(now + 30 * off), at(now)));
}

TEST_CASE("what is no key is none, and spaces in one do not matter") {
    CHECK(step_of(secret, "287 082", at(59)));
    for (const auto* key : {"", "28708", "2870820", "287083", "abcdef", "２８７０８２"})
        CHECK_FALSE(step_of(secret, key, at(59)));
    CHECK_FALSE(step_of("another secret here!", "287082", at(59)));
}

TEST_CASE("what the phone reads says whose key it is") {
    CHECK_EQ(adapters::base32(secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    CHECK_EQ(adapters::base32("f"), "MY");
    CHECK_EQ(adapters::otpauth_uri(secret, "Régistre & Cie", "100001"),
             "otpauth://totp/R%C3%A9gistre%20%26%20Cie:100001"
             "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=R%C3%A9gistre%20%26%20Cie"
             "&algorithm=SHA1&digits=6&period=30");
}

}  // namespace phone_key_test
