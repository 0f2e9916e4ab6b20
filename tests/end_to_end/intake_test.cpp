// Mails in files: what is understood of them is shown, and a complete one becomes an application.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/end_to_end/commands.hpp"

namespace intake_test {

namespace {

std::string fixture(const std::string& name) { return "tests/adapters/intake/mails/" + name; }

tests::Commands& office() {
    static tests::Commands one;
    return one;
}

}  // namespace

TEST_CASE("a mail is shown in words and as JSON, and nothing is kept of it") {
    const auto shown = office()({"intake", fixture("nl_clean.eml"), "--dry-run"});
    REQUIRE_MESSAGE(shown.status == 0, shown.err);
    CHECK_NE(shown.out.find("understood"), std::string::npos);
    CHECK_NE(shown.out.find("organisation.name = "), std::string::npos);
    CHECK_NE(shown.out.find(", line "), std::string::npos);  // Where it stands.

    const auto read = office()({"intake", fixture("nl_clean.eml"), "--dry-run", "--json"}).read();
    CHECK_EQ(read.at("kind"), "sign_up");
    CHECK_FALSE(read.at("proposals").empty());
    for (const auto& proposal : read.at("proposals"))
        for (const auto* name : {"field", "value", "confidence", "origin"})
            CHECK_MESSAGE(proposal.contains(name), name << " in " << proposal);
    CHECK_EQ(office().count(), 0);
}

TEST_CASE("what is no mail at all is shown too, and a missing file named") {
    const auto nonsense =
        office()({"intake", office().file("nonsense.eml", std::string{"\xff\0\r\n", 4}), "--json"});
    CHECK_EQ(nonsense.status, 0);
    CHECK_NE(nonsense.read().at("kind"), "sign_up");
    const auto missing = office()({"intake", "no/such.eml"});
    CHECK_EQ(missing.status, 1);
    CHECK(missing.says("no/such.eml"));
}

TEST_CASE("a complete mail becomes an application, once") {
    const auto first = office()({"apply", fixture("nl_clean.eml"), "--json"});
    REQUIRE_MESSAGE(first.status == 0, first.err << first.out);
    const auto again = office()({"apply", fixture("nl_clean.eml"), "--json"});
    CHECK_EQ(again.status, 0);
    CHECK_EQ(again.read().at("reference"), first.read().at("reference"));
    CHECK_EQ(office().count(), 1);
}

TEST_CASE("one that is incomplete, doubtful or no sign-up at all is refused with reasons") {
    const auto before = office().count();
    const auto partial = office()({"apply", fixture("partial_en.eml")});
    CHECK_EQ(partial.status, 1);
    CHECK(partial.says("(missing)"));
    const auto bounce = office()({"apply", fixture("bounce_dsn.eml"), "--json"});
    CHECK_EQ(bounce.status, 1);
    CHECK_EQ(bounce.read().at("errors")[0].at("code"), "no_sign_up");
    CHECK_EQ(office().count(), before);
}

}  // namespace intake_test
