// Who an applicant is, from the list of registrars to the approval, by the commands beside a
// server.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/end_to_end/commands.hpp"
#include "tests/states/sign_ups.hpp"

namespace evidence_test {

using nlohmann::json;
using tests::Said;

namespace {

std::string list_of(const std::string& rows) {
    return "\"ID\",Registrar Name,Status,RDAP Base URL\r\n"
           "292,MarkMonitor Inc.,Accredited,https://rdap.example/\r\n" +
           rows;
}

struct Office : tests::Commands {
    Said import(const std::string& list) const {
        return (*this)({"import", "iana", file("list.csv", list), "--json"});
    }
    // An application for a gTLD, looked up in the list.
    std::string applied(const std::string& name) const {
        (*this)({"document", file("paper.pdf", tests::paper)});
        auto sign_up = tests::sign_up();
        sign_up["organisation"]["name"] = name;
        sign_up["products"] = json::array({{{"name", ".vlaanderen"},
                                            {"role", "direct"},
                                            {"iana_id", 1497},
                                            {"document", tests::paper_id}}});
        auto id = (*this)({"apply", "-"}, sign_up.dump()).out;
        id = id.substr(0, id.find('\n'));
        for (int i = 0; i < 200; ++i) {
            const auto view = why(id);
            for (const auto& item : view.at("items"))
                if (item.at("check") == "iana") return id;
        }
        FAIL("its id was never looked up");
        return id;
    }
    json why(const std::string& id) const {
        return (*this)({"show", id, "--evidence", "--json"}).read();
    }
    Said approve(const std::string& id) const {
        return (*this)({"send", id, "approved", "--role", "approver"});
    }
};

Office& office() {
    static Office one;
    return one;
}

}  // namespace

TEST_CASE(
    "a doubtful name is accepted with a reason before the approval, and an end becomes a task") {
    const auto first = office().import(list_of("1497,\"Quite Another, LLC\",Accredited,\r\n"));
    REQUIRE_EQ(first.status, 0);
    CHECK_EQ(first.read().at("rows"), 2);
    CHECK_EQ(first.read().at("added"), 2);
    const auto id = office().applied("Voorbeeld Hosting BV");
    const auto refused = office().approve(id);
    CHECK_EQ(refused.status, 1);
    CHECK(refused.says("There are warnings that no approver has accepted yet."));

    const auto warning = office().why(id).at("warnings").at(0);
    CHECK_EQ(warning.at("code"), "iana_name_doubtful");
    const auto accepted = json{{"field", warning.at("field")},
                               {"code", warning.at("code")},
                               {"reason", "The group's American company."}};
    REQUIRE_EQ(office()({"send", id, "warning_accepted", "--role", "approver", "--by", "ann",
                         "--data", accepted.dump()})
                   .status,
               0);
    CHECK_EQ(office().approve(id).status, 0);
    const auto told = office()({"show", id, "--evidence"}).out;
    CHECK(told.find("accepted by cli:ann: The group's American company.") != std::string::npos);
    CHECK(told.find("IANA lists 1497 as Quite Another, LLC, accredited.") != std::string::npos);

    const auto ended =
        office().import(list_of("1497,\"Quite Another, LLC\",Terminated,\r\n")).read();
    CHECK_EQ(ended.at("terminated"), 1);
    CHECK_EQ(ended.at("changed"), 0);
    CHECK_EQ(ended.at("tasks"), 1);
    CHECK_EQ(
        office().import(list_of("1497,\"Quite Another, LLC\",Terminated,\r\n")).read().at("tasks"),
        0);
}

TEST_CASE("a file that is not the list is refused, and ids are judged by the one before") {
    office().import(list_of("6,asf,Terminated,\r\n"));
    const auto refused = office().import(list_of("6,asf,Gone,\r\n"));
    CHECK_EQ(refused.status, 1);
    CHECK_EQ(refused.out, "");
    CHECK(refused.says("line 3: a status is Accredited, Terminated or Reserved"));
    const auto judged = office()({"check", "iana", "292", "6", "9999", "0292"});
    CHECK_EQ(judged.status, 1);
    CHECK(judged.out.starts_with("valid\t292\t\ninvalid\t\tIANA lists 6, \"asf\", as terminated"));
    const auto found = office()({"registrar", "markmonitor", "--json"}).read();
    CHECK_EQ(found.at("items")[0].at("iana_id"), 292);
    CHECK_EQ(office()({"registrar", "no such company at all"}).status, 1);
}

TEST_CASE("without a database an IANA ID is judged as far as it can be") {
    const auto judged =
        office().plain({"check", "iana", "292", "9999", "x", "--data", "/nonexistent/doorstep"});
    CHECK_EQ(judged.status, 1);
    CHECK(judged.out.starts_with("unknown\t292\tThe IANA ID 292 could not be looked up"));
    CHECK(judged.out.find("\ninvalid\t\t9999 is reserved by IANA") != std::string::npos);
    CHECK(judged.out.find("\ninvalid\t\tAn IANA ID is a whole number") != std::string::npos);
}

}  // namespace evidence_test
