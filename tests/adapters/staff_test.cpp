#include "adapters/staff.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "states/messages.hpp"

namespace staff_test {

using adapters::NewMember;

namespace {

const std::string today = "2026-11-28";

NewMember an() {
    return {.email = "an@registry.example", .name = "An Peeters", .roles = {"clerk", "approver"}};
}

// "field code", each with a sentence in every language.
std::vector<std::string> flaws(const NewMember& member) {
    std::vector<std::string> all;
    for (const auto& problem : adapters::flaws_of(member, today)) {
        for (const auto* language : {"en", "nl", "fr"})
            CHECK_FALSE(states::sentence(problem, language).empty());
        all.push_back(problem.field + " " + problem.code);
    }
    return all;
}

std::vector<std::string> flaws_of_roles(const std::vector<std::string>& roles,
                                        const std::string& until = {}) {
    auto member = an();
    member.roles = roles;
    member.until = until;
    return flaws(member);
}

using Flaws = std::vector<std::string>;

}  // namespace

TEST_CASE("a member has an address, a name, a language and a role, and all that lacks is said") {
    CHECK_EQ(flaws(an()), Flaws{});
    CHECK_EQ(flaws({.email = " ", .name = "\t ", .language = "de"}),
             Flaws{"email missing", "name missing", "language language_unknown", "roles missing"});
    auto odd = an();
    odd.email = "An Peeters <an@registry.example>";
    odd.name = "An\nPeeters";
    CHECK_EQ(flaws(odd), Flaws{"email email_format", "name control_character"});
    odd.email = "an@";
    odd.name = std::string(101, 'x');
    CHECK_EQ(flaws(odd), Flaws{"email email_domain", "name too_long"});
    odd = an();
    odd.name = "\xff";
    CHECK_EQ(flaws(odd), Flaws{"name not_utf8"});
    odd.name = "Łucja Ó Méalóid";
    CHECK_EQ(flaws(odd), Flaws{});
}

TEST_CASE("an administrator does not decide on applications") {
    CHECK_EQ(flaws_of_roles({"administrator"}), Flaws{});
    for (const auto* role : {"clerk", "approver", "finance"}) {
        CHECK_EQ(flaws_of_roles({role}), Flaws{});
        CHECK_EQ(flaws_of_roles({"administrator", role}),
                 Flaws{"roles staff_administrator_decides"});
    }
    CHECK_EQ(flaws_of_roles({"clerk", "approver", "finance"}), Flaws{});
}

TEST_CASE("an auditor reads only, and not for ever") {
    CHECK_EQ(flaws_of_roles({"auditor"}, "2027-01-31"), Flaws{});
    CHECK_EQ(flaws_of_roles({"auditor"}), Flaws{"until staff_until_missing"});
    for (const auto* role : {"clerk", "approver", "finance", "administrator"})
        CHECK_EQ(flaws_of_roles({"auditor", role}, "2027-01-31"),
                 Flaws{"roles staff_auditor_alone"});
}

TEST_CASE("roles are known ones, each once") {
    CHECK_EQ(flaws_of_roles({"king"}), Flaws{"roles staff_role_unknown"});
    CHECK_EQ(flaws_of_roles({"Clerk", "clerk", "clerk"}),
             Flaws{"roles staff_role_unknown", "roles given_twice"});
    CHECK_EQ(flaws_of_roles({"applicant"}), Flaws{"roles staff_role_unknown"});
}

TEST_CASE("the last day is one that there is, and has not passed") {
    CHECK_EQ(flaws_of_roles({"clerk"}, today), Flaws{});
    CHECK_EQ(flaws_of_roles({"clerk"}, "2028-02-29"), Flaws{});
    CHECK_EQ(flaws_of_roles({"clerk"}, "2026-11-27"), Flaws{"until staff_until_past"});
    for (const auto* none : {"2027-02-29", "2027-13-01", "2027-1-1", "31/01/2027", "2027-01-3x",
                             "+027-01-31", "0000-01-01", "2027-01-311"})
        CHECK_EQ(flaws_of_roles({"clerk"}, none), Flaws{"until staff_until_format"});
}

TEST_CASE("an address is one person's in whatever capitals") {
    CHECK_EQ(adapters::folded_email(" An@Registry.Example "), "an@registry.example");
    CHECK_EQ(adapters::actor_of({.number = 17}), "staff:17");
}

}  // namespace staff_test
