#include "adapters/bank/camt.hpp"

#include <doctest/doctest.h>

#include <string>

#include "adapters/bank/read_statement.hpp"
#include "tests/adapters/bank/reading.hpp"
#include "tests/shared_data.hpp"

namespace camt_test {

using adapters::Movement;

namespace {

auto read(const std::string& text) { return tests::read_by(bank::read_statement, text); }

std::string document(const std::string& entries, const std::string& kind = "053.001.02",
                     const std::string& id = "S-1") {
    const bool statement = kind.starts_with("053");
    const std::string message = statement ? "BkToCstmrStmt" : "BkToCstmrDbtCdtNtfctn";
    const std::string container = statement ? "Stmt" : "Ntfctn";
    return "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt." + kind + "\"><" + message +
           "><GrpHdr><CreDtTm>2026-03-21T06:00:00</CreDtTm></GrpHdr><" + container + "><Id>" + id +
           "</Id><Acct><Id><IBAN>BE68539007547034</IBAN></Id></Acct>" + entries + "</" + container +
           "></" + message + "></Document>";
}

struct Parts {
    std::string amount = "3025.00";
    std::string way = "CRDT";
    std::string status = "<Sts>BOOK</Sts>";
    std::string date = "<BookgDt><Dt>2026-03-21</Dt></BookgDt>";
    std::string more = {};
    std::string details = {};
};

std::string entry(const Parts& p = {}) {
    return "<Ntry><Amt Ccy=\"EUR\">" + p.amount + "</Amt><CdtDbtInd>" + p.way + "</CdtDbtInd>" +
           p.more + p.status + p.date + p.details + "</Ntry>";
}

std::string details(const std::string& each) {
    return "<NtryDtls><TxDtls>" + each + "</TxDtls></NtryDtls>";
}

void check_refused(const std::string& text, const std::string& place, const std::string& why) {
    const auto all = read(text);
    CAPTURE(all.why);
    CHECK_EQ(all.place, place);
    CHECK_NE(all.why.find(why), std::string::npos);
}

const std::string ntry = "/Document/BkToCstmrStmt/Stmt[1]/Ntry[1]";

}  // namespace

TEST_CASE("an entry comes with all that it says, in both versions") {
    const std::string remittance =
        "<RmtInf><Ustrd>factuur</Ustrd><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry>"
        "<Issr>BBA</Issr></Tp><Ref>000000010101</Ref></CdtrRefInf></Strd></RmtInf>";
    const std::string refs =
        "<Refs><AcctSvcrRef>B-7</AcctSvcrRef><EndToEndId>E-1</EndToEndId></Refs>";
    const std::string account = "<DbtrAcct><Id><IBAN>BE71096123456769</IBAN></Id></DbtrAcct>";
    const auto old = read(
        document(entry({.details = details(refs + "<RltdPties><Dbtr><Nm>Voorbeeld BV</Nm></Dbtr>" +
                                           account + "</RltdPties>" + remittance)})));
    REQUIRE_EQ(old.why, "");
    REQUIRE_EQ(old.movements.size(), 1);
    const auto& movement = old.movements[0];
    CHECK_EQ(movement.account, "BE68539007547034");
    CHECK_EQ(movement.statement, "S-1");
    CHECK_EQ(movement.booked_on, "2026-03-21");
    CHECK_EQ(movement.amount.cents, 302'500);
    CHECK_EQ(movement.structured, "000000010101");
    CHECK_EQ(movement.text, "factuur");
    CHECK_EQ(movement.payer, "Voorbeeld BV");
    CHECK_EQ(movement.payer_account, "BE71096123456769");
    CHECK_EQ(movement.bank_reference, "B-7");
    CHECK_EQ(movement.end_to_end, "E-1");
    const auto fresh = read(document(
        entry(
            {.status = "<Sts><Cd>BOOK</Cd></Sts>",
             .date = "<BookgDt><DtTm>2026-03-21T11:12:13</DtTm></BookgDt>",
             .details = details(refs + "<RltdPties><Dbtr><Pty><Nm>Voorbeeld BV</Nm></Pty></Dbtr>" +
                                account + "</RltdPties>" + remittance)}),
        "053.001.08"));
    CHECK(fresh.movements == old.movements);
}

TEST_CASE("a notification and the statement that repeats it name the same movement") {
    const auto one = entry({.details = details("<Refs><AcctSvcrRef>B-7</AcctSvcrRef></Refs>")});
    const auto noticed = read(document(one, "054.001.08", "N-9"));
    const auto stated = read(document(entry({.amount = "1"}) + one, "053.001.08"));
    REQUIRE_EQ(noticed.movements.size(), 1);
    REQUIRE_EQ(stated.movements.size(), 2);
    CHECK_EQ(noticed.movements[0].identity, stated.movements[1].identity);
    // Where the bank names nothing, two equal payments are still two.
    const auto equal = read(document(entry() + entry()));
    CHECK_NE(equal.movements.at(0).identity, equal.movements.at(1).identity);
}

TEST_CASE("what is pending or told for information is no movement; a reversal goes out") {
    CHECK(read(document(entry({.status = "<Sts>PDNG</Sts>"}))).movements.empty());
    CHECK(read(document(entry({.status = "<Sts><Cd>INFO</Cd></Sts>"}))).movements.empty());
    const auto all = read(document(entry({.way = "DBIT", .more = "<RvslInd>true</RvslInd>"})));
    CHECK(all.movements.at(0).reversal);
    CHECK_EQ(all.movements.at(0).amount.cents, -302'500);
}

TEST_CASE("a batch comes as its transactions if they add up to it, otherwise as one") {
    const auto two = [](const std::string& a, const std::string& b) {
        return "<NtryDtls><TxDtls><Amt Ccy=\"EUR\">" + a +
               "</Amt></TxDtls><TxDtls><AmtDtls><TxAmt><Amt Ccy=\"EUR\">" + b +
               "</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls>";
    };
    const auto all = read(document(entry({.details = two("3000", "25.00")})));
    REQUIRE_EQ(all.movements.size(), 2);
    CHECK_EQ(all.movements[0].amount.cents, 300'000);
    CHECK_EQ(all.movements[1].amount.cents, 2'500);
    CHECK_EQ(all.movements[1].entry, "1/2");
    const auto odd = read(document(entry({.details = two("3000", "26.00")})));
    REQUIRE_EQ(odd.movements.size(), 1);
    CHECK_EQ(odd.movements[0].doubt, "details_do_not_add_up");
}

TEST_CASE("five decimals lose nothing unseen") {
    CHECK_EQ(read(document(entry({.amount = "3025.00000"}))).movements.at(0).doubt, "");
    const auto odd = read(document(entry({.amount = "3025.00001"})));
    CHECK_EQ(odd.movements.at(0).amount.cents, 302'500);
    CHECK_EQ(odd.movements.at(0).doubt, "fraction_of_a_cent");
    CHECK_EQ(read(document(entry({.amount = "3025"}))).movements.at(0).amount.cents, 302'500);
}

TEST_CASE("encodings that XML knows are read") {
    const auto text = document(entry(
        {.more = "", .details = details("<RltdPties><Dbtr><Nm>H\xF4tel</Nm></Dbtr></RltdPties>")}));
    const auto latin = read("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + text);
    CHECK_EQ(latin.movements.at(0).payer, "Hôtel");
    std::string wide = "\xFF\xFE";
    for (const char c : text) (wide += c) += '\0';
    CHECK_EQ(read(wide).movements.at(0).payer, "Hôtel");
    CHECK_NE(read(text).why.find("no well-formed XML"), std::string::npos);  // It is not UTF-8.
}

TEST_CASE("what is not as it should be is refused with its path or line") {
    check_refused(document(entry({.amount = "-3.00"})), ntry + "/Amt", "no amount");
    check_refused(document(entry({.amount = "1e3"})), ntry + "/Amt", "no amount");
    check_refused(document(entry({.way = "CREDIT"})), ntry + "/CdtDbtInd", "CRDT or DBIT");
    check_refused(document(entry({.date = "<BookgDt><Dt>21/03/2026</Dt></BookgDt>"})),
                  ntry + "/BookgDt", "no date");
    check_refused(document(entry() + entry({.way = ""})),
                  "/Document/BkToCstmrStmt/Stmt[1]/Ntry[2]/CdtDbtInd", "CRDT or DBIT");
    const auto whole = document(entry());
    for (std::size_t size = 20; size < whole.size(); size += 37) {
        const auto cut = read(whole.substr(0, size));
        CAPTURE(size);
        CHECK_EQ(cut.place, "line 1");
        CHECK_NE(cut.why.find("no well-formed XML"), std::string::npos);
    }
    check_refused("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.052.001.02\"/>",
                  "/Document", "neither camt.053 nor camt.054");
    check_refused("<!DOCTYPE Document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + whole, "/",
                  "document type");
    check_refused("", "line 1", "empty");
    check_refused("a;b;c\n", "line 1", "neither CODA nor camt");
}

TEST_CASE("the public samples are read, whatever is odd about them") {
    const auto minimal = tests::shared_text("data/bank/camt/camt053.v2.minimal.xml");
    if (!minimal) return;
    const auto old = read(*minimal);
    REQUIRE_EQ(old.why, "");
    REQUIRE_EQ(old.movements.size(), 1);
    CHECK_EQ(old.movements[0].amount.cents, 885);
    CHECK_EQ(old.movements[0].structured, "4654654654654654");
    CHECK_EQ(old.movements[0].payer, "NAME NAME");

    const auto many = read(tests::shared_text("data/bank/camt/2024-03-12.camt053.xml").value());
    REQUIRE_EQ(many.why, "");
    REQUIRE_EQ(many.movements.size(), 11);
    CHECK_EQ(many.movements[3].amount.cents, 242'646'610);
    CHECK_EQ(many.movements[3].booked_on, "2024-03-12");

    // Francs that do not add up to crowns: what was booked is the entry.
    const auto notified = read(tests::shared_text("data/bank/camt/camt054.v8.xml").value());
    REQUIRE_EQ(notified.why, "");
    REQUIRE_FALSE(notified.movements.empty());
    CHECK_EQ(notified.movements[0].amount.cents, -20'000'000);
    CHECK_EQ(notified.movements[0].currency, "SEK");
    CHECK_EQ(notified.movements[0].doubt, "details_do_not_add_up");
}

}  // namespace camt_test
