// What the verifier says of rules, times, documents, and of a bundle's own words.

#include <doctest/doctest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/digest.hpp"
#include "tests/audit/office.hpp"

namespace verdict_test {

using tests::AuditOffice;
using tests::said_by;

namespace {

// As who can write to the database would: a line that fits the chain, and no decision behind it.
void add_line(AuditOffice& office, engine::CaseId id, std::chrono::seconds later) {
    auto line = postgres::Reading{office.pool}.journal(id, 0, 10).back();
    line.previous = line.hash;
    ++line.number;
    line.at += later;
    line.event = "look";
    line.delivery = "forged " + std::to_string(line.number);
    line.from = line.to = "closed";
    engine::seal(line);
    const auto hex = [](const std::string& bytes) { return "'\\x" + engine::hex(bytes) + "'"; };
    office.ask(
        "insert into journal (case_id, line, at, event, actor, source, delivery, after, decided, "
        "entry, hash) values (" +
        std::to_string(id.number) + ", " + std::to_string(line.number) +
        ", now(), 'look', 'staff:17', 'test', '" + line.delivery + "', 'closed', true, " +
        hex(line.entry) + ", " + hex(std::string{engine::bytes_of(line.hash)}) + ")");
    office.ask("alter table cases disable trigger user");
    office.ask("update cases set lines = lines + 1 where id = " + std::to_string(id.number));
}

bool has(const std::string& text, const std::string& words) {
    if (text.find(words) != std::string::npos) return true;
    MESSAGE(text);
    return false;
}

}  // namespace

TEST_CASE("each declaration of rules is told, and a second definition of a version is a fault") {
    AuditOffice office;
    office.sign();
    auto report = office.check(office.bundle());
    REQUIRE_EQ(report.rules.size(), 1);
    CHECK_EQ(report.rules[0].version, "door-1");
    CHECK_EQ(report.rules[0].entry, 0);
    CHECK(has(summary_of(report),
              "rules        door-1 by entry 0, SHA-256 " + report.rules[0].sha256));

    auto more = tests::rules_of_doors;
    more.replace(more.find("[\"somebody_is_home\"]"), 20, "[]");
    office.log.declare_rules("door-1", more);
    office.sign();
    report = office.check(office.bundle());
    CHECK_EQ(said_by(report),
             "entry 2: declares rules door-1 a second time and otherwise than entry 0 had\n");
    CHECK_EQ(json_of(report)["rules"].size(), 2);
    CHECK_EQ(json_of(report)["rules"][1]["entry"], 2);

    office.log.declare_rules("door-2", more);  // Another version is what it is for.
    office.sign();
    CHECK_EQ(office.check(office.bundle()).finding_count, 1);
}

TEST_CASE("no line is of an earlier time than the one before it, but for a minute of clocks") {
    AuditOffice office;
    const auto id = office.door_with({}, "a");
    add_line(office, id, std::chrono::seconds{-30});
    office.sign();
    CHECK_EQ(said_by(office.check(office.bundle())), "");
    add_line(office, id, std::chrono::seconds{-90});
    office.sign();
    const auto said = said_by(office.check(office.bundle()));
    CHECK(has(said, office.reference_of(id) + " line 3 (entry 4): is of 20"));
    CHECK(has(said, ", and the line before it of 20"));
}

TEST_CASE("hashes of documents go with every bundle of an application, and nothing else of it") {
    AuditOffice office;
    const std::string hash(64, 'c');
    auto message = AuditOffice::message(office.door, "knock", "papers");
    message.event.data = {R"({"document":")" + hash + R"(","who":"Anna"})"};
    office.engine.submit(message);
    office.sign();
    const auto reference = office.reference_of(office.door);
    const auto bundle = office.bundle({.reference = reference});
    CHECK(has(bundle, hash));
    CHECK_EQ(bundle.find("Anna"), std::string::npos);
    const auto told = office.check(bundle);
    CHECK_EQ(said_by(told), "");
    CHECK_EQ(told.documents, 0);
    CHECK_EQ(told.documents_unproven, 1);
    CHECK(has(summary_of(told), "1 hash that nothing in the bundle shows"));

    const auto shown = office.check(office.bundle({.reference = reference, .with_data = true}));
    CHECK_EQ(said_by(shown), "");
    CHECK_EQ(shown.documents, 1);
    CHECK_EQ(shown.documents_unproven, 0);

    auto members = tests::members_of(bundle);
    for (auto& member : members)
        if (member.name == "documents.ndjson")
            member.content.replace(member.content.find("\"position\":") + 11, 1, "0");
    CHECK(has(said_by(office.check(tests::with_sums(members))), "which entry 0 does not"));
}

TEST_CASE(
    "what a bundle is made of cannot write on the terminal, and every report can be written") {
    AuditOffice office;
    office.sign();
    auto members = tests::members_of(office.bundle());
    members.insert(members.begin() + 2, {"stamps/2/\x1b[2J\nall is well\xff", "x"});
    const auto report = office.check(tests::bundle_of(members));
    CHECK_FALSE(report.holds());
    const auto said = said_by(report);
    CHECK(has(said, R"(stamps/2/\x1b[2J\x0aall is well\xff: )"));
    for (const char c : said + summary_of(report)) CHECK((c == '\n' || (c >= 0x20 && c < 0x7f)));
    const auto read = nlohmann::json::parse(as_json(report));
    CHECK_FALSE(read["holds"].get<bool>());
    for (const char c : as_json(report)) CHECK((c == '\n' || (c >= 0x20 && c < 0x7f)));
}

}  // namespace verdict_test
