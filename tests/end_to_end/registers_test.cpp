// What VIES and RDAP say of an applicant, from their servers to the approval and to the end, by the
// commands beside a server that asks them.

#include <doctest/doctest.h>
#include <stdlib.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/end_to_end/commands.hpp"
#include "tests/simulator.hpp"
#include "tests/states/sign_ups.hpp"

namespace registers_test {

using nlohmann::json;

namespace {

struct Registers {
    Registers() {
        ::setenv("DOORSTEP_VIES_URL", vies.url().c_str(), 1);
        ::setenv("DOORSTEP_VIES_REQUESTER", "BE0466158640", 1);
        ::setenv("DOORSTEP_RDAP_SERVERS", (".brussels " + rdap.url()).c_str(), 1);
        vies.post("/sim/company", {{"number", "BE0123456749"},
                                   {"valid", true},
                                   {"name", "Voorbeeld Hosting BV"},
                                   {"address", "Philipssite 5, 3001 Leuven"}});
    }
    tests::Simulator vies{"vies"};
    tests::Simulator rdap{"rdap"};
};

struct Office : Registers, tests::Commands {  // The server finds the registers when it starts.
    std::string applied(json sign_up) const {
        const auto said = (*this)({"apply", "-"}, sign_up.dump());
        REQUIRE_MESSAGE(said.status == 0, said.err);
        return said.out.substr(0, said.out.find('\n'));
    }
    tests::Said send(const std::string& id, const std::string& event, const std::string& role,
                     const json& data = json::object()) const {
        return (*this)({"send", id, event, "--role", role, "--data", data.dump()});
    }
    std::string state(const std::string& id) const {
        return (*this)({"show", id, "--json"}).read().at("state");
    }
    // Waits for an answer with this code, and gives it.
    json answer(const std::string& id, const std::string& sentence) const {
        json view;
        for (int i = 0; i < 200; ++i) {
            view = (*this)({"show", id, "--evidence", "--json"}).read();
            for (const auto& item : view.at("items"))
                if (item.dump().find(sentence) != std::string::npos) return item;
        }
        FAIL("nobody says '" << sentence << "': " << view.dump());
        return {};
    }
};

Office& office() {
    static Office one;
    return one;
}

json plain_sign_up() {
    auto sign_up = tests::sign_up();
    sign_up["products"] = json::array({{{"name", ".be"}, {"role", "direct"}}});
    return sign_up;
}

}  // namespace

TEST_CASE("an approval waits for VIES, which may be away for a while") {
    office().vies.post("/sim/trouble", {{"country", "BE"}, {"error", "MS_UNAVAILABLE"}});
    const auto id = office().applied(plain_sign_up());
    office().answer(id, "VIES is unavailable and will be tried again for BE0123456749");
    const auto early = office().send(id, "approved", "approver");
    CHECK_EQ(early.status, 1);
    CHECK(early.says("There are warnings that no approver has accepted yet."));

    office().vies.post("/sim/trouble", {{"country", "BE"}, {"error", ""}});
    const auto confirmed =
        office().answer(id, "VIES confirms BE0123456749 of Voorbeeld Hosting BV.");
    CHECK_EQ(confirmed.at("outcome"), "valid");
    CHECK(confirmed.dump().find("WAPIAAAA") != std::string::npos);  // The consultation number.
    CHECK_EQ(office().send(id, "approved", "approver").status, 0);
}

TEST_CASE("a number that VIES does not know is accepted with a reason, or not at all") {
    auto sign_up = plain_sign_up();
    sign_up["organisation"]["vat_number"] = "BE0987654394";
    const auto id = office().applied(sign_up);
    CHECK_EQ(office().answer(id, "VIES does not know BE0987654394.").at("outcome"), "invalid");
    CHECK_EQ(office().send(id, "approved", "approver").status, 1);
    const auto accepted = office().send(id, "warning_accepted", "approver",
                                        {{"field", "organisation.vat_number"},
                                         {"code", "vat_not_registered"},
                                         {"reason", "Registered yesterday; we saw the letter."}});
    REQUIRE_MESSAGE(accepted.status == 0, accepted.err);
    CHECK_EQ(office().send(id, "approved", "approver").status, 0);
}

TEST_CASE("a first domain name counts when RDAP has it with the right registrar") {
    office()({"import", "iana",
              office().file("list.csv",
                            "\"ID\",Registrar Name,Status,RDAP Base URL\r\n"
                            "292,MarkMonitor Inc.,Accredited,https://rdap.example/\r\n"),
              "--json"});
    office()({"document", office().file("paper.pdf", tests::paper)});
    auto sign_up = tests::sign_up();
    sign_up["products"] = json::array({{{"name", ".brussels"},
                                        {"role", "reseller"},
                                        {"iana_id", 292},
                                        {"document", tests::paper_id}}});
    sign_up["current_account"] = "100042";
    sign_up["prepayment"] = nullptr;
    const auto id = office().applied(sign_up);
    office().answer(id, "IANA lists 292 as MarkMonitor Inc., accredited");
    office().answer(id, "VIES confirms BE0123456749");
    CHECK_EQ(office().send(id, "approved", "approver").status, 1);
    const auto confirmed = office().send(id, "warning_accepted", "approver",
                                         {{"field", "current_account"},
                                          {"code", "account_unconfirmed"},
                                          {"reason", "Their invoices have this number."}});
    REQUIRE_MESSAGE(confirmed.status == 0, confirmed.err);
    const auto approved = office().send(id, "approved", "approver");
    REQUIRE_MESSAGE(approved.status == 0, approved.err);
    const json profile = {{"contacts", json::array()},
                          {"product_urls",
                           {{{"product", ".brussels"},
                             {"language", "nl"},
                             {"url", "https://voorbeeld.example/brussels"}}}}};
    const auto saved = office().send(id, "profile_saved", "applicant", {{"profile", profile}});
    REQUIRE_MESSAGE(saved.status == 0, saved.err);
    REQUIRE_EQ(office().state(id), "ready");

    const auto claim = [&](const std::string& domain) {
        const auto said = office().send(id, "domain_claimed", "clerk", {{"domain", domain}});
        REQUIRE_MESSAGE(said.status == 0, said.err);
    };
    claim("voorbeeld.brussels");
    office().answer(id, "RDAP knows no voorbeeld.brussels.");
    office().rdap.post("/sim/domain", {{"name", "ander.brussels"},
                                       {"handle", "1"},
                                       {"iana_id", "1"},
                                       {"registrar", "Somebody Else"}});
    claim("ander.brussels");
    office().answer(id, "RDAP has ander.brussels with another registrar: Somebody Else");
    CHECK_EQ(office().state(id), "ready");

    office().rdap.post("/sim/domain", {{"name", "eerste.brussels"},
                                       {"handle", "292"},
                                       {"iana_id", "292"},
                                       {"registrar", "MarkMonitor Inc."}});
    claim("eerste.brussels");
    CHECK_EQ(office()
                 .answer(id, "RDAP has eerste.brussels with the registrar MarkMonitor")
                 .at("outcome"),
             "valid");
    for (int i = 0; i < 100 && office().state(id) != "completed"; ++i) {
    }
    CHECK_EQ(office().state(id), "completed");
}

}  // namespace registers_test
