#include "adapters/staff_desk.hpp"

#include <doctest/doctest.h>

#include <string>
#include <variant>
#include <vector>

#include "adapters/postgres/staff_book.hpp"
#include "tests/database.hpp"

namespace staff_desk_test {

using adapters::Caller;
using adapters::Forbidden;
using adapters::Invalid;
using adapters::Member;
using adapters::NewMember;
using adapters::NotFound;
using adapters::StaffDesk;

namespace {

struct Office {
    tests::Database database;
    postgres::Pool pool{database.address(), 2};
    postgres::StaffBook book{pool, std::string(32, 'k'), "Europe/Brussels"};
    StaffDesk desk{book, {.public_url = "https://join.example", .today = [] {
                              return std::string{"2026-11-28"};
                          }}};
    Caller boss{.id = "cli", .roles = {"administrator"}, .door = "cli"};
};

NewMember an() {
    return {.email = "an@registry.example", .name = "An Peeters", .roles = {"clerk"}};
}

std::string problem(const auto& answer) { return std::get<Invalid>(answer).problems.at(0).code; }

}  // namespace

TEST_CASE("an administrator adds a member, and gets the link to a password") {
    Office office;
    const auto invited = std::get<StaffDesk::Invited>(office.desk.add(office.boss, an()));
    const std::string start = "https://join.example/console/welcome/";
    REQUIRE(invited.link.starts_with(start));
    CHECK_EQ(office.book.invited(invited.link.substr(start.size()))->email, "an@registry.example");
    CHECK_EQ(problem(office.desk.add(office.boss, an())), "staff_email_taken");
    auto wrong = an();
    wrong.roles = {"administrator", "finance"};
    CHECK_EQ(problem(office.desk.add(office.boss, wrong)), "staff_administrator_decides");
}

TEST_CASE("a member is changed, disabled, enabled, invited again; nobody is not") {
    Office office;
    const auto number =
        std::get<StaffDesk::Invited>(office.desk.add(office.boss, an())).member.number;
    auto wanted = an();
    wanted.email = "";  // Is not changed.
    wanted.roles = {"auditor"};
    CHECK_EQ(problem(office.desk.change(office.boss, number, wanted)), "staff_until_missing");
    wanted.until = "2099-01-31";
    const auto changed = std::get<Member>(office.desk.change(office.boss, number, wanted));
    CHECK_EQ(changed.roles, std::vector<std::string>{"auditor"});
    CHECK_EQ(changed.email, "an@registry.example");
    for (int twice = 0; twice < 2; ++twice)
        CHECK_FALSE(std::get<Member>(office.desk.disable(office.boss, number)).may_work);
    CHECK_EQ(problem(office.desk.invite(office.boss, number, false)), "staff_disabled");
    CHECK(std::get<Member>(office.desk.enable(office.boss, number)).may_work);
    CHECK(
        std::holds_alternative<StaffDesk::Invited>(office.desk.invite(office.boss, number, true)));

    CHECK(std::holds_alternative<NotFound>(office.desk.change(office.boss, 99, wanted)));
    CHECK(std::holds_alternative<NotFound>(office.desk.disable(office.boss, 99)));
    CHECK(std::holds_alternative<NotFound>(office.desk.enable(office.boss, 99)));
    CHECK(std::holds_alternative<NotFound>(office.desk.invite(office.boss, 99, false)));
}

TEST_CASE("only administrators change staff, and auditors read it") {
    Office office;
    const auto number =
        std::get<StaffDesk::Invited>(office.desk.add(office.boss, an())).member.number;
    for (const auto* role : {"clerk", "approver", "finance", "auditor", "admin", ""}) {
        const Caller other{.id = "staff:9", .roles = {role}, .door = "console"};
        CHECK(std::holds_alternative<Forbidden>(office.desk.add(other, an())));
        CHECK(std::holds_alternative<Forbidden>(office.desk.invite(other, number, false)));
        CHECK(std::holds_alternative<Forbidden>(office.desk.change(other, number, an())));
        CHECK(std::holds_alternative<Forbidden>(office.desk.disable(other, number)));
        CHECK(std::holds_alternative<Forbidden>(office.desk.enable(other, number)));
        const bool reads = other.may("auditor");
        CHECK_EQ(std::holds_alternative<Forbidden>(office.desk.members(other)), !reads);
        CHECK_EQ(std::holds_alternative<Forbidden>(office.desk.log(other, 100, 10)), !reads);
    }
    CHECK_EQ(std::get<std::vector<Member>>(office.desk.members(office.boss)).size(), 1);
    CHECK_EQ(
        std::get<std::vector<adapters::StaffLine>>(office.desk.log(office.boss, 100, 10)).size(),
        2);
    CHECK(office.desk.member_at("an@registry.example")->may_work);
}

TEST_CASE("nobody changes its own account") {
    Office office;
    auto chief = an();
    chief.roles = {"administrator"};
    const auto member = std::get<StaffDesk::Invited>(office.desk.add(office.boss, chief)).member;
    const auto self = adapters::caller_of(member);
    CHECK_EQ(self.id, "staff:" + std::to_string(member.number));
    CHECK_EQ(self.door, "console");
    CHECK(self.may("administrator"));
    CHECK_EQ(problem(office.desk.change(self, member.number, an())), "staff_yourself");
    CHECK_EQ(problem(office.desk.disable(self, member.number)), "staff_yourself");
    CHECK_EQ(problem(office.desk.invite(self, member.number, true)), "staff_yourself");
}

}  // namespace staff_desk_test
