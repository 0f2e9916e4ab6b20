// Applications as they were, on a real database: by whom, when, and what is different later.

#include "adapters/time_machine.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "adapters/postgres/reading_book.hpp"
#include "tests/work_office.hpp"

namespace time_machine_test {

namespace {

using adapters::Caller;
using nlohmann::json;

const Caller auditor{.id = "staff:3", .roles = {"auditor"}, .door = "page"};
const Caller clerk{.id = "staff:17", .roles = {"clerk"}, .door = "page"};

struct Archive : tests::WorkOffice {
    postgres::ReadingBook book{pool, "Europe/Brussels"};
    adapters::ReadingLog readings{reading, book};
    adapters::TimeMachine machine{workflow, reading, readings, tests::terms()};

    json look(const std::string& reference, const json& given, const Caller& caller = auditor) {
        auto found = machine.look(caller, reference, given, "en");
        if (auto* seen = std::get_if<json>(&found)) return std::move(*seen);
        if (std::holds_alternative<adapters::Forbidden>(found)) return "forbidden";
        if (std::holds_alternative<adapters::NotFound>(found)) return "not found";
        std::string problems;
        for (const auto& problem : std::get<adapters::Invalid>(found).problems)
            problems += problem.field + " " + problem.code + "\n";
        return problems;
    }
    std::string time_of(engine::CaseId id, int line) {
        return engine::rfc3339(reading.journal(id, line - 1, 1).at(0).at);
    }
};

}  // namespace

TEST_CASE("at each line's time an application is as that line left it") {
    Archive archive;
    const auto one = archive.named("Eerste BV");
    archive.send(one.id, states::Held{"A call."});
    archive.send(one.id, states::Resumed{});
    archive.send(one.id, states::Approved{});
    const char* expected[] = {"in_review", "on_hold", "in_review", "contract_preparing"};
    for (int line = 1; line <= 4; ++line) {
        const auto seen = archive.look(one.reference, {{"at", archive.time_of(one.id, line)}});
        CHECK_EQ(seen["then"]["line"], line);
        CHECK_EQ(seen["then"]["view"]["state"], expected[line - 1]);
        CHECK(seen["later"].is_null());
    }
    CHECK(archive.look(one.reference, {{"at", "2000-01-01T00:00"}})["then"]["view"].is_null());
}

TEST_CASE("it is seen with the rights of who looks") {
    Archive archive;
    const auto one = archive.named("Eerste BV");
    const auto actions = [&](const char* role) {
        std::string all;
        const auto seen =
            archive.look(one.reference, {{"at", archive.time_of(one.id, 1)}, {"as", role}});
        for (const auto& action : seen["then"]["view"]["actions"])
            all += action["event"].get<std::string>() + " ";
        return all;
    };
    CHECK_NE(actions("approver").find("approved "), std::string::npos);
    CHECK_EQ(actions("applicant").find("approved "), std::string::npos);
    CHECK_EQ(actions("auditor"), "");
}

TEST_CASE("an applicant sees no more of the past than its own pages show of the present") {
    Archive archive;
    const auto one = archive.named("Eerste BV");
    archive.send(one.id, states::SignUpCorrected{tests::asking_for({tests::be}),
                                                 {{"organisation.name", "vat_name_differs"}}});
    const auto seen_as = [&](const char* role) {
        return archive.look(one.reference,
                            {{"at", archive.time_of(one.id, 2)}, {"as", role}})["then"]["view"];
    };
    const auto inside = seen_as("auditor");
    const auto outside = seen_as("applicant");
    CHECK_EQ(inside["warnings"].size(), 1);
    CHECK(outside["warnings"].empty());
    CHECK(outside["broken_glass"].empty());
    CHECK_FALSE(inside["blocked_by"].empty());
    for (const auto& blocker : outside["blocked_by"]) CHECK_NE(blocker["waiting_for"], "staff");
    CHECK_EQ(outside["sign_up"], inside["sign_up"]);
}

TEST_CASE("what is different between two times is told field by field") {
    Archive archive;
    const auto one = archive.named("Eerste BV");
    auto corrected = tests::asking_for({tests::be});
    corrected.organisation.name = "Eerste & Zonen BV";
    archive.send(one.id, states::SignUpCorrected{corrected, {}});
    const auto changes = archive.look(
        one.reference,
        {{"at", archive.time_of(one.id, 1)}, {"until", archive.time_of(one.id, 2)}})["changes"];
    const json name{{"field", "sign_up.organisation.name"},
                    {"before", "Eerste BV"},
                    {"after", "Eerste & Zonen BV"}};
    CHECK_NE(std::ranges::find(changes, name), changes.end());
    for (const auto& change : changes) CHECK_NE(change["before"], change["after"]);
}

TEST_CASE("where data were erased nobody can look, and is told so") {
    Archive archive;
    const auto one = archive.named("Eerste BV");
    archive.send(one.id, states::Held{"A call."});
    archive.ask("update journal set salt = null, data = null where line = 2");
    const auto seen = archive.look(one.reference, {{"at", archive.time_of(one.id, 2)}});
    CHECK(seen["then"]["view"].is_null());
    CHECK_EQ(seen["then"]["trouble"], "line 2: its data was erased, it cannot be decided again");
    CHECK_EQ(
        archive.look(one.reference, {{"at", archive.time_of(one.id, 1)}})["then"]["view"]["state"],
        "in_review");
}

TEST_CASE("auditors look back, and what is wrong with a question is told by its fields") {
    Archive archive;
    const auto one = archive.named("Eerste BV");
    CHECK_EQ(archive.look(one.reference, {{"at", "2026-11-28T10:00"}}, clerk), "forbidden");
    CHECK_EQ(archive.look("A-1999-000001", {{"at", "2026-11-28T10:00"}}), "not found");
    CHECK_EQ(archive.look(one.reference, {{"at", "2026-02-30T10:00"}, {"as", "nobody"}}),
             "as looker_unknown\nat time_format\n");
    CHECK_EQ(
        archive.look(one.reference, {{"at", "2026-11-28T10:00"}, {"until", "2026-11-28T09:00"}}),
        "until time_order\n");
    CHECK_EQ(archive.look(one.reference, json::object()), "at missing\n");
}

}  // namespace time_machine_test
