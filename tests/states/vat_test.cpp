#include "states/vat.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <stdexcept>
#include <string>

#include "states/checks.hpp"
#include "states/data_files.hpp"
#include "tests/shared_data.hpp"

namespace vat_test {

using namespace states;

namespace {

constexpr std::string_view members =
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";

std::string code_of(std::string_view number) { return check_vat(number).code; }

std::string normalised(std::string_view number) {
    const auto checked = check_vat(number);
    CAPTURE(number);
    CHECK_EQ(checked.verdict, Verdict::valid);
    return checked.normalised;
}

// How many of the numbers that differ from `number` in one digit pass as well.
int undetected(const std::string& number) {
    int passed = 0;
    for (std::size_t i = 2; i < number.size(); ++i)
        for (char c = '0'; c <= '9' && number[i] >= '0' && number[i] <= '9'; ++c) {
            auto changed = number;
            changed[i] = c;
            if (changed != number && check_vat(changed).verdict != Verdict::invalid) ++passed;
        }
    return passed;
}

}  // namespace

TEST_CASE("every member state and Northern Ireland has a prefix and an example that is valid") {
    for (const auto country : parts(members, ' ')) {
        CAPTURE(country);
        const auto prefix = vat_prefix_of(country);
        CHECK_EQ(prefix, country == "GR" ? "EL" : country);
        CHECK_EQ(normalised(vat_example(prefix)), vat_example(prefix));
        CHECK_EQ(claimed_vat_prefix(vat_example(prefix)), prefix);
    }
    CHECK_EQ(vat_prefix_of("GB"), "XI");
    CHECK_EQ(normalised(vat_example("XI")), vat_example("XI"));
    CHECK_EQ(vat_prefix_of("CH"), "");
    CHECK_EQ(vat_prefix_of(""), "");
    CHECK_THROWS_AS(vat_example("CH"), std::out_of_range);
}

TEST_CASE("numbers pass in the forms that people write, and come out compact") {
    CHECK_EQ(normalised("BE 0123.456.749"), "BE0123456749");
    CHECK_EQ(normalised(" be-0123/456/749 "), "BE0123456749");
    CHECK_EQ(normalised("BE 428759497"), "BE0428759497");
    CHECK_EQ(normalised("EL 94259216"), "EL094259216");
    CHECK_EQ(normalised("GR094259216"), "EL094259216");
    CHECK_EQ(normalised("NL4495445B01"), "NL004495445B01");
    CHECK_EQ(normalised("NL002455799B11"), "NL002455799B11");
    CHECK_EQ(normalised("ATU 13585627"), "ATU13585627");
    CHECK_EQ(normalised("IE 8D79739I"), "IE8D79739I");
    CHECK_EQ(normalised("FR K7399859412"), "FRK7399859412");
    CHECK_EQ(normalised("XI 980 7806 84"), "XI980780684");
    CHECK_EQ(normalised("XIGD499"), "XIGD499");
    CHECK_EQ(normalised("XIHA500"), "XIHA500");
    CHECK_EQ(normalised("LV 328673-00679"), "LV32867300679");
    CHECK_EQ(normalised("RO 1630615123457"), "RO1630615123457");
    CHECK_EQ(normalised("CZ7103192745"), "CZ7103192745");
    CHECK_EQ(normalised("CZ640903926"), "CZ640903926");
    CHECK_EQ(normalised("BG7523169263"), "BG7523169263");
}

TEST_CASE("a number that does not pass says what is wrong with it") {
    CHECK_EQ(code_of("BE0123456748"), "vat_check_digits");
    CHECK_EQ(code_of("BE2123456749"), "vat_format");
    CHECK_EQ(code_of("BE012345674"), "vat_check_digits");  // Nine digits: the old form.
    CHECK_EQ(code_of("BE01234567"), "vat_format");
    CHECK_EQ(code_of("BE01234567499"), "vat_format");
    CHECK_EQ(code_of("BE012345674X"), "vat_format");
    CHECK_EQ(code_of("BE"), "vat_format");
    CHECK_EQ(code_of("BE日本"), "vat_format");
    CHECK_EQ(code_of("0123456749"), "vat_prefix");
    CHECK_EQ(code_of(""), "vat_prefix");
    CHECK_EQ(code_of("QQ123"), "vat_prefix");
    CHECK_EQ(code_of("NL000000000B01"), "vat_check_digits");
    CHECK_EQ(code_of("LV161375-19997"), "vat_check_digits");  // Nobody is born in month 13.
    CHECK_EQ(code_of("FRIO334175221"), "vat_check_digits");
    CHECK_EQ(code_of("SE123456789700"), "vat_check_digits");
    CHECK_EQ(code_of("DE012345678"), "vat_format");
    CHECK_EQ(code_of("CY12000000A"), "vat_check_digits");
}

TEST_CASE("a Belgian remainder of zero is written 97") {
    CHECK_EQ(check_vat("BE0000009797").verdict, Verdict::valid);
    CHECK_EQ(code_of("BE0000009700"), "vat_check_digits");
}

TEST_CASE("numbers of other countries are not judged") {
    for (const auto* number :
         {"CHE-107.787.577 IVA", "GB980780684", "NO 995 525 828 MVA", "US12"}) {
        const auto checked = check_vat(number);
        CAPTURE(number);
        CHECK_EQ(checked.verdict, Verdict::unknown);
        CHECK_EQ(checked.code, "vat_not_judged");
        CHECK_FALSE(checked.normalised.empty());
    }
}

TEST_CASE("one mistyped digit is found, by most check digits always") {
    const std::set<std::string_view> always = {"AT", "BE", "CY", "DE", "DK", "EE", "ES", "FI", "FR",
                                               "HR", "HU", "IE", "IT", "LU", "MT", "PL", "SK"};
    for (const auto country : parts(members, ' ')) {
        const auto prefix = vat_prefix_of(country);
        CAPTURE(prefix);
        const auto number = std::string{vat_example(prefix)};
        const int passed = undetected(number);
        if (always.contains(prefix))
            CHECK_EQ(passed, 0);
        else  // Two remainders share a digit, or digits at the end are not part of the sum.
            CHECK_LT(passed, prefix == "NL" || prefix == "SE" ? 20 : 9);
    }
}

TEST_CASE("python-stdnum's documented examples get its verdicts") {
    const auto lines = tests::shared_lines("data/vat/stdnum-docstring-examples.tsv");
    if (!lines) return;
    const std::map<std::string, std::string> prefixes = {{"gr", "EL"}, {"gb", "XI"}};
    const std::set<std::string_view> subjects = {"uid", "vat", "dic", "cvr",  "kmkr", "nif",
                                                 "alv", "tva", "oib", "anum", "iva",  "pvm",
                                                 "pvn", "btw", "nip", "cf",   "ddv",  "dph"};
    int used = 0;
    for (const auto& line : *lines) {
        const auto cells = parts(line, '\t');
        const auto names = parts(cells.at(0), '.');
        if (cells.at(1) != "validate" || names.size() != 3 || !subjects.contains(names[2]))
            continue;
        auto country = std::string{names[1]};
        if (country == "ch") continue;  // Not judged here.
        const auto special = prefixes.find(country);
        auto prefix = special == prefixes.end() ? std::string{} : special->second;
        if (prefix.empty())
            for (const char c : country) prefix.push_back(static_cast<char>(c - 'a' + 'A'));

        auto input = std::string{cells.at(2)};
        if (input.starts_with("GB")) input.erase(0, 2);
        const bool whole = country == "eu" || claimed_vat_prefix(input) == prefix;
        const auto checked = check_vat(whole ? input : prefix + input);
        CAPTURE(line);
        ++used;
        if (cells.at(3) == "error") {
            CHECK_EQ(checked.verdict, Verdict::invalid);
            continue;
        }
        const auto expected = std::string{cells.at(4)};
        const bool prefixed = country == "eu" || expected.starts_with(prefix);
        CHECK_EQ(checked.verdict, Verdict::valid);
        CHECK_EQ(checked.normalised, prefixed ? expected : prefix + expected);
    }
    CHECK_GT(used, 70);
}

}  // namespace vat_test
