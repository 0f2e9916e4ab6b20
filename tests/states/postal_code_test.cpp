#include "states/postal_code.hpp"

#include <doctest/doctest.h>

#include <string>

#include "states/checks.hpp"
#include "states/data_files.hpp"
#include "tests/shared_data.hpp"

namespace postal_code_test {

using namespace states;

TEST_CASE("a postal code fits its country") {
    CHECK_EQ(check_postal_code("BE", "3001").normalised, "3001");
    CHECK_EQ(check_postal_code("be", " B-3001 ").normalised, "3001");
    CHECK_EQ(check_postal_code("LU", "L-1234").normalised, "1234");
    CHECK_EQ(check_postal_code("NL", "1234  ab").normalised, "1234 AB");
    CHECK_EQ(check_postal_code("GB", "ec1y 8sy").normalised, "EC1Y 8SY");
    CHECK_EQ(check_postal_code("SE", "SE-111 22").normalised, "111 22");
    CHECK_EQ(check_postal_code("BR", "40301-110").normalised, "40301-110");
    CHECK_EQ(check_postal_code("PL", "00-950").normalised, "00-950");
    CHECK_EQ(check_postal_code("BE", "30010").code, "postal_code_format");
    CHECK_EQ(check_postal_code("BE", "30A1").code, "postal_code_format");
    CHECK_EQ(check_postal_code("NL", "3001").code, "postal_code_format");
    CHECK_EQ(check_postal_code("BE", "３００１").code, "postal_code_format");
    CHECK_EQ(check_postal_code("BE", "LEUVEN-3001").code, "postal_code_format");
    CHECK_EQ(check_postal_code("BE", "").code, "missing");
}

TEST_CASE("where there are no postal codes, none and any will do") {
    for (const auto* country : {"AE", "HK", "IE", "AO"}) {
        CAPTURE(country);
        CHECK_EQ(check_postal_code(country, "").verdict, Verdict::valid);
        CHECK_EQ(check_postal_code(country, "d02 x285").normalised, "D02 X285");
        CHECK_FALSE(postal_code_required(country));
    }
    CHECK_EQ(check_postal_code("IE", "12345678901234567").code, "postal_code_length");
}

TEST_CASE("where they exist and letters arrive without, it may be left out") {
    CHECK_EQ(check_postal_code("AF", "").verdict, Verdict::valid);
    CHECK_EQ(check_postal_code("AF", "12").code, "postal_code_format");
}

TEST_CASE("the example that we show for a country is a postal code there") {
    int shown = 0;
    for (const auto line : data_lines("postal_codes.txt")) {
        const auto country = parts(line, '\t').at(0);
        const auto example = postal_code_example(country);
        CAPTURE(country);
        CHECK_EQ(check_postal_code(country, example).normalised, example);
        ++shown;
    }
    CHECK_EQ(shown, 177);
}

TEST_CASE("the table is the one of libaddressinput") {
    const auto lines = tests::shared_lines("data/address/countryinfo-toplevel.txt");
    if (!lines) return;
    int without = 0;
    for (const auto& line : *lines) {
        if (line.find("\"zip\":") == std::string::npos) ++without;
        const auto start = line.find("\"zipex\":\"");
        if (start == std::string::npos) continue;
        const auto quoted = std::string_view{line}.substr(start + 9);
        for (const auto example : parts(quoted.substr(0, quoted.find('"')), ',')) {
            const auto country = line.substr(5, 2);
            CAPTURE(country);
            CAPTURE(example);
            // Three of theirs are slips: a letter O for a zero, and a digit too few.
            const bool slip = example == "RH6 OHP" || (country == "BY" && example == "20050") ||
                              (country == "EE" && example == "1001");
            CHECK_EQ(check_postal_code(country, example).verdict,
                     slip ? Verdict::invalid : Verdict::valid);
        }
    }
    CHECK_EQ(without, 76);  // 75 countries and the default.
}

}  // namespace postal_code_test
