#include "adapters/bank/coda.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/adapters/bank/coda_files.hpp"
#include "tests/adapters/bank/reading.hpp"
#include "tests/shared_data.hpp"

namespace coda_test {

using adapters::Movement;
using tests::CodaMovement;

namespace {

auto read(const std::string& text) { return tests::read_by(bank::read_coda, text); }

void check_refused(const std::string& text, const std::string& place, const std::string& why) {
    const auto all = read(text);
    CAPTURE(why);
    CHECK_EQ(all.place, place);
    CHECK_NE(all.why.find(why), std::string::npos);
    CAPTURE(all.why);
}

std::string with(std::string text, const std::string& what, const std::string& instead) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), instead);
}

}  // namespace

TEST_CASE("a movement comes with all that its lines say") {
    const auto all = read(tests::coda_file({{.cents = 302'500, .structured = "000000010101"}}));
    REQUIRE_EQ(all.why, "");
    REQUIRE_EQ(all.movements.size(), 1);
    const auto& movement = all.movements[0];
    CHECK_EQ(movement.account, "BE68539007547034");
    CHECK_EQ(movement.statement, "2026-03-20/061");
    CHECK_EQ(movement.entry, "0001");
    CHECK_EQ(movement.booked_on, "2026-03-21");
    CHECK_EQ(movement.amount.cents, 302'500);
    CHECK_EQ(movement.currency, "EUR");
    CHECK_EQ(movement.structured, "000000010101");
    CHECK_EQ(movement.text, "");
    CHECK_EQ(movement.payer, "VOORBEELD HOSTING BV");
    CHECK_EQ(movement.payer_account, "BE71096123456769");
    CHECK_EQ(movement.bank_reference, "REF0000000001");
    CHECK_EQ(movement.identity.size(), 64);
    CHECK_FALSE(movement.reversal);
    CHECK_EQ(movement.doubt, "");
}

TEST_CASE("lines end either way, and an old end-of-file mark is no line") {
    const auto movements = std::vector<CodaMovement>{{.cents = 100}, {.cents = -50}};
    const auto by_dos = read(tests::coda_file(movements));
    const auto by_unix = read(tests::coda_file(movements, "061", "\n") + "\x1A");
    REQUIRE_EQ(by_dos.why, "");
    CHECK(by_dos.movements == by_unix.movements);
    REQUIRE_EQ(by_unix.movements.size(), 2);
    CHECK_EQ(by_unix.movements[1].amount.cents, -50);
}

TEST_CASE("several files and statements follow one another in one file") {
    const auto all =
        read(tests::coda_file({{.cents = 100}}, "061") + tests::coda_file({{.cents = 100}}, "062"));
    REQUIRE_EQ(all.movements.size(), 2);
    CHECK_EQ(all.movements[1].statement, "2026-03-20/062");
    CHECK_NE(all.movements[0].identity, all.movements[1].identity);
}

TEST_CASE("the same movement has the same identity in every copy of its statement") {
    const auto once = read(tests::coda_file({{.cents = 100}, {.cents = 100}}));
    const auto twice = read(tests::coda_file({{.cents = 100}, {.cents = 100}}, "061", "\n"));
    CHECK_EQ(once.movements[0].identity, twice.movements[0].identity);
    CHECK_NE(once.movements[0].identity, once.movements[1].identity);
}

TEST_CASE(
    "ISO-8859-1 becomes UTF-8, and a file that an editor has saved as UTF-8 is read as well") {
    const auto latin =
        tests::coda_file({{.cents = 100, .text = "caf\xE9", .name = "H\xD4TEL B\xDC"}});
    const auto all = read(latin);
    CHECK_EQ(all.movements.at(0).payer, "HÔTEL BÜ");
    CHECK_EQ(all.movements.at(0).text, "café");
    std::string utf8;
    for (const char c : latin)
        if (static_cast<unsigned char>(c) < 0x80)
            utf8 += c;
        else
            (utf8 += c < '\xC0' ? '\xC2' : '\xC3') += static_cast<char>(c & 0xBF);
    const auto saved = read("\xEF\xBB\xBF" + utf8);
    CHECK_EQ(saved.why, "");
    CHECK(saved.movements == all.movements);
}

TEST_CASE("a global movement and its details are not added both") {
    const auto all = read(
        tests::coda_file({{.cents = 500, .text = "sum", .details = {300, 200}}, {.cents = 700}}));
    REQUIRE_EQ(all.why, "");
    REQUIRE_EQ(all.movements.size(), 3);
    CHECK_EQ(all.movements[0].amount.cents, 300);
    CHECK_EQ(all.movements[0].entry, "0001/0001");
    CHECK_EQ(all.movements[1].amount.cents, 200);
    CHECK_EQ(all.movements[2].amount.cents, 700);

    const auto odd = read(tests::coda_file({{.cents = 500, .details = {300, 100}}}));
    REQUIRE_EQ(odd.movements.size(), 1);
    CHECK_EQ(odd.movements[0].amount.cents, 500);
    CHECK_EQ(odd.movements[0].doubt, "details_do_not_add_up");
}

TEST_CASE("what takes a movement back says so") {
    const auto all = read(tests::coda_file(
        {{.cents = -100, .code = "00199000"}, {.cents = -100, .returned = "2"}, {.cents = -100}}));
    REQUIRE_EQ(all.movements.size(), 3);
    CHECK(all.movements[0].reversal);
    CHECK(all.movements[1].reversal);
    CHECK_FALSE(all.movements[2].reversal);
}

TEST_CASE("what is not as it should be is refused with its line") {
    const auto file = tests::coda_file({{.cents = 302'500, .structured = "000000010101"}});
    check_refused("", "line 1", "empty");
    check_refused(file.substr(0, 130 * 4), "line 4", "without a record 9");
    check_refused(file.substr(0, 130 * 4 + 60), "line 5", "60 columns instead of 128");
    check_refused(file.substr(130), "line 1", "begins with record 0");
    check_refused(with(file, "000000003025000210326", "000000003025100210326"), "line 6",
                  "the new balance is 13025.000, but the old one and the movements make 13025.100");
    check_refused(with(file, "000005000000000000000", "000007000000000000000"), "line 7",
                  "says 7 records, but there are 5");
    check_refused(with(file, "000000003025000 ", "000000003025001 "), "line 7", "credit turnover");
    check_refused(with(file, "0000000003025000210326", "00000000030250x0210326"), "line 3",
                  "columns 33 to 47 must be digits");
    check_refused(with(file, "\r\n23", "\r\n24"), "line 5", "no record 2.4");
    check_refused(with(file, "\r\n23", "\r\n7 "), "line 5", "no record 7");
    check_refused(with(file, "2100010000", "2100019999"), "line 3",
                  "a detail without its movement");
}

TEST_CASE("the public samples: no row is lost though no structured message is right") {
    const auto first = tests::shared_text("data/bank/coda/sample1.cod");
    if (!first) return;
    const auto all = read(*first);
    CHECK_EQ(all.why, "");
    REQUIRE_EQ(all.movements.size(), 4);
    CHECK_EQ(all.movements[0].amount.cents, 500);
    CHECK_EQ(all.movements[0].structured, "000003505158");
    CHECK_EQ(all.movements[0].payer, "KLANT1 MET NAAM1");
    CHECK_EQ(all.movements[3].amount.cents, 3'000);

    // Anonymised by somebody who did not mind the totals: read to its end, then refused.
    const auto sixth = tests::shared_text("data/bank/coda/sample6.cod");
    REQUIRE(sixth);
    const auto odd = read(*sixth);
    REQUIRE_EQ(odd.movements.size(), 3);
    CHECK_EQ(odd.movements[0].text.substr(0, 34), "112/4554/46812 813 ANOTHER MESSAGE");
    CHECK_EQ(odd.movements[0].doubt, "fraction_of_a_cent");
    CHECK_EQ(odd.movements[1].structured, "112455446812");
    CHECK_EQ(odd.place, "line 15");
    CHECK_NE(odd.why.find("the new balance"), std::string::npos);
}

TEST_CASE("a statement that is longer than its four digits can count loses no movement") {
    const auto all = read(tests::coda_file(std::vector<CodaMovement>(20'500, {.cents = 100})));
    REQUIRE_EQ(all.why, "");
    std::set<std::string> identities;
    for (const auto& each : all.movements) identities.insert(each.identity);
    CHECK_EQ(identities.size(), 20'500);
}

}  // namespace coda_test
