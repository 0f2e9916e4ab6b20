// Workbooks on a real database: the draw, who may write what, two who write at once, and that
// nothing is ever changed.

#include "adapters/workbook_desk.hpp"

#include <doctest/doctest.h>

#include <string>
#include <thread>

#include "adapters/postgres/audit_log.hpp"
#include "adapters/postgres/report_book.hpp"
#include "adapters/postgres/workbook_book.hpp"
#include "adapters/random_sample.hpp"
#include "adapters/sha256.hpp"
#include "tests/work_office.hpp"

namespace workbooks_test {

namespace {

using adapters::Caller;
using adapters::Workbook;
using nlohmann::json;

const Caller auditor{.id = "staff:3", .roles = {"auditor"}, .door = "page"};
const Caller approver{.id = "staff:18", .roles = {"approver"}, .door = "page"};
const Caller clerk{.id = "staff:17", .roles = {"clerk"}, .door = "page"};

struct Office : tests::WorkOffice {
    postgres::AuditLog log{pool};
    const states::Catalogue catalogue;
    postgres::ReportBook reports{pool, catalogue};
    postgres::WorkbookBook book{pool};
    adapters::WorkbookDesk desk_of_audit{book, reports, log};

    Workbook opened(const json& given) {
        auto found = desk_of_audit.open(auditor, given);
        REQUIRE(std::holds_alternative<Workbook>(found));
        return std::get<Workbook>(found);
    }
    std::string flaws(const json& given) {
        std::string text;
        const auto found = desk_of_audit.open(auditor, given);
        if (const auto* invalid = std::get_if<adapters::Invalid>(&found))
            for (const auto& problem : invalid->problems)
                text += problem.field + " " + problem.code + "\n";
        return text;
    }
};

}  // namespace

TEST_CASE("a sample is drawn from what the log says, and can be drawn again") {
    Office office;
    CHECK_EQ(office.flaws({{"title", "None"}, {"size", 2}}), "of population_empty\n");
    std::vector<std::string> all;
    for (int i = 0; i < 5; ++i) all.push_back(office.submitted().reference);
    const auto rejected = office.submitted();
    office.send(rejected.id, states::Rejected{"too small"});
    all.push_back(rejected.reference);

    const auto workbook = office.opened({{"title", "All"}, {"size", 3}, {"seed", "7"}});
    CHECK_EQ(workbook.population, 6);
    CHECK_EQ(workbook.head, static_cast<std::int64_t>(office.log.size()));
    CHECK_EQ(workbook.root.size(), 44);
    std::string lines;
    for (const auto& reference : all) lines += reference + "\n";
    CHECK_EQ(workbook.population_sha256, adapters::sha256_of(lines));
    std::vector<std::string> sample;
    for (const auto& sheet : workbook.sheets) sample.push_back(sheet.reference);
    CHECK_EQ(sample, adapters::random_sample(all, "7", 3));

    for (const auto* of : {"decided", "ended"}) {
        const auto few = office.opened({{"title", "Some"}, {"size", 3}, {"of", of}});
        CHECK_EQ(few.population, 1);
        CHECK_EQ(few.sheets.at(0).reference, rejected.reference);
        CHECK_EQ(few.seed.size(), 32);
    }
    CHECK_EQ(office.flaws({{"title", "Then"}, {"size", 3}, {"until", "2001-01-01"}}),
             "of population_empty\n");
    CHECK_EQ(office.flaws({{"size", 0}, {"from", "yesterday"}, {"of", "odd"}, {"hm", 1}}),
             "title missing\nfrom day_format\nof population_unknown\nsize number_range\n"
             "hm unknown_field\n");
}

TEST_CASE("auditors write, approvers reply, clerks see nothing, and nothing is changed") {
    Office office;
    office.submitted();
    const auto number = office.opened({{"title", "All"}, {"size", 1}}).number;
    auto& desk = office.desk_of_audit;
    const json finding{{"severity", "minor"}, {"text", "Late."}};
    const json reply{{"finding", 1}, {"text", "Indeed."}};
    CHECK(std::holds_alternative<adapters::Forbidden>(desk.list(clerk)));
    CHECK(std::holds_alternative<adapters::Forbidden>(desk.show(clerk, number)));
    CHECK(std::holds_alternative<adapters::Forbidden>(desk.open(approver, json::object())));
    CHECK(
        std::holds_alternative<adapters::Forbidden>(desk.add(approver, number, "found", finding)));
    CHECK(std::holds_alternative<adapters::Forbidden>(desk.add(clerk, number, "replied", reply)));
    CHECK(std::holds_alternative<adapters::NotFound>(desk.add(auditor, 99, "found", finding)));
    CHECK(std::holds_alternative<adapters::NotFound>(desk.show(auditor, 99)));
    CHECK(std::holds_alternative<adapters::NotFound>(desk.show(auditor, 0)));
    CHECK(std::holds_alternative<Workbook>(desk.add(auditor, number, "found", finding)));
    CHECK(std::holds_alternative<Workbook>(desk.add(approver, number, "replied", reply)));
    // What is judged without the spaces around it is kept without them.
    const auto reference = std::get<Workbook>(desk.show(auditor, number)).sheets.at(0).reference;
    const json sheet{{"reference", " " + reference + "\n"},
                     {"answers", {{"proof", {{"answer", " no "}, {"remark", " It fails. "}}}}}};
    const auto noted = desk.add(auditor, number, "checked", sheet);
    REQUIRE(std::holds_alternative<Workbook>(noted));
    const auto& answer = std::get<Workbook>(noted).sheets.at(0).answers.at("proof");
    CHECK_EQ(answer.answer + ": " + answer.remark, "no: It fails.");
    const auto shown = std::get<Workbook>(desk.show(approver, number));
    CHECK_EQ(shown.findings.at(0).replies.at(0).who, "staff:18");
    CHECK_EQ(std::get<std::vector<Workbook>>(desk.list(auditor)).size(), 1);
    CHECK_THROWS(office.ask("update workbook_entries set said = '{}'"));
    CHECK_THROWS(office.ask("delete from workbook_entries"));
}

TEST_CASE("of two who write at once both are heard") {
    Office office;
    office.submitted();
    const auto number = office.opened({{"title", "All"}, {"size", 1}}).number;
    const auto write = [&] {
        for (int i = 0; i < 5; ++i)
            office.desk_of_audit.add(auditor, number, "found",
                                     {{"severity", "minor"}, {"text", "Late."}});
    };
    std::thread other{write};
    write();
    other.join();
    const auto workbook = std::get<Workbook>(office.desk_of_audit.show(auditor, number));
    CHECK_EQ(workbook.findings.size(), 10);
    CHECK_EQ(workbook.entries, 11);
}

}  // namespace workbooks_test
