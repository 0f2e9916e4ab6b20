// What the work desk decides without a database: lateness, cursors, notes, names of views, and what
// is looked for when somebody types something.

#include "adapters/work_desk.hpp"

#include <doctest/doctest.h>

#include <chrono>

#include "adapters/case_notes.hpp"
#include "adapters/saved_views.hpp"
#include "adapters/search_words.hpp"

namespace work_desk_test {

using namespace adapters;

namespace {

std::string first_code(const std::vector<states::Problem>& problems) {
    return problems.empty() ? "" : problems.front().field + " " + problems.front().code;
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const auto& text : texts) all += (all.empty() ? "" : "|") + text;
    return all;
}

}  // namespace

TEST_CASE("every view has a name, and only those names are views") {
    for (const auto view : all_views) CHECK(view_named(name_of(view)) == view);
    CHECK_EQ(view_named("waiting_registry"), std::nullopt);
    CHECK_EQ(view_named(""), std::nullopt);
}

TEST_CASE("an application is late by two levels") {
    using namespace std::chrono_literals;
    const auto now = engine::Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 28}};
    CHECK(lateness_of(std::nullopt, now, 3) == Lateness::in_time);
    CHECK(lateness_of(now, now, 3) == Lateness::overdue);
    CHECK(lateness_of(now - 1s, now, 3) == Lateness::overdue);
    CHECK(lateness_of(now + 1s, now, 3) == Lateness::soon);
    CHECK(lateness_of(now + 72h, now, 3) == Lateness::soon);
    CHECK(lateness_of(now + 72h + 1s, now, 3) == Lateness::in_time);
    CHECK(lateness_of(now + 1s, now, 0) == Lateness::in_time);
}

TEST_CASE("a cursor is good for its own view alone") {
    const auto place = Place{.place = 1'800'000'000'000'000, .id = 4711};
    const auto cursor = write_place(View::late, place);
    Problems problems;
    CHECK(read_place(View::late, cursor, problems) == place);
    CHECK(problems.empty());
    for (const auto& other :
         {write_place(View::mine, place), std::string{}, std::string{"4711"}, cursor + "0",
          cursor.substr(1), cursor.substr(24) + cursor.substr(0, 24)}) {
        CAPTURE(other);
        problems.clear();
        CHECK(read_place(View::late, other, problems) == Place{});
        CHECK_EQ(problems.size(), 1);
        CHECK_EQ(first_code(problems), "cursor cursor_unknown");
    }
}

TEST_CASE("a note is 1 to 4000 characters, and its lines are its own") {
    CHECK_EQ(first_code(check_note("Called them.\nThey pay on Monday: é, Ł, 好.")), "");
    CHECK_EQ(first_code(check_note("")), "text missing");
    CHECK_EQ(first_code(check_note(" \n ")), "text missing");
    std::string most;
    for (int i = 0; i < 4000; ++i) most += "é";
    CHECK_EQ(first_code(check_note(most)), "");
    CHECK_EQ(first_code(check_note(most + "e")), "text too_long");
    CHECK_EQ(first_code(check_note("bell \a")), "text control_character");
    CHECK_EQ(first_code(check_note("turned \u202E round")), "text control_character");
    CHECK_EQ(first_code(check_note("tab\tbed")), "text control_character");
    CHECK_EQ(first_code(check_note("caf\xE9")), "text not_utf8");
    CHECK_EQ(first_code(check_hand_over("", true)), "note missing");
    CHECK_EQ(first_code(check_hand_over("", false)), "");
    CHECK_EQ(first_code(check_hand_over("\a", false)), "note control_character");
}

TEST_CASE("a saved view has a name of one line and a query") {
    CHECK_EQ(first_code(check_view({.name = "Late, .be", .query = "view=late&product=.be"})), "");
    CHECK_EQ(first_code(check_view({.name = "All"})), "");
    CHECK_EQ(first_code(check_view({.name = " "})), "name missing");
    CHECK_EQ(first_code(check_view({.name = "a\nb"})), "name control_character");
    CHECK_EQ(first_code(check_view({.name = std::string(81, 'a')})), "name too_long");
    CHECK_EQ(first_code(check_view({.name = "a", .query = std::string(2001, 'a')})),
             "query too_long");
}

TEST_CASE("a search looks for all words, the longest first") {
    const auto sought = read_search("  BV  Müller\tGent ");
    CHECK_EQ(joined(sought.words), "Müller|Gent|BV");
    CHECK(sought.forms.empty());
    CHECK_EQ(sought.number, 0);
    CHECK(read_search(" \t\n").words.empty());
    CHECK_EQ(read_search(std::string{"a\0b", 3}).words.size(), 2);
    CHECK_EQ(read_search("a b c d e f g h i j").words.size(), 8);
}

TEST_CASE("a search knows references however they are written") {
    CHECK_EQ(read_search("A-2026-000123").number, 123);
    CHECK_EQ(read_search("a-2026-000123").number, 123);
    CHECK_EQ(read_search("123").number, 123);
    CHECK_EQ(read_search("123 Gent").number, 0);
    CHECK_EQ(joined(read_search("BE 0123.456.749").forms), "BE0123456749");
    for (const auto* typed : {"+++090/9337/55493+++", "***090/9337/55493***", "090/9337/55493",
                              "090933755493", "090 9337 55493"})
        CHECK_EQ(joined(read_search(typed).forms), "090933755493|090/9337/55493");
    CHECK_EQ(joined(read_search("rf18 5390 0754 7034").forms), "RF18539007547034");
    CHECK(read_search("Voorbeeld Hosting").forms.empty());  // No reference is without digits,
    CHECK(read_search("Łódź 2000 Hosting").forms.empty());  // or with these letters.
}

}  // namespace work_desk_test
