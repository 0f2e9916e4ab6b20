// Who sees which tasks, who closes them, and what stays of it.

#include "adapters/task_desk.hpp"

#include <doctest/doctest.h>

#include <pqxx/pqxx>

#include "adapters/postgres/desk.hpp"
#include "adapters/postgres/task_book.hpp"
#include "tests/work_office.hpp"

namespace task_desk_test {

namespace {

using adapters::Caller;
using adapters::Done;
using adapters::Invalid;
using adapters::NotFound;

Caller with(const std::string& role) { return {.id = "staff:1", .roles = {role}}; }

struct Desk : tests::WorkOffice {
    postgres::Tasks raised{pool};
    postgres::TaskBook book{pool};
    adapters::TaskDesk desk{book};
    One one = submitted();

    void raise(const std::string& key, const std::string& queue, const std::string& kind) {
        raised.perform(
            {.queue = queue, .kind = kind, .values = {{"reason", "It says so."}}},
            {.claim = {}, .key = key, .of = one.id, .reference = one.reference, .effect = {}});
    }
    std::int64_t number_of(const std::string& key) {
        for (const auto& task : desk.open(with("auditor"), "", ""))
            if (task.key == key) return task.number;
        return 0;
    }
};

}  // namespace

TEST_CASE("tasks are seen by who works on applications, and closed by whose work they are") {
    auto office = Desk{};
    office.raise("1/1", "review", "appeal");
    office.raise("1/2", "finance", "overpaid");
    office.raise("1/3", "administration", "glass_broken");
    for (const auto* role : {"clerk", "approver", "finance", "auditor"})
        CHECK_MESSAGE(office.desk.open(with(role), "", "").size() == 3, role);
    CHECK_EQ(office.desk.open(with("administrator"), "", "").size(), 1);
    CHECK_EQ(office.desk.open(with("clerk"), "finance", "").size(), 1);
    CHECK_EQ(office.desk.open(with("clerk"), "finance", "appeal").size(), 0);
    CHECK(office.desk.open(with("applicant"), "", "").empty());
    CHECK_EQ(office.desk.of_application(with("clerk"), office.one.reference).size(), 3);
    CHECK(office.desk.of_application(with("clerk"), "A-1999-000001").empty());
    const auto counts = office.desk.counts(with("clerk"));
    REQUIRE_EQ(counts.size(), 3);
    CHECK_EQ(counts[1].kind, "overpaid");
    CHECK_EQ(counts[1].count, 1);

    const auto appeal = office.number_of("1/1");
    for (const auto* role : {"finance", "auditor", "administrator"})
        CHECK_MESSAGE(std::holds_alternative<NotFound>(office.desk.close(with(role), appeal, "x")),
                      role);
    CHECK(std::holds_alternative<NotFound>(
        office.desk.close(with("approver"), office.number_of("1/3"), "x")));
    CHECK(std::holds_alternative<Invalid>(office.desk.close(with("clerk"), appeal, " ")));
    CHECK(std::holds_alternative<Done>(office.desk.close(with("clerk"), appeal, "Looked at it.")));
    CHECK(std::holds_alternative<NotFound>(office.desk.close(with("clerk"), appeal, "Again.")));
    CHECK_EQ(office.number_of("1/1"), 0);
    const auto noted = postgres::at_once(office.pool, [](pqxx::transaction_base& t) {
        return t.exec1(
            "select who || ' ' || work || ' ' || what || ' ' || reason from interventions");
    });
    CHECK_EQ(noted[0].as<std::string>(), "staff:1 task/1/1 close Looked at it.");
}

TEST_CASE("what a desk closes by doing it is not closed by hand") {
    auto office = Desk{};
    office.raise("mail/17", "review", "mail_unclear");
    office.raise("movement/4", "finance", "payment_unmatched");
    office.raise("movement/4/payer", "finance", "payment_by_another");
    for (const auto& [key, role, by_hand] : {std::tuple{"mail/17", "clerk", false},
                                             {"movement/4", "finance", false},
                                             {"movement/4/payer", "finance", true}}) {
        for (const auto& task : office.desk.open(with(role), "", ""))
            if (task.key == key) CHECK_EQ(adapters::TaskDesk::may_close(with(role), task), by_hand);
        const auto closed = office.desk.close(with(role), office.number_of(key), "Done.");
        CHECK_EQ(std::holds_alternative<Done>(closed), by_hand);
    }
}

}  // namespace task_desk_test
