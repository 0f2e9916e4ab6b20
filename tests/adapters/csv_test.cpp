#include "adapters/csv.hpp"

#include <doctest/doctest.h>

namespace csv_test {

using adapters::csv_line;

TEST_CASE("fields are quoted, and their quotes doubled") {
    CHECK_EQ(csv_line({"A-2026-000001", "Łódź & \"Zonen\", BV", ""}),
             "\"A-2026-000001\",\"Łódź & \"\"Zonen\"\", BV\",\"\"\r\n");
    CHECK_EQ(csv_line({"two\r\nlines"}), "\"two\r\nlines\"\r\n");
    CHECK_EQ(csv_line({}), "\r\n");
}

TEST_CASE("what a spreadsheet would take for a formula becomes a text") {
    for (const std::string start : {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"})
        CHECK_EQ(csv_line({start + "cmd"}), "\"'" + start + "cmd\"\r\n");
    CHECK_EQ(csv_line({"+32.16284970"}), "\"'+32.16284970\"\r\n");
    CHECK_EQ(csv_line({"-"}), "\"'-\"\r\n");
}

TEST_CASE("a cell that begins within a field is held to the same") {
    for (const std::string end : {";", "\t", "\n", "\r\n"}) {
        CHECK_EQ(csv_line({"a" + end + "=cmd"}), "\"a" + end + "'=cmd\"\r\n");
        CHECK_EQ(csv_line({"a" + end + " \"@cmd"}), "\"a" + end + "' \"\"@cmd\"\r\n");
        CHECK_EQ(csv_line({"a" + end + "-1" + end + "b"}), "\"a" + end + "-1" + end + "b\"\r\n");
    }
    CHECK_EQ(csv_line({"5;＝1"}), "\"5;'＝1\"\r\n");
}

TEST_CASE("a number stays one") {
    CHECK_EQ(csv_line({"-12.50", "2500.00", "0"}), "\"-12.50\",\"2500.00\",\"0\"\r\n");
}

}  // namespace csv_test
