// From committed lines to a signed log, on a real database.

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/audit/office.hpp"

namespace sequencing_test {

using tests::AuditOffice;

TEST_CASE("every committed line is in the log once, after the rules it names and its predecessor") {
    AuditOffice office;
    office.door_with({"knock", "wind", "look"}, "a");
    office.door_with({"knock", "knock"}, "b");  // The second one is refused, and kept.
    office.seal();
    CHECK_EQ(office.log.seal_some(10), 0);
    CHECK_EQ(office.log.size(), 1 + 1 + 4 + 3);
    CHECK_EQ(office.ask("select count(*) from audit_entries e left join journal j "
                        "using (case_id, line) where (j.case_id is null) <> (e.case_id is null)"),
             "0");
    CHECK_EQ(office.ask("select count(*) from audit_entries a join audit_entries b "
                        "on a.case_id = b.case_id and a.line < b.line and a.position > b.position"),
             "0");
    const auto entries = office.log.entries(0, 9, false);
    REQUIRE_EQ(entries.size(), 9);
    CHECK(entries[0].entry.starts_with("{\"kind\":\"rules\""));
    const auto subtrees = office.log.subtrees();
    for (std::uint64_t i = 0; i < 9; ++i)
        CHECK_EQ(subtrees(0, i), engine::leaf_hash(entries[i].entry));
}

namespace {

// Writes a second line of the first door, and waits.
void begin_slowly(pqxx::work& slow) {
    slow.exec(
        "insert into journal (case_id, line, at, event, actor, source, delivery, after, decided, "
        "entry, hash) select case_id, 2, at, event, actor, source, 'slow', after, decided, "
        "e.entry, sha256('\\x00'::bytea || e.entry) from journal, lateral (select "
        "convert_to(replace(replace(convert_from(entry, 'utf8'), '\"seq\":1', '\"seq\":2'), "
        "repeat('A', 43) || '=', encode(hash, 'base64')), 'utf8') as entry) e where line = 1");
}

}  // namespace

TEST_CASE("a line of a transaction that took longer is not passed by") {
    AuditOffice office;
    office.seal();
    // Somebody's transaction is older than all that follows, and ends after it.
    auto connection = pqxx::connection{office.database.address()};
    auto slow = pqxx::work{connection};
    begin_slowly(slow);
    office.door_with({"knock"}, "later");
    office.seal();
    const auto before = office.log.size();
    slow.commit();
    office.seal();
    CHECK_EQ(office.log.size(), before + 1);
}

TEST_CASE("nor is it by batches that are full") {
    for (const int most : {1, 2, 3}) {
        CAPTURE(most);
        AuditOffice office;
        office.seal();
        auto connection = pqxx::connection{office.database.address()};
        auto slow = pqxx::work{connection};
        begin_slowly(slow);
        office.door_with({"knock", "wind", "look"}, "later");
        const auto before = office.log.size();
        while (office.log.seal_some(most) > 0) continue;
        CHECK_EQ(office.log.size(), before + 4);  // Above the horizon there is progress, too.
        slow.commit();
        while (office.log.seal_some(most) > 0) continue;
        CHECK_EQ(office.log.size(), before + 5);
    }
}

TEST_CASE("what was passed by all the same is found when the line after it does not follow") {
    AuditOffice office;
    const auto door = office.door_with({"knock"}, "a");
    office.seal();
    office.engine.submit(AuditOffice::message(door, "look", "passed by"));
    office.ask("update audit_log set seen = pg_current_xact_id()::text::bigint");
    office.seal();
    const auto before = office.log.size();
    office.engine.submit(AuditOffice::message(door, "look", "the next"));
    CHECK_EQ(office.log.seal_some(1), 1);
    office.seal();
    CHECK_EQ(office.log.size(), before + 2);
    office.sign();
    CHECK_EQ(tests::said_by(office.check(office.bundle())), "");
}

TEST_CASE("a line whose transaction has the smaller number comes after the one that it follows") {
    AuditOffice office;
    office.seal();
    office.door_with({"knock"}, "a");
    office.ask("alter table journal disable trigger user");
    office.ask("update journal set written_in = written_in + 10 where case_id = 2 and line = 1");
    for (int i = 0; i < 12; ++i) office.ask("select pg_current_xact_id()");
    office.seal();
    office.sign();
    CHECK_EQ(tests::said_by(office.check(office.bundle())), "");
}

TEST_CASE("many servers seal one log") {
    AuditOffice office;
    std::vector<std::thread> threads;
    std::atomic<bool> writing = true;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            postgres::AuditLog mine{office.pool};
            while (writing) mine.seal_some(3);
        });
    for (int i = 0; i < 30; ++i) office.door_with({"knock", "wind"}, "d" + std::to_string(i));
    writing = false;
    for (auto& thread : threads) thread.join();
    office.seal();
    CHECK_EQ(office.log.size(), 1 + 1 + 90);
    const auto checkpoint = office.sign();
    CHECK_EQ(engine::read_checkpoint(checkpoint).head.size, 92);
    CHECK_EQ(tests::said_by(office.check(office.bundle())), "");
}

TEST_CASE("in another cluster, where transactions are counted anew, nothing is lost or doubled") {
    AuditOffice office;
    office.door_with({"knock"}, "a");
    office.seal();
    office.ask("update audit_log set cluster = 1, seen = 9000000000");
    office.door_with({"knock", "wind"}, "b");
    CHECK_EQ(office.log.seal_some(2), 2);
    office.seal();
    CHECK_EQ(office.log.size(), 1 + 1 + 2 + 3);
    CHECK_EQ(office.ask("select cluster = system_identifier from audit_log, pg_control_system()"),
             "t");
    office.sign();
    CHECK_EQ(tests::said_by(office.check(office.bundle())), "");
}

TEST_CASE("a line that was changed is not put into the log, and nothing after it") {
    AuditOffice office;
    office.seal();
    office.door_with({"knock"}, "a");
    office.ask("alter table journal disable trigger user");
    office.ask("update journal set entry = entry || '\\x20'::bytea where line = 2");
    const auto size = office.log.size();
    CHECK_THROWS_WITH_AS(
        office.log.seal_some(100),
        doctest::Contains("line 2 of case 2 does not follow from the line before it"),
        std::runtime_error);
    CHECK_EQ(office.log.size(), size);
}

TEST_CASE("the tables of the log only grow") {
    AuditOffice office;
    office.sign();
    for (const auto* statement :
         {"delete from audit_entries", "update audit_entries set position = position + 1",
          "truncate audit_entries", "update audit_tiles set hashes = '\\x00'",
          "delete from audit_tiles", "update audit_checkpoints set note = ''",
          "delete from audit_checkpoints", "truncate audit_checkpoints cascade",
          "update audit_rules set definition = ''", "delete from audit_rules",
          "delete from audit_stamps"}) {
        CAPTURE(statement);
        CHECK_THROWS(office.ask(statement));
    }
}

}  // namespace sequencing_test
