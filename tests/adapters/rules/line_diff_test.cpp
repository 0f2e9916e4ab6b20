#include "adapters/line_diff.hpp"

#include <doctest/doctest.h>

#include <string>

namespace line_diff_test {

using adapters::DiffLine;
using Is = adapters::DiffLine::Is;

namespace {

// "-a +b =c", as people read it.
std::string said(const std::vector<DiffLine>& lines) {
    std::string text;
    for (const auto& each : lines) {
        const char mark = each.is == Is::added ? '+' : each.is == Is::removed ? '-' : '=';
        text += (text.empty() ? "" : " ") + std::string{mark} + each.text;
    }
    return text;
}

std::string without(const std::vector<DiffLine>& lines, Is is) {
    std::string text;
    for (const auto& each : lines)
        if (each.is != is) text += each.text + '\n';
    return text;
}

}  // namespace

TEST_CASE("what is removed comes before what takes its place") {
    CHECK_EQ(said(adapters::line_diff("a\nb\nc\n", "a\nx\nc\n")), "=a -b +x =c");
    CHECK_EQ(said(adapters::line_diff("a\nb\n", "a\nb\nc\n")), "=a =b +c");
    CHECK_EQ(said(adapters::line_diff("a\nb\nc\n", "b\n")), "-a =b -c");
    CHECK_EQ(said(adapters::line_diff("", "a\n")), "+a");
    CHECK_EQ(said(adapters::line_diff("a\n", "")), "-a");
    CHECK_EQ(said(adapters::line_diff("", "")), "");
    CHECK_EQ(said(adapters::line_diff("a\r\nb\r\n", "a\nb")), "=a =b");
}

TEST_CASE("the fewest lines change, and both texts can be read out of the difference") {
    const std::string before = "1\n2\n3\n4\n5\n6\n7\n8\n";
    const std::string after = "0\n1\n3\n4\nx\n6\n8\n9\n";
    const auto lines = adapters::line_diff(before, after);
    CHECK_EQ(said(lines), "+0 =1 -2 =3 =4 -5 +x =6 -7 =8 +9");
    CHECK_EQ(without(lines, Is::added), before);
    CHECK_EQ(without(lines, Is::removed), after);
    CHECK_EQ(lines[0].line, 1);
    CHECK_EQ(lines[2].line, 2);  // Removed: where it stood.
    CHECK_EQ(lines.back().line, 8);
}

TEST_CASE("only changes and what stands around them are shown") {
    std::string before;
    for (int i = 1; i <= 20; ++i) before += std::to_string(i) + '\n';
    auto after = before;
    after.replace(after.find("10\n"), 3, "ten\n");
    CHECK_EQ(said(adapters::changes_only(adapters::line_diff(before, after), 1)),
             "=9 -10 +ten =11");
    CHECK(adapters::changes_only(adapters::line_diff(before, before)).empty());
    after.replace(after.find("18\n"), 3, "");
    CHECK_EQ(said(adapters::changes_only(adapters::line_diff(before, after), 1)),
             "=9 -10 +ten =11 = =17 -18 =19");
}

TEST_CASE("texts without end do not take memory without end") {
    std::string before;
    std::string after;
    for (int i = 0; i < 5000; ++i) {
        before += "a" + std::to_string(i) + '\n';
        after += "b" + std::to_string(i) + '\n';
    }
    CHECK_EQ(adapters::line_diff(before, after).size(), 10'000);
}

}  // namespace line_diff_test
