// `doorstep user` as a shell runs it, beside a server.

#include <doctest/doctest.h>

#include <string>

#include "tests/end_to_end/commands.hpp"

namespace users_test {

using tests::Commands;
using tests::Words;

TEST_CASE("members of staff are added, listed, invited, changed and disabled by the command line") {
    Commands doorstep;
    const auto added = doorstep({"user", "add", "an@registry.example", "--name", "An Peeters",
                                 "--role", "clerk", "--role", "approver", "--language", "nl"});
    CHECK_EQ(added.status, 0);
    CHECK_EQ(added.err, "");
    const auto welcome = added.out.find("/console/welcome/dsi_");
    REQUIRE_NE(welcome, std::string::npos);
    CHECK(added.out.starts_with("http://"));
    CHECK_EQ(added.out.find('\n'), added.out.size() - 1);  // The link alone.

    const auto again =
        doorstep({"user", "add", "AN@registry.example", "--name", "An", "--role", "clerk"});
    CHECK_EQ(again.status, 1);
    CHECK_EQ(again.out, "");
    CHECK(again.says("staff_email_taken"));

    const auto link = doorstep({"user", "invite", "an@registry.example"});
    CHECK_EQ(link.status, 0);
    CHECK_NE(link.out, added.out);

    const auto listed = doorstep({"user", "list", "--json"}).read().at("items");
    REQUIRE_EQ(listed.size(), 1);
    CHECK_EQ(listed[0].at("email"), "an@registry.example");
    CHECK_EQ(listed[0].at("language"), "nl");
    CHECK_EQ(listed[0].at("roles"), nlohmann::json({"clerk", "approver"}));
    CHECK_EQ(listed[0].at("standing"), "invited");
    CHECK(listed[0].at("until").is_null());

    CHECK_EQ(doorstep({"user", "change", "an@registry.example", "--name", "An", "--role", "auditor",
                       "--until", "2099-01-31"})
                 .status,
             0);
    CHECK_EQ(doorstep({"user", "disable", "an@registry.example", "--by", "bo"}).status, 0);
    CHECK_EQ(doorstep({"user", "list"}).out,
             "an@registry.example\tAn\tauditor\t2099-01-31\tdisabled\n");
    const auto refused = doorstep({"user", "invite", "an@registry.example"});
    CHECK_EQ(refused.status, 1);
    CHECK(refused.says("staff_disabled"));
    CHECK_EQ(doorstep({"user", "enable", "an@registry.example"}).status, 0);
    CHECK_EQ(doorstep({"user", "invite", "an@registry.example", "--new-phone"}).status, 0);
}

TEST_CASE(
    "a member who breaks rules is refused with all of them, and wrong words are exit code 2") {
    Commands doorstep;
    const auto wrong = doorstep({"user", "add", "an@", "--name", " ", "--role", "administrator",
                                 "--role", "finance", "--until", "31/01/2027"});
    CHECK_EQ(wrong.status, 1);
    CHECK_EQ(wrong.out, "");
    for (const auto* code :
         {"email_domain", "missing", "staff_administrator_decides", "staff_until_format"})
        CHECK(wrong.says(code));
    CHECK_EQ(doorstep({"user", "list"}).out, "");
    CHECK_EQ(doorstep({"user", "disable", "bo@registry.example"}).status, 1);
    CHECK(doorstep({"user", "disable", "bo@registry.example"}).says("bo@registry.example"));
    for (const auto& words :
         {Words{"user"},
          {"user", "add", "an@registry.example", "--name", "An"},
          {"user", "add", "an@registry.example", "--name", "An", "--role", "king"},
          {"user", "add", "--name", "An", "--role", "clerk"},
          {"user", "remove"}})
        CHECK_EQ(doorstep(words).status, 2);
}

}  // namespace users_test
