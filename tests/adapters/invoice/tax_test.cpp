#include "adapters/invoice/tax.hpp"

#include <doctest/doctest.h>

#include <random>
#include <stdexcept>
#include <string>

#include "adapters/invoice/identifiers.hpp"
#include "states/vat.hpp"

namespace tax_test {

using namespace invoice;
using states::Money;

namespace {

std::string verdict(const std::string& seller, const std::string& buyer, bool holds) {
    const auto tax = tax_of(seller, 2100, buyer, holds);
    return tax.category + " " + std::to_string(tax.hundredths_percent) + " " + tax.exemption;
}

}  // namespace

TEST_CASE("VAT is charged at home, reversed in the EU, and outside its scope beyond") {
    struct Row {
        const char* seller;
        const char* buyer;
        bool holds;
        const char* expected;
    };
    for (const auto& row : {Row{"BE", "BE", true, "S 2100 "},
                            {"BE", "BE", false, "S 2100 "},
                            {"BE", "NL", true, "AE 0 VATEX-EU-AE"},
                            {"BE", "GR", true, "AE 0 VATEX-EU-AE"},
                            {"BE", "MC", true, "AE 0 VATEX-EU-AE"},
                            // Never reversed upon who cannot be shown to be a business.
                            {"BE", "NL", false, "S 2100 "},
                            {"BE", "US", false, "O 0 VATEX-EU-O"},
                            {"BE", "CH", false, "O 0 VATEX-EU-O"},
                            // Northern Ireland is in the EU for goods, and this is a service.
                            {"BE", "GB", true, "O 0 VATEX-EU-O"},
                            {"BE", "GB", false, "O 0 VATEX-EU-O"},
                            {"CH", "CH", false, "S 2100 "},
                            {"CH", "BE", true, "O 0 VATEX-EU-O"},
                            {"CH", "US", false, "O 0 VATEX-EU-O"}}) {
        CAPTURE(row.seller);
        CAPTURE(row.buyer);
        CAPTURE(row.holds);
        CHECK_EQ(verdict(row.seller, row.buyer, row.holds), row.expected);
    }
}

TEST_CASE("a VAT number holds in the country that gave it, by its check digits") {
    CHECK(vat_number_holds("NL", "NL123456782B01"));
    CHECK(vat_number_holds("GR", "EL123456783"));
    CHECK(vat_number_holds("MC", "FR11123456782"));
    CHECK_FALSE(vat_number_holds("NL", "NL123456783B01"));
    CHECK_FALSE(vat_number_holds("FR", "NL123456782B01"));
    CHECK_FALSE(vat_number_holds("GB", "XI123456727"));
    CHECK_FALSE(vat_number_holds("US", "12-3456789"));
    CHECK_FALSE(vat_number_holds("NL", ""));
}

TEST_CASE("a rate is a percentage with two decimals") {
    CHECK_EQ(read_rate("21.00"), 2100);
    CHECK_EQ(read_rate("8.10"), 810);
    CHECK_EQ(read_rate("0.00"), 0);
    for (const auto* wrong : {"", "x", "-1.00", "101.00"})
        CHECK_THROWS_AS(read_rate(wrong), std::invalid_argument);
}

TEST_CASE("half a cent of VAT is rounded away from zero") {
    CHECK_EQ(vat_on({250'000}, 2100), Money{52'500});
    CHECK_EQ(vat_on({50}, 2100), Money{11});    // 10.5
    CHECK_EQ(vat_on({-50}, 2100), Money{-11});  // A credit mirrors what it credits.
    CHECK_EQ(vat_on({49}, 2100), Money{10});    // 10.29
    CHECK_EQ(vat_on({1}, 2100), Money{0});
    CHECK_EQ(vat_on({75'000}, 810), Money{6'075});
    CHECK_EQ(vat_on({99'999'999'999'999'900}, 10'000), Money{99'999'999'999'999'900});
}

TEST_CASE("rounded VAT is never half a cent off, never falls, and mirrors itself") {
    std::mt19937_64 random{16931};
    std::uniform_int_distribution<std::int64_t> cents{0, 1'000'000'000'000};
    std::uniform_int_distribution<int> rates{0, 10'000};
    for (int i = 0; i < 20'000; ++i) {
        const auto net = Money{cents(random)};
        const auto rate = rates(random);
        const auto vat = vat_on(net, rate);
        // |vat - exact| <= 1/2, all in ten thousandths of a cent.
        const auto off = vat.cents * 10'000 - net.cents * rate;
        REQUIRE_GT(off, -5'000);
        REQUIRE_LE(off, 5'000);
        REQUIRE_EQ(vat_on(Money{} - net, rate), Money{} - vat);
        REQUIRE_GE(vat_on(net + Money{1}, rate), vat);
        if (rate < 10'000) REQUIRE_GE(vat_on(net, rate + 1), vat);
        REQUIRE_LE(vat, net);
    }
}

TEST_CASE("Peppol finds a business by its VAT number, or by what its country is known to have") {
    const auto found = [](const char* country, const std::string& number) {
        const auto id = endpoint_of(country, number);
        return id.scheme + ":" + id.value;
    };
    CHECK_EQ(found("BE", "BE0123456749"), "0208:0123456749");
    CHECK_EQ(found("NL", "NL123456782B01"), "9944:NL123456782B01");
    CHECK_EQ(found("GR", "EL123456783"), "9933:EL123456783");
    CHECK_EQ(found("SE", "SE123456789701"), "0007:1234567897");
    CHECK_EQ(found("US", "12-3456789"), "9959:123456789");
    CHECK_EQ(found("JP", "T1234567890123"), "0221:T1234567890123");
    CHECK_EQ(found("CH", "CHE-123.456.788 MWST"), "0183:CHE123456788");
    CHECK_EQ(found("US", "none"), ":");
    CHECK_EQ(found("NL", "NL123456783B01"), ":");
    CHECK_EQ(legal_id_of("BE", "BE0123456749").value, "0123456749");
    CHECK_EQ(legal_id_of("NL", "NL123456782B01").value, "");
}

}  // namespace tax_test
