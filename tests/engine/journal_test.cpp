// The journal: nobody can change it, it shows if somebody did, and forgetting people keeps it
// whole.

#include "engine/journal.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/engine/door.hpp"

namespace journal_test {

using namespace engine;
using tests::World;

namespace {

struct Chronicle : World {
    Chronicle() {
        submit("knock", "1");
        submit("knock", "2");  // Refused.
        submit("wind", "3");
    }
    std::string breaks() const { return ask("select count(*) from journal_breaks"); }
    // What only the owner of the tables could do.
    void tamper(const std::string& statement) const {
        ask("alter table journal disable trigger all");
        ask(statement);
        ask("alter table journal enable trigger all");
    }
};

}  // namespace

TEST_CASE("a line is canonical JSON with sorted keys, and without personal data") {
    auto world = Chronicle{};
    const auto lines = world.journal();
    REQUIRE_EQ(lines.size(), 4);
    for (const auto& line : lines) {
        // This library keeps its keys sorted and writes no spaces.
        CHECK_EQ(nlohmann::json::parse(line.entry).dump(), line.entry);
        CHECK_EQ(line.entry.find("Anna"), std::string::npos);
        CHECK_EQ(line.data, R"({"who":"Anna"})");
        CHECK_EQ(line.salt.size(), 32);
        CHECK(is_sealed(line));
    }
    CHECK_EQ(lines[0].from, "");
    CHECK_EQ(lines[1].from + lines[1].to, "closedopen");
    CHECK_EQ(lines[1].effects, std::vector<std::string>{"ring"});
    CHECK_EQ(lines[1].guards, std::vector<std::string>{"somebody_is_home"});
    CHECK_EQ(lines[2].from + lines[2].to, "openopen");
    CHECK(lines[2].refusal.has_value());
    CHECK(lines[0].salt != lines[1].salt);  // The same data, and nobody can tell.
}

TEST_CASE("whatever a sender writes, a line stays canonical JSON and can be read back") {
    auto world = World{};
    const auto delivery = std::string{"\"},\"data\":\"\\ \x01\x1f\t\n\r\b\f{}, NULL é €"};
    world.submit("knock", delivery);
    const auto line = world.journal().at(1);
    CHECK_EQ(line.delivery, delivery);
    CHECK_EQ(nlohmann::json::parse(line.entry).dump(), line.entry);
    CHECK(is_sealed(line));
    CHECK(world.submit("knock", delivery).repeated);
    CHECK_EQ(world.ask("select count(*) from journal_breaks"), "0");
}

TEST_CASE("an event without data has nothing to be committed to") {
    auto world = World{};
    auto message = World::message(world.door, "knock", "1");
    message.event.data = {};
    world.engine.submit(message);
    const auto line = world.journal().at(1);
    CHECK(line.salt.empty());
    CHECK_FALSE(nlohmann::json::parse(line.entry).contains("data"));
    CHECK(is_sealed(line));
}

TEST_CASE("lines cannot be altered, taken out or swept away") {
    auto world = Chronicle{};
    for (const auto* statement :
         {"update journal set source = 'nobody'", "update journal set hash = '\\x00'",
          "update journal set data = 'other'", "update journal set salt = '\\x00', data = null",
          "update journal set salt = null, data = null, actor = 'x'", "delete from journal",
          "truncate journal"})
        CHECK_THROWS_WITH(world.ask(statement), doctest::Contains("the journal is append-only"));
    CHECK_EQ(world.breaks(), "0");
    for (const auto& line : world.journal()) CHECK(is_sealed(line));
}

TEST_CASE("personal data can be erased, and the chain still verifies") {
    auto world = Chronicle{};
    world.ask("update journal set salt = null, data = null where line <> 3");
    CHECK_EQ(world.breaks(), "0");
    auto lines = world.journal();
    for (const auto& line : lines) CHECK(is_sealed(line));
    CHECK(lines[1].data.empty());
    CHECK_FALSE(lines[2].data.empty());

    world.submit("knock", "after");
    CHECK_EQ(world.breaks(), "0");
}

TEST_CASE("tampering shows") {
    auto world = Chronicle{};
    CHECK_EQ(world.breaks(), "0");
    SUBCASE("a line was altered") {
        world.tamper(
            "update journal set entry = convert_to(replace(convert_from(entry, 'utf8'),"
            " 'staff:17', 'staff:18'), 'utf8') where line = 2");
    }
    SUBCASE("a line was altered and hashed again") {
        world.tamper(
            "update journal set entry = convert_to(replace(convert_from(entry, 'utf8'),"
            " 'staff:17', 'staff:18'), 'utf8') where line = 2");
        world.tamper("update journal set hash = sha256('\\x00'::bytea || entry) where line = 2");
    }
    SUBCASE("the last line was altered and hashed again") {
        world.tamper(
            "update journal set entry = convert_to(replace(convert_from(entry, 'utf8'),"
            " 'staff:17', 'staff:18'), 'utf8') where line = 4");
        world.tamper("update journal set hash = sha256('\\x00'::bytea || entry) where line = 4");
    }
    SUBCASE("a line is no JSON any more") {
        world.tamper("update journal set entry = 'nonsense' where line = 2");
    }
    SUBCASE("the first line was taken out") { world.tamper("delete from journal where line = 1"); }
    SUBCASE("a line was taken out") { world.tamper("delete from journal where line = 3"); }
    SUBCASE("the last line was taken out") { world.tamper("delete from journal where line = 4"); }
    SUBCASE("all were taken out") { world.tamper("delete from journal"); }
    SUBCASE("a column says something else than its entry") {
        world.tamper("update journal set actor = 'nobody' where line = 2");
    }
    SUBCASE("a refusal was made a yes") {
        world.tamper("update journal set decided = true where line = 3");
    }
    SUBCASE("the case was moved by hand") { world.ask("update cases set state = 'open'"); }
    CHECK_NE(world.breaks(), "0");
}

TEST_CASE("altered data shows, though the chain holds") {
    auto world = Chronicle{};
    SUBCASE("with its salt") {
        world.tamper("update journal set data = '{\"who\":\"Ben\"}' where line = 2");
    }
    SUBCASE("without its salt") {
        world.tamper("update journal set data = '{\"who\":\"Ben\"}', salt = null where line = 2");
    }
    CHECK_FALSE(is_sealed(world.journal().at(1)));
    CHECK(is_sealed(world.journal().at(2)));
}

TEST_CASE("a line that was changed in memory is not sealed") {
    auto world = Chronicle{};
    auto line = world.journal().at(1);
    REQUIRE(is_sealed(line));
    SUBCASE("its actor") { line.actor.id = "staff:18"; }
    SUBCASE("its role") { line.actor.role = "approver"; }
    SUBCASE("its state") { line.to = "closed"; }
    SUBCASE("its number") { line.number = 3; }
    SUBCASE("its time") { line.at += std::chrono::microseconds{1}; }
    SUBCASE("its refusal") { line.refusal = Refusal{Refusal::Reason::too_late}; }
    SUBCASE("its hash") { line.hash[0] ^= 1; }
    SUBCASE("what it follows") { line.previous[31] ^= 1; }
    CHECK_FALSE(is_sealed(line));
}

// SHA-256 of a zero byte and the entry, as coreutils say:  printf '\0...' | sha256sum
TEST_CASE("the hash of a line is RFC 6962's leaf hash") {
    auto line = Line{.reference = "A-2026-000001",
                     .number = 1,
                     .at = Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}},
                     .actor = {"staff:17", "clerk"},
                     .source = "test",
                     .delivery = "1",
                     .event = "build",
                     .from = "",
                     .to = "closed",
                     .workflow = "door-1"};
    seal(line);
    CHECK_EQ(line.entry,
             R"({"actor":"staff:17","app":"A-2026-000001","at":"2026-11-24T00:00:00.000000Z",)"
             R"("delivery":"1","effects":[],"event":"build","from":"","guards":[],)"
             R"("prev":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","role":"clerk","seq":1,)"
             R"("source":"test","to":"closed","v":1,"workflow":"door-1"})");
    CHECK_EQ(hex(bytes_of(line.hash)),
             "448a4a21c54ad7321ade9ce77ce5a910f63b4b23539dd2cd6ef9072f1a01d175");
}

TEST_CASE("times and hashes are read back as they were written") {
    const auto text = std::string{"2026-02-28T23:59:59.000001Z"};
    CHECK_EQ(rfc3339(read_rfc3339(text)), text);
    CHECK_THROWS_AS(read_rfc3339("yesterday"), std::invalid_argument);
    CHECK_THROWS_AS(read_base64("AAAA"), std::invalid_argument);
    CHECK(read_base64("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=") == Hash{});
}

}  // namespace journal_test
