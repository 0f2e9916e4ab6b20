// What `doorstep audit rebuild` compares: whatever was taken away or added by force, it names.

#include <doctest/doctest.h>

#include <string>

#include "adapters/postgres/eraser.hpp"
#include "adapters/postgres/rebuilding.hpp"
#include "tests/audit/office.hpp"
#include "tests/work_office.hpp"

namespace rebuilding_test {

using tests::AuditOffice;

namespace {

std::string differences(AuditOffice& office) {
    std::string text;
    for (const auto& each : postgres::rebuild(office.pool, office.workflow).differences)
        text += each.reference + ": " + each.what + '\n';
    return text;
}

}  // namespace

TEST_CASE("doors that were only knocked at are as their journals tell") {
    AuditOffice office;
    office.door_with({"knock"}, "waits");
    office.door_with({"knock", "wind", "knock", "look"}, "twice");
    office.door_with({"knock", "knock", "wind", "look", "remove"}, "gone");
    CHECK_EQ(differences(office), "");
    CHECK_EQ(office.ask("select count(*) from rebuilt_timers"), "0");  // Nothing is left behind.

    // A deadline that is delivered, and work that is done, are no differences.
    office.ask("update timers set due_at = due_at - interval '2 days'");
    CHECK_NE(differences(office), "");
    office.engine.deliver_deadlines(10, std::chrono::seconds{60});
    CHECK_EQ(differences(office), "");
    office.ask(
        "with gone as (delete from outbox returning *) insert into outbox_done (id, key, "
        "case_id, effect, attempts, done_at) select id, key, case_id, effect, 1, now() "
        "from gone");
    CHECK_EQ(differences(office), "");
}

TEST_CASE("applications to the registry are as their journals tell, at every end and erased") {
    tests::WorkOffice office;
    office.completed("agr-1");
    office.to_pay("agr-2", "+++000/0000/00202+++");
    const auto held = office.named("Held BV"), gone = office.named("Gone BV");
    office.send(held.id, states::Held{"holiday"});
    office.send(gone.id, states::Withdrawn{"Another plan."});
    office.ask("delete from outbox where case_id = " + std::to_string(gone.id.number));
    CHECK_EQ(postgres::rebuild(office.pool, office.workflow).differences.size(), 1);
    office.send(gone.id, states::ErasureProposed{"request", "They ask."}, {"staff:3", "clerk"});
    office.send(gone.id, states::ErasureConfirmed{}, {"staff:4", "approver"});
    postgres::Eraser{office.pool}.perform({}, {.of = gone.id});
    std::string told;
    for (const auto& each : postgres::rebuild(office.pool, office.workflow).differences)
        told += each.reference + ": " + each.what + '\n';
    CHECK_EQ(told, "");
}

TEST_CASE("work and deadlines that are missing, or that no line asked for, are named") {
    AuditOffice office;
    const auto door = office.door_with({"knock"}, "a");
    const auto reference = office.reference_of(door);
    const auto key = reference + "/2/1";

    office.ask("create table kept as select * from outbox");
    office.ask("delete from outbox");
    CHECK_EQ(differences(office), reference + ": lacks the work ring (" + key + ")\n");
    office.ask(
        "insert into outbox_done (id, key, case_id, effect, attempts, done_at) "
        "select id, key, case_id, effect, 1, now() from kept");
    CHECK_EQ(differences(office), "");
    office.ask("update outbox_done set effect = 'pay'");
    CHECK_EQ(differences(office), reference + ": has the work pay (" + key +
                                      "), which no line asked for; lacks the work ring (" + key +
                                      ")\n");
    office.ask("update outbox_done set effect = 'ring'");

    office.ask("create table stopped as select * from timers");
    office.ask("delete from timers");
    CHECK(differences(office).starts_with(reference + ": lacks a deadline: wind at 20"));
    office.ask(
        "insert into timers (case_id, event, due_at) select case_id, event, due_at "
        "from stopped");
    CHECK_EQ(differences(office), "");
    office.ask(
        "insert into timers (case_id, event, due_at) select case_id, event, due_at "
        "from stopped");
    CHECK(differences(office).starts_with(
        reference + ": has a deadline that its journal does not tell: wind at 20"));
}

TEST_CASE("titles and the columns beside a line are compared, too") {
    AuditOffice office;
    const auto reference = office.reference_of(office.door);
    office.ask("update case_search set title = 'Back door'");
    CHECK_EQ(differences(office),
             reference + ": has another title in the lists than its journal tells\n");
    office.ask("update case_search set title = 'Front door'");
    office.ask("alter table journal disable trigger user");
    office.ask("update journal set actor = 'staff:18'");
    CHECK_EQ(differences(office), reference +
                                      ": line 1: what stands beside the line, or before "
                                      "it, is not what was hashed\n");
}

}  // namespace rebuilding_test
