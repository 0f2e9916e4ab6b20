// How far a listed name is that of an organisation.

#include "adapters/iana/names.hpp"

#include <doctest/doctest.h>

#include "adapters/iana/list_file.hpp"
#include "tests/shared_data.hpp"

namespace names_test {

namespace {

std::string told(const std::string& ours, const std::string& listed) {
    const auto values = iana::in_values(iana::match_names(ours, listed));
    return values.at("likeness") + " [" + values.at("shared") + "] [" + values.at("others") + "]";
}

}  // namespace

TEST_CASE("names are compared without capitals, accents, marks and legal forms") {
    CHECK_EQ(told("Combell NV", "Combell NV"), "same [] []");
    CHECK_EQ(told("COMBELL", "Combell NV"), "same_words [combell] []");
    CHECK_EQ(told("Cizgi Telekom A.S.", "Çizgi Telekom AS"), "same_words [cizgi, telekom] []");
    CHECK_EQ(told("Network Solutions", "Network Solutions, LLC"),
             "same_words [network, solutions] []");
    CHECK_EQ(told("GoDaddy", "GoDaddy.com, LLC"), "same_words [godaddy] []");
}

TEST_CASE("a registrar is known by the name that it trades under") {
    const std::string gmo = "GMO Internet Group, Inc. d/b/a Onamae.com";
    CHECK_EQ(told("Onamae", gmo), "trade_name [onamae] []");
    CHECK_EQ(told("GMO Internet Group", gmo), "same_words [gmo, internet, group] []");
    CHECK_EQ(told("NameBrew", "1234 Inc. dba Other and dba NameBrew"), "trade_name [namebrew] []");
}

TEST_CASE("names that share some words, and names that share none") {
    CHECK_EQ(told("Voorbeeld Hosting BV", "Voorbeeld Domains Hosting Ltd"),
             "partly [voorbeeld, hosting] [domains]");
    CHECK_FALSE(iana::match_names("Voorbeeld Hosting BV", "Network Solutions, LLC").is_enough());
    CHECK_EQ(told("Voorbeeld", "Network Solutions, LLC"),
             "different [] [voorbeeld, network, solutions]");
}

TEST_CASE("a name leads to the likeliest of the official list") {
    const auto bytes = tests::shared_text("data/iana/registrar-ids-1.csv");
    if (!bytes) return;
    const auto found = iana::likely(iana::read_list(*bytes), "joker.com", 3);
    REQUIRE_FALSE(found.empty());
    CHECK_EQ(found.front().registrar.iana_id, 113);
    CHECK_EQ(iana::in_values(found.front().match).at("likeness"), "trade_name");
    CHECK(iana::likely(iana::read_list(*bytes), "Qqqqzzzx", 3).empty());
}

}  // namespace names_test
