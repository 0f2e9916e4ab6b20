// What a report takes of the server while it is read: one connection, its time, and one of few
// places.

#include <doctest/doctest.h>

#include <string>
#include <variant>
#include <vector>

#include "engine/fault.hpp"
#include "tests/report_office.hpp"

namespace report_places_test {

namespace {

using Registry = tests::ReportOffice;

std::string draw(const adapters::Cells&, const std::vector<adapters::Cells>&,
                 const adapters::ReportStamp&) {
    return "%PDF";
}

}  // namespace

TEST_CASE("a report needs one connection, in every format") {
    Registry registry;
    registry.named("Eerste BV");
    postgres::Pool one{registry.database.address(), 1};
    postgres::AuditLog log{one};
    postgres::ReportBook book{one, registry.catalogue};
    adapters::Reports reports{book, log, registry.reading, registry.readings, draw};
    for (const auto* format : {"csv", "json", "pdf"}) {
        auto found = reports.open(registry.auditor, {{"kind", "ageing"}, {"format", format}}, "en");
        std::string text;
        std::get<adapters::Report>(found).write([&](std::string_view part) { text += part; });
        CHECK_GT(text.size(), 3);
    }
    CHECK_EQ(registry.ask("select count(*) from report_ends"), "3");
}

TEST_CASE("so many are read at once, and the next one is told to come again") {
    Registry registry;
    registry.named("Eerste BV");
    const nlohmann::json asked{{"kind", "register"}};
    using Found =
        std::variant<adapters::Report, adapters::Invalid, adapters::NotFound, adapters::Forbidden>;
    std::vector<Found> being_read;
    for (int i = 0; i < adapters::Reports::at_once_max; ++i)
        being_read.push_back(registry.reports.open(registry.auditor, asked, "en"));
    CHECK_THROWS_AS(registry.file(asked), engine::Unavailable);
    CHECK_THROWS_AS(registry.file({{"kind", "register"}, {"format", "pdf"}}), engine::Unavailable);
    being_read.pop_back();
    CHECK_NE(registry.file(asked).find("Eerste BV"), std::string::npos);
}

TEST_CASE("a report has more time than a page") {
    Registry registry;
    registry.named("Eerste BV");
    registry.log.seal_some();
    registry.ask(
        "create or replace function report_time(at timestamptz) returns text "
        "language plpgsql immutable as $$ begin perform pg_sleep(1.5); return 'then'; end $$");
    auto address = registry.database.address();
    const std::string ours = "statement_timeout=5000";
    REQUIRE_NE(address.find(ours), std::string::npos);
    address.replace(address.find(ours), ours.size(), "statement_timeout=700");
    postgres::Pool hasty{address, 1};
    CHECK_THROWS_AS(
        postgres::at_once(hasty, [](pqxx::transaction_base& t) { t.exec("select pg_sleep(1.5)"); }),
        engine::Unavailable);
    postgres::ReportBook book{hasty, registry.catalogue};
    int rows = 0;
    book.read(
        {.query = {.kind = "ageing"}}, [](const auto&, const auto&) {},
        [&](const auto&) { ++rows; });
    CHECK_EQ(rows, 1);
    CHECK_THROWS_AS(
        postgres::at_once(hasty,  // With its end it is as it was.
                          [](pqxx::transaction_base& t) { t.exec("select pg_sleep(1.5)"); }),
        engine::Unavailable);
}

}  // namespace report_places_test
