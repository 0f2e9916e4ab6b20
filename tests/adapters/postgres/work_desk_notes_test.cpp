// Notes and saved views of staff on a real database.

#include <doctest/doctest.h>

#include "adapters/postgres/case_notes.hpp"
#include "adapters/postgres/saved_views.hpp"
#include "tests/work_office.hpp"

namespace work_desk_notes_test {

namespace {

using Problems = std::vector<states::Problem>;

struct Desk : tests::WorkOffice {
    postgres::CaseNotes notes{pool};
    postgres::SavedViews views{pool};
    std::string reference = submitted().reference;
};

std::string trouble(const std::variant<std::int64_t, Problems>& answer) {
    if (std::holds_alternative<std::int64_t>(answer)) return "";
    const auto& problem = std::get<Problems>(answer).at(0);
    return problem.field + " " + problem.code;
}
std::string trouble(const Problems& problems) {
    return problems.empty() ? "" : problems[0].field + " " + problems[0].code;
}

std::string names(const std::vector<adapters::SavedView>& views) {
    std::string all;
    for (const auto& view : views) all += (all.empty() ? "" : ", ") + view.name;
    return all;
}

}  // namespace

TEST_CASE("a note stays as it was written, and another one can take its place") {
    auto desk = Desk{};
    const auto first = desk.notes.add(desk.reference, "staff:17", "They pay on Monday.\nAsk An.");
    REQUIRE_EQ(trouble(first), "");
    const auto id = std::get<std::int64_t>(first);
    desk.notes.add(desk.reference, "staff:18", "Seen.");
    const auto second =
        desk.notes.supersede(desk.reference, id, "staff:18", "They pay on Tuesday.");
    REQUIRE_EQ(trouble(second), "");

    const auto all = desk.notes.list(desk.reference);
    REQUIRE_EQ(all.size(), 3);
    CHECK_EQ(all[0].text, "They pay on Tuesday.");
    CHECK_EQ(all[0].author, "staff:18");
    CHECK_EQ(all[0].supersedes, id);
    CHECK_EQ(all[0].superseded_by, 0);
    CHECK_EQ(all[1].text, "Seen.");
    CHECK_EQ(all[2].text, "They pay on Monday.\nAsk An.");
    CHECK_EQ(all[2].superseded_by, all[0].id);
    CHECK(all[2].at <= all[0].at);

    CHECK_EQ(trouble(desk.notes.supersede(desk.reference, id, "staff:17", "Late.")),
             "note note_superseded");
    CHECK_EQ(desk.notes.list(desk.reference).size(), 3);
}

TEST_CASE("a note belongs to its application") {
    auto desk = Desk{};
    const auto other = desk.submitted().reference;
    const auto id = std::get<std::int64_t>(desk.notes.add(desk.reference, "staff:17", "Mine."));
    CHECK_EQ(trouble(desk.notes.supersede(other, id, "staff:17", "No.")), "note note_unknown");
    CHECK_EQ(trouble(desk.notes.supersede(desk.reference, id + 7, "staff:17", "No.")),
             "note note_unknown");
    CHECK_EQ(trouble(desk.notes.add("A-2020-000001", "staff:17", "No.")),
             "reference application_unknown");
    CHECK_EQ(trouble(desk.notes.add(desk.reference, "staff:17", "")), "text missing");
    CHECK_EQ(trouble(desk.notes.supersede(desk.reference, id, "staff:17", "\a")),
             "text control_character");
    CHECK(desk.notes.list(other).empty());
    CHECK(desk.notes.list("A-2020-000001").empty());
}

TEST_CASE("a note can be erased, and not be changed or taken away") {
    auto desk = Desk{};
    desk.notes.add(desk.reference, "staff:17", "Personal.");
    CHECK_THROWS(desk.ask("update case_notes set text = 'Other.'"));
    CHECK_THROWS(desk.ask("update case_notes set text = null, author = 'staff:18'"));
    CHECK_THROWS(desk.ask("delete from case_notes"));
    desk.ask("update case_notes set text = null");
    CHECK_EQ(desk.notes.list(desk.reference).at(0).text, "");
}

TEST_CASE("a saved view is its owner's, and everybody's to look through if it is shared") {
    auto desk = Desk{};
    const auto add = [&](const std::string& owner, const std::string& name, bool shared) {
        return desk.views.add(
            {.owner = owner, .name = name, .query = "view=late&q=%C5%81", .shared = shared});
    };
    const auto late = std::get<std::int64_t>(add("staff:17", "Late ones", false));
    const auto team = std::get<std::int64_t>(add("staff:17", "All of .be", true));
    add("staff:18", "Alone", false);
    add("staff:18", "Team", true);
    CHECK_EQ(trouble(add("staff:17", "Late ones", true)), "name view_name_taken");
    CHECK_EQ(trouble(add("staff:17", "", true)), "name missing");
    CHECK_EQ(names(desk.views.list("staff:17")), "All of .be, Late ones, Team");
    CHECK_EQ(names(desk.views.list("staff:19")), "All of .be, Team");
    CHECK_EQ(desk.views.list("staff:17").at(1).query, "view=late&q=%C5%81");

    CHECK_EQ(trouble(desk.views.rename(late, "staff:17", "Today")), "");
    CHECK_EQ(trouble(desk.views.rename(late, "staff:17", "Today")), "");
    CHECK_EQ(trouble(desk.views.rename(late, "staff:17", "All of .be")), "name view_name_taken");
    CHECK_EQ(trouble(desk.views.rename(late, "staff:17", "a\nb")), "name control_character");
    CHECK_EQ(trouble(desk.views.rename(team, "staff:18", "Ours")), "view view_unknown");
    CHECK_FALSE(desk.views.remove(team, "staff:18"));
    CHECK(desk.views.remove(team, "staff:17"));
    CHECK_FALSE(desk.views.remove(team, "staff:17"));
    CHECK_EQ(names(desk.views.list("staff:17")), "Today, Team");
}

}  // namespace work_desk_notes_test
