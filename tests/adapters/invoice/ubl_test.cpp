// Every invoice against the XML schemas of UBL 2.1 and the rules of EN 16931 and of Peppol.

#include "adapters/invoice/ubl.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "adapters/scratch_folder.hpp"
#include "states/vat.hpp"
#include "tests/adapters/invoice/sample.hpp"
#include "tests/end_to_end/shell.hpp"
#include "tests/golden.hpp"
#include "tests/shared_data.hpp"

namespace ubl_test {

namespace fs = std::filesystem;

namespace {

constexpr auto en_rules = "EN16931-UBL-validation-preprocessed.sch";
constexpr auto peppol_rules = "PEPPOL-EN16931-UBL.sch";

std::string source() {
    const auto* folder = std::getenv("DOORSTEP_SOURCE");
    return folder ? folder : ".";
}

// The rules are kept beside the repository (tests/shared_data.hpp); empty without them.
std::string rules_folder() {
    if (!tests::shared_lines(std::string{"data/ubl/"} + en_rules)) return {};
    const auto* folder = std::getenv("DOORSTEP_SHARED");
    return (folder ? folder : source() + "/../shared") + "/data/ubl/";
}

// By file and set of rules, what each document fails.
nlohmann::json judge(const fs::path& folder, const std::vector<std::string>& rules) {
    auto command = "DOORSTEP_SOURCE='" + source() + "' node --max-semi-space-size=64 '" + source() +
                   "/tests/adapters/invoice/schematron.mjs' '" + folder.string() + "'";
    for (const auto& file : rules) command += " '" + file + "'";
    const auto ran = tests::run_in_shell(command);
    REQUIRE_EQ(ran.status, 0);
    return nlohmann::json::parse(ran.said);
}

struct Case {
    adapters::InvoicePage page;
    std::set<std::string> refused_by_peppol = {};
};

// Nobody has told where Peppol finds this buyer, and nothing may be invented: such an invoice goes
// by mail, and is a proper one by EN 16931.
const std::set<std::string> unreachable = {"PEPPOL-EN16931-R010 fatal"};

std::map<std::string, Case> cases() {
    std::map<std::string, Case> all;
    const auto add = [&](const std::string& name, const states::IssueInvoice& asked,
                         const std::set<std::string>& refused = {}) {
        all[name] = {tests::page_for(asked), refused};
    };
    add("be", tests::asked_for("BE", "BE0123456749"));
    for (const auto* country : {"DK", "FI", "FR", "IT", "NL", "SE"})
        add(country, tests::asked_for(country, std::string{states::vat_example(country)}));
    add("greek", tests::asked_for("GR", "EL123456783", "Ελληνικά Ονόματα Α.Ε. & Υιοί"));
    add("polish", tests::asked_for("PL", "PL1234563218", "Łódź Źródło <Hosting> sp. z o.o."));
    add("japanese", tests::asked_for("JP", "T1234567890123", "日本レジストラ株式会社"));
    add("us", tests::asked_for("US", "12-3456789"));
    add("us_without_number", tests::asked_for("US", "none"), unreachable);
    add("nl_invalid", tests::asked_for("NL", "NL123456783B01"), unreachable);

    auto bare = tests::asked_for("HK", "");
    bare.organisation.address = {"", "", "Hong Kong", "", "HK"};
    bare.representative = {};
    add("hk_bare", bare, unreachable);

    auto prepayment = tests::page_for(tests::asked_for("BE", "BE0123456749"));
    prepayment.type = "386";
    all["prepayment"] = {prepayment};
    auto odd = tests::asked_for("BE", "BE0123456749");
    odd.net = {123'456'789'01};
    add("odd_amount", odd);

    const auto swiss = config::load_catalogue("examples/second_registry/catalogue.toml");
    auto at_home = tests::asked_for("CH", "CHE-123.456.788 MWST");
    at_home.language = "fr";
    all["swiss"] = {invoice::invoice_page(std::get<states::Catalogue>(swiss), at_home,
                                          "A-2026-000124", tests::first_number)};

    for (const auto* name : {"be", "NL", "us"})
        all[std::string{"credit_"} + name] = {invoice::credit_page(
            all[name].page, "Withdrawn by the applicant & <paid back>", tests::first_credit)};
    return all;
}

}  // namespace

TEST_CASE("every invoice holds by the schemas of UBL, by EN 16931 and by Peppol") {
    const auto rules = rules_folder();
    if (rules.empty()) return;
    adapters::ScratchFolder folder{"ubl"};
    const auto all = cases();
    for (const auto& [name, each] : all) {
        const auto path = folder.path() / (name + ".xml");
        std::ofstream{path} << invoice::ubl(each.page);
        const auto schema = each.page.is_credit() ? "UBL-CreditNote-2.1" : "UBL-Invoice-2.1";
        const auto checked =
            tests::run_in_shell("xmllint --noout --nonet --schema " + rules + "xsd/maindoc/" +
                                schema + ".xsd " + path.string() + " 2>&1");
        CHECK_MESSAGE(checked.status == 0, checked.said);
    }
    const auto verdicts = judge(folder.path(), {rules + en_rules, rules + peppol_rules});
    for (const auto& [name, each] : all) {
        CAPTURE(name);
        const auto& verdict = verdicts.at(name + ".xml");
        CHECK_EQ(verdict.at(en_rules).dump(), "[]");
        CHECK_EQ(verdict.at(peppol_rules), nlohmann::json(each.refused_by_peppol));
    }
}

TEST_CASE("the judge knows a wrong invoice, by each of the two sets of rules") {
    const auto rules = rules_folder();
    if (rules.empty()) return;
    adapters::ScratchFolder folder{"ubl"};
    auto page = tests::page_for(tests::asked_for("BE", "BE0123456749"));
    page.total = page.total + states::Money{100};
    std::ofstream{folder.path() / "sum.xml"} << invoice::ubl(page);
    page = tests::page_for(tests::asked_for("BE", "BE0123456749"));
    page.seller.endpoint = "0987654395";  // Of wrong check digits.
    page.reference.clear();
    std::ofstream{folder.path() / "peppol.xml"} << invoice::ubl(page);
    const auto verdicts = judge(folder.path(), {rules + en_rules, rules + peppol_rules});
    CHECK_NE(verdicts["sum.xml"][en_rules].dump().find("BR-CO-15 fatal"), std::string::npos);
    const auto by_peppol = verdicts["peppol.xml"][peppol_rules].dump();
    CHECK_NE(by_peppol.find("PEPPOL-EN16931-R003 fatal"), std::string::npos);
    CHECK_NE(by_peppol.find("PEPPOL-COMMON-R043 fatal"), std::string::npos);
}

// results.tsv holds what Saxon has said of them.
TEST_CASE("the judge says of official examples what another one has said") {
    const auto rules = rules_folder();
    const auto results = tests::shared_lines("data/ubl/examples/results.tsv");
    if (rules.empty() || !results) return;
    const auto verdicts = judge(rules + "examples", {rules + peppol_rules});
    CHECK_GT(verdicts.size(), 5);
    for (const auto& [file, verdict] : verdicts.items()) {
        CAPTURE(file);
        const auto line = std::ranges::find_if(*results, [&](const std::string& each) {
            return each.find("/" + file + "\t") != std::string::npos;
        });
        REQUIRE(line != results->end());
        std::string failed;
        for (const std::string each : verdict.at(peppol_rules))
            failed += (failed.empty() ? "" : " ") + each.substr(0, each.find(' ')) + "/" +
                      each.substr(each.find(' ') + 1);
        CHECK_EQ(line->substr(line->rfind('\t') + 1), failed);
    }
}

TEST_CASE("what XML cannot hold is left out, and what it can is escaped") {
    auto page = tests::page_for(tests::asked_for("BE", "BE0123456749", "A\x01 & <B> \uFFFE\"C\""));
    const auto xml = invoice::ubl(page);
    CHECK_NE(xml.find("<cbc:Name>A &amp; &lt;B&gt; \"C\"</cbc:Name>"), std::string::npos);
    CHECK_EQ(xml.find('\x01'), std::string::npos);
}

TEST_CASE("the invoice of a Belgian buyer, as it goes out") {
    tests::check_golden("tests/adapters/invoice/be.xml",
                        invoice::ubl(tests::page_for(tests::asked_for("BE", "BE0123456749"))));
}

}  // namespace ubl_test
