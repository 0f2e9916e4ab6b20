// A word while somebody types: what registers know, and silence where they do not answer.

#include "adapters/early_checks.hpp"

#include <doctest/doctest.h>

#include "engine/fault.hpp"

namespace early_checks_test {

using adapters::EarlyWord;
using adapters::VatFinding;

namespace {

struct ShortList final : adapters::Registrars {
    adapters::KeptDifference import(std::string_view, const std::string&,
                                    const std::string&) override {
        return {};
    }
    adapters::CheckedId check(const std::string& text) override {
        return {states::check_iana_id(text), {}};
    }
    nlohmann::json find(const std::string& text, const std::string&) override {
        auto items = nlohmann::json::array();
        if (text == "292") items.push_back({{"name", "MarkMonitor Inc."}});
        return {{"items", items}};
    }
};

struct Typing {
    ShortList list;
    VatFinding finding{.kind = VatFinding::Kind::valid, .listed = "VOORBEELD BV"};
    bool down = false;
    int asked = 0;
    engine::Time now{};
    states::Organisation organisation;
    adapters::EarlyChecks checks{list,
                                 [this](const states::CheckVat&) {
                                     ++asked;
                                     if (down) throw engine::Unavailable{"no answer"};
                                     return finding;
                                 },
                                 [this] { return now; }};

    std::string said(std::string_view field, const std::string& value) {
        const auto word = checks.look(field, value, organisation, "en");
        return word ? std::string{word_of(word->mood)} + ": " + word->sentence : "";
    }
};

}  // namespace

TEST_CASE("VIES gives the name, and its outage takes nothing away") {
    Typing typing;
    CHECK_EQ(typing.said("organisation.vat_number", "be 0123.456.749"),
             "good: VIES knows this number as VOORBEELD BV.");
    typing.finding.kind = VatFinding::Kind::invalid;
    CHECK(typing.said("organisation.vat_number", "BE0123456749").starts_with("warn: "));
    typing.down = true;
    CHECK_EQ(typing.said("organisation.vat_number", "BE0123456749"),
             "good: The check digits are right.");
    CHECK_EQ(typing.asked, 3);
    CHECK_EQ(typing.said("organisation.vat_number", "BE0123456748"),
             "bad: The check digits of this VAT number are wrong. Check every digit; a correct"
             " number looks like BE0123456749.");
    CHECK_EQ(typing.said("organisation.vat_number", "US 12"), "");
    CHECK_EQ(typing.said("organisation.vat_number", "0123456748"), "");  // Of which country?
    CHECK_EQ(typing.asked, 3);  // Nobody is asked about what cannot be.
    typing.organisation.address.country = "BE";
    CHECK(typing.said("organisation.vat_number", "0123456748").starts_with("bad: The check"));
    CHECK(typing.said("organisation.vat_number", "0123456749").starts_with("good: "));
    CHECK(typing.said("organisation.vat_number", "FR1").ends_with("looks like FR11123456782."));
}

TEST_CASE("nobody makes us ask VIES without end") {
    Typing typing;
    for (int i = 0; i < 50; ++i) typing.said("organisation.vat_number", "BE0123456749");
    CHECK_EQ(typing.asked, 20);
    CHECK_EQ(typing.said("organisation.vat_number", "BE0123456749"), "");
    typing.now += std::chrono::seconds{10};
    for (int i = 0; i < 50; ++i) typing.said("organisation.vat_number", "BE0123456749");
    CHECK_EQ(typing.asked, 25);
}

TEST_CASE("numbers are read back as they are kept, and an IANA ID with its name") {
    Typing typing;
    CHECK_EQ(typing.said("representative.phone", "0032 16 28 49 70"),
             "good: We read this as +32.16284970.");
    CHECK(typing.said("representative.mobile", "12").starts_with("bad: "));
    CHECK_EQ(typing.said("iana_id", "292"), "good: IANA lists this ID as MarkMonitor Inc..");
    CHECK_EQ(typing.said("iana_id", "4242"), "");
    CHECK(typing.said("iana_id", "nine").starts_with("bad: "));
    CHECK_EQ(typing.said("organisation.name", "Voorbeeld"), "");
    CHECK_EQ(typing.said("iana_id", ""), "");
}

}  // namespace early_checks_test
