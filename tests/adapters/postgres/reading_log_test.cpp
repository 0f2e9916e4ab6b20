// Who has read, on a real database: what is noted, when it is written, who may ask for it.

#include "adapters/reading_log.hpp"

#include <doctest/doctest.h>

#include <string>

#include "adapters/documents.hpp"
#include "adapters/postgres/archive.hpp"
#include "adapters/postgres/reading_book.hpp"
#include "tests/work_office.hpp"

namespace reading_log_test {

namespace {

using adapters::Caller;
using nlohmann::json;

const Caller clerk{.id = "staff:17", .roles = {"clerk", "approver"}, .door = "page"};
const Caller auditor{.id = "staff:3", .roles = {"auditor"}, .door = "page"};
const Caller website{.id = "token:website", .roles = {"applicant", "integration"}, .door = "api"};
const Caller applicant{.id = "private link", .roles = {"applicant"}, .door = "portal"};

struct Archives : tests::WorkOffice {
    postgres::ReadingBook book{pool, "Europe/Brussels"};
    adapters::ReadingLog log{reading, book};
    adapters::Applications applications{engine, reading, tests::terms(), &log};
    std::string reference = submitted().reference;

    // "who role door what of", a line each, the latest first.
    std::string all(const json& query = json::object(), const Caller& caller = auditor) {
        log.write_all();
        const auto found = log.list(caller, query);
        if (std::holds_alternative<adapters::Forbidden>(found)) return "forbidden";
        if (const auto* invalid = std::get_if<adapters::Invalid>(&found)) {
            std::string problems;
            for (const auto& [field, code, _] : invalid->problems)
                problems += (problems.empty() ? "" : ", ") + field + " " + code;
            return problems;
        }
        std::string lines;
        for (const auto& item : std::get<json>(found)["items"]) {
            lines +=
                item["who"].get<std::string>() + " " + item["role"].get<std::string>() + " " +
                item["door"].get<std::string>() + " " + item["what"].dump() + " " +
                (item["application"].is_null() ? "-" : item["application"].get<std::string>()) +
                "\n";
        }
        return lines;
    }
};

}  // namespace

TEST_CASE("what one page asks of several services is one reading") {
    auto office = Archives{};
    office.applications.show(clerk, office.reference, "en");
    office.applications.journal(clerk, office.reference, "en", 0, 10);
    office.applications.show(website, office.reference, "en");
    CHECK_EQ(office.all(), "token:website applicant api [\"case\"] " + office.reference +
                               "\nstaff:17 clerk page [\"case\",\"journal\"] " + office.reference +
                               "\n");
    office.applications.show(clerk, office.reference, "en");
    CHECK_EQ(office.all({{"who", "staff:17"}}),
             "staff:17 clerk page [\"case\"] " + office.reference +
                 "\nstaff:17 clerk page [\"case\",\"journal\"] " + office.reference + "\n");
}

TEST_CASE("who finds nothing has read nothing, and a list alone is no reading") {
    auto office = Archives{};
    CHECK_FALSE(office.applications.show(clerk, "A-1999-000001", "en"));
    CHECK_FALSE(office.applications.journal(clerk, "A-1999-000001", "en", 0, 10));
    office.applications.list(clerk, json::object());
    office.applications.list(clerk, {{"state", "no_such_state"}, {"q", "peeters"}});
    CHECK_EQ(office.all(), "");
    office.applications.list(clerk, {{"q", "an@voorbeeld.example"}});
    CHECK_EQ(office.all(), "staff:17 clerk page [\"search\"] -\n");
    CHECK_EQ(office.ask("select count(*) from readings r where r::text like '%voorbeeld%'"), "0");
}

TEST_CASE("a file is read of the application that it is part of, and of no other") {
    auto office = Archives{};
    auto archive = postgres::Archive{office.pool};
    const auto id = std::string{"b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"};
    archive.keep({.id = id, .content = "hello world", .media_type = "application/pdf"}, "staff:1");
    auto sign_up = tests::asking_for({{".vlaanderen", states::Role::direct, 292, id}});
    const auto its = office.submitted(sign_up).reference;
    CHECK(adapters::open_document(office.reading, &office.log, clerk, id, its));
    CHECK(adapters::open_document(office.reading, &office.log, website, id, office.reference));
    CHECK_FALSE(adapters::open_document(office.reading, &office.log, clerk, "no such", its));
    CHECK_EQ(office.all(),
             "token:website applicant api [\"document\"] -\n"
             "staff:17 clerk page [\"document\"] " +
                 its + "\n");
    CHECK_EQ(office.ask("select count(*) from readings where document = '" + id + "'"), "2");
}

TEST_CASE("readings are written once they have rested, and on the way out") {
    auto office = Archives{};
    office.applications.show(clerk, office.reference, "en");
    CHECK_EQ(office.log.write_some(), 0);
    int written = 0;
    while (written == 0) written = office.log.write_some();
    CHECK_EQ(written, 1);
    CHECK_EQ(office.log.write_some(), 0);
    {
        auto log = adapters::ReadingLog{office.reading, office.book};
        log.note(clerk, adapters::read_of::search);
    }
    CHECK_EQ(office.ask("select count(*) from readings"), "2");
    CHECK_EQ(office.ask("select count(*) from readings where at between clock() - interval '1 min'"
                        " and clock()"),
             "2");
}

TEST_CASE("what cannot be written is kept and written later") {
    auto office = Archives{};
    office.ask("alter table readings rename to away");
    office.applications.show(clerk, office.reference, "en");
    CHECK_THROWS(office.log.write_all());
    office.applications.journal(clerk, office.reference, "en", 0, 10);
    office.ask("alter table away rename to readings");
    CHECK_EQ(office.all(), "staff:17 clerk page [\"case\",\"journal\"] " + office.reference + "\n");
}

TEST_CASE("auditors and administrators ask by person, application and day, page by page") {
    auto office = Archives{};
    const auto second = office.submitted().reference;
    office.applications.show(clerk, office.reference, "en");
    office.log.write_all();
    office.applications.show(website, second, "en");
    const auto today = office.ask(
        "select to_char(clock() at time zone 'Europe/Brussels', "
        "'YYYY-MM-DD')");
    const auto first = "staff:17 clerk page [\"case\"] " + office.reference + "\n";
    CHECK_EQ(office.all({{"of", office.reference}, {"from", today}, {"until", today}}), first);
    CHECK_EQ(office.all({{"who", "staff:18"}}), "");
    CHECK_EQ(office.all({{"until", "2020-01-01"}}), "");
    CHECK_EQ(office.all({{"from", "2999-01-01"}}), "");
    CHECK_EQ(office.all(json::object(), {.id = "staff:1", .roles = {"administrator"}}),
             office.all());
    CHECK_EQ(office.all(json::object(), clerk), "forbidden");
    CHECK_EQ(office.all({{"from", "yesterday"},
                         {"until", "2026-02-30"},
                         {"of", "A-1"},
                         {"cursor", "x"},
                         {"limit", "0"},
                         {"colour", "blue"}}),
             "colour unknown_field, cursor cursor_unknown, from day_format, limit number_range, "
             "of application_unknown, until day_format");
    const auto page = std::get<json>(office.log.list(auditor, {{"limit", "1"}}));
    CHECK_EQ(page["items"].size(), 1);
    CHECK_EQ(office.all({{"cursor", page["next"]}}), first);
}

TEST_CASE("an applicant sees the days on which others have read of it") {
    auto office = Archives{};
    const auto id = office.reading.find(office.reference).value();
    office.log.note(applicant, adapters::read_of::application, id);
    office.log.write_all();
    CHECK(office.log.days_of(id).empty());
    office.applications.show(clerk, office.reference, "en");
    office.log.write_all();
    office.applications.show(clerk, office.reference, "en");
    office.applications.show(website, office.reference, "en");
    office.log.write_all();
    const auto days = office.log.days_of(id);
    REQUIRE_EQ(days.size(), 2);
    CHECK_EQ(days[0].role, "clerk");
    CHECK_EQ(days[0].times, 2);
    CHECK_EQ(days[1].role, "integration");
}

TEST_CASE("what was read stays on record") {
    auto office = Archives{};
    office.applications.show(clerk, office.reference, "en");
    office.log.write_all();
    for (const auto* deed :
         {"update readings set who = 'staff:1'", "delete from readings", "truncate readings"})
        CHECK_THROWS(office.ask(deed));
}

}  // namespace reading_log_test
