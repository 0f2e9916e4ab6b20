#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "states/checks.hpp"
#include "states/data_files.hpp"
#include "states/reference.hpp"
#include "tests/shared_data.hpp"

namespace reference_test {

using namespace states;

TEST_CASE("a structured message passes in every form that banks print") {
    for (const auto* form :
         {"+++010/8068/17183+++", "***010/8068/17183***", "010/8068/17183", "010806817183",
          " +++ 010/8068/17183 +++ ", "010 8068 17183", "+++010806817183+++"}) {
        CAPTURE(form);
        const auto checked = check_reference(form);
        CHECK_EQ(checked.verdict, Verdict::valid);
        CHECK_EQ(checked.normalised, "+++010/8068/17183+++");
    }
}

TEST_CASE("a remainder of zero is written 97") {
    CHECK_EQ(check_reference("000000009797").normalised, "+++000/0000/09797+++");
    CHECK_EQ(check_reference("000000009700").code, "reference_check_digits");
    CHECK_EQ(check_reference("000000000097").code, "reference_check_digits");  // Nothing at all.
    CHECK_EQ(check_reference("000000000000").code, "reference_check_digits");
}

TEST_CASE("a security code is not taken for a structured message") {
    for (const auto* code : {"0108-0681-7183", "0108 0681 7183", "0108.0681.7183"})
        CHECK_EQ(check_reference(code).code, "reference_is_security_code");
}

TEST_CASE("what is neither kind of reference is not one") {
    for (const auto* text :
         {"", "+++", "++++++", "01080681718", "0108068171830", "010/8068/1718", "+++010/8068/17183",
          "01/08068/17183", "010-8068-17183", "abc", "RF", "RF18", "RFXX539007547034",
          "RF18 5390-0754", "RF185390075470345390075470345", "日本"}) {
        CAPTURE(text);
        CHECK_EQ(check_reference(text).code, "reference_format");
    }
}

TEST_CASE("a creditor reference follows ISO 11649") {
    CHECK_EQ(check_reference("RF18 5390 0754 7034").normalised, "RF18539007547034");
    CHECK_EQ(check_reference("rf18539007547034").normalised, "RF18539007547034");
    CHECK_EQ(check_reference("RF18 5390 0754 70Y").normalised, "RF185390075470Y");
    CHECK_EQ(check_reference("RF17 5390 0754 7034").code, "reference_check_digits");
}

TEST_CASE("one mistyped digit in a reference is always found") {
    for (const std::string reference : {"010806817183", "RF18539007547034"})
        for (std::size_t i = reference.starts_with("RF") ? 2 : 0; i < reference.size(); ++i)
            for (char c = '0'; c <= '9'; ++c) {
                auto changed = reference;
                changed[i] = c;
                if (changed == reference) continue;
                CAPTURE(changed);
                CHECK_EQ(check_reference(changed).code, "reference_check_digits");
            }
}

TEST_CASE("python-stdnum's documented references get its verdicts") {
    const auto lines = tests::shared_lines("data/vat/stdnum-docstring-examples.tsv");
    if (!lines) return;
    int used = 0;
    for (const auto& line : *lines) {
        const auto cells = parts(line, '\t');
        const bool ours = cells.at(0) == "stdnum.be.ogm_vcs" || cells.at(0) == "stdnum.iso11649";
        if (!ours || cells.at(1) != "validate") continue;
        CAPTURE(line);
        CHECK_EQ(check_reference(cells.at(2)).verdict,
                 cells.at(3) == "ok" ? Verdict::valid : Verdict::invalid);
        ++used;
    }
    CHECK_EQ(used, 5);
}

TEST_CASE("references that are made are those that pass") {
    CHECK_EQ(make_structured_message(108'068'171), "+++010/8068/17183+++");
    CHECK_EQ(make_structured_message(97), "+++000/0000/09797+++");  // No remainder is written 97.
    CHECK_EQ(make_creditor_reference("539007547034"), "RF18539007547034");
    for (std::int64_t number = 1; number <= 9'999'999'999; number = number * 3 + 1) {
        CAPTURE(number);
        const auto message = make_structured_message(number);
        CHECK_EQ(check_reference(message).normalised, message);
        const auto reference = make_creditor_reference("V" + std::to_string(number));
        CHECK_EQ(check_reference(reference).normalised, reference);
    }
    CHECK_THROWS_AS(make_structured_message(0), std::out_of_range);
    CHECK_THROWS_AS(make_structured_message(10'000'000'000), std::out_of_range);
    for (const auto* own : {"", "v1", "V-1", "1234567890123456789012"})
        CHECK_THROWS_AS(make_creditor_reference(own), std::invalid_argument);
}

}  // namespace reference_test
