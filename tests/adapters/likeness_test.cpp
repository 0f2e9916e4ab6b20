// When two names or addresses are the same, alike or different.
#include "adapters/likeness.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace likeness_test {

using adapters::Likeness;
using adapters::likeness_of_addresses;
using adapters::likeness_of_names;
using Kind = Likeness::Kind;
using Words = std::vector<std::string>;

namespace {

std::string names(const std::string& ours, const std::string& theirs) {
    return std::string{adapters::word_of(likeness_of_names(ours, theirs).kind)};
}

std::string address(const std::string& theirs) {
    const states::Address ours{"Müllerstraße 5 bus 2", "3001", "Leuven", "", "BE"};
    return std::string{adapters::word_of(likeness_of_addresses(ours, theirs).kind)};
}

}  // namespace

TEST_CASE("a name is the same whatever its case, accents, order and legal form are") {
    CHECK_EQ(names("Voorbeeld Hosting BV", "VOORBEELD HOSTING B.V."), "same");
    CHECK_EQ(names("Voorbeeld Hosting", "BV Voorbeeld Hosting"), "same");
    CHECK_EQ(names("Société Générale d'Hébergement S.à r.l.", "SOCIETE GENERALE DHEBERGEMENT SARL"),
             "same");
    CHECK_EQ(names("Müller & Söhne GmbH", "Mueller Soehne GmbH"), "same");
    CHECK_EQ(names("Müller", "MULLER"), "same");
    CHECK_EQ(names("Łódź Żółć sp. z o.o.", "LODZ ZOLC SP Z OO"), "same");
    CHECK_EQ(names("Große Straße", "GROSSE STRASSE"), "same");
    CHECK_EQ(names("Ștefan Țară", "STEFAN TARA"), "same");
    CHECK_EQ(names("Παράδειγμα ΑΕ", "ΠΑΡΑΔΕΙΓΜΑ ΑΕ"), "same");
    CHECK_EQ(names("Пример ООД", "ПРИМЕР ООД"), "same");
    CHECK_EQ(names("AG", "AG"), "same");  // Nothing but a legal form, and a name all the same.
    CHECK_EQ(names("AG", "SA"), "different");
}

TEST_CASE("names that are alike show by which words, and others that they are not") {
    const auto likeness = likeness_of_names("Voorbeeld Hosting Groep NV", "Voorbeeld Hosting BV");
    CHECK(likeness.kind == Kind::alike);
    CHECK_EQ(likeness.shared, Words{"voorbeeld", "hosting"});
    CHECK_EQ(likeness.only_ours, Words{"groep"});
    CHECK(likeness.only_theirs.empty());
    CHECK_EQ(adapters::view_of(likeness).at("only_ours"), nlohmann::json{"groep"});
    CHECK_EQ(names("Voorbeeld", "Voorbeeld Beheer En Participaties"), "alike");
    CHECK_EQ(names("Voorbeeld Hosting", "Bakkerij Peeters"), "different");
    CHECK_EQ(names("Groep Peeters Hosting", "Bakkerij Peeters Leuven Centrum"), "different");
    CHECK_EQ(names("Paradeigma", "ΠΑΡΑΔΕΙΓΜΑ"), "another_script");
    CHECK_EQ(names("Primer 2000", "Пример 2000"), "alike");  // A number is in any script.
    CHECK_EQ(names("Voorbeeld", ""), "not_disclosed");
    CHECK_EQ(names("Voorbeeld", "---"), "not_disclosed");
    CHECK_EQ(names("株式会社", "Voorbeeld"), "another_script");
}

TEST_CASE("an address is the same if all of ours stands in theirs") {
    CHECK_EQ(address("MULLERSTRASSE 5 BUS 2\n3001 LEUVEN\nBELGIUM"), "same");
    CHECK_EQ(address("Muellerstrasse 5\n3001 Leuven"), "alike");
    CHECK_EQ(address("Stationsstraat 9\n2000 Antwerpen"), "different");
    CHECK_EQ(address("ΟΔΟΣ 1\nΑΘΗΝΑ"), "another_script");
    CHECK_EQ(address(""), "not_disclosed");
    CHECK_EQ(likeness_of_addresses({"Philipssite 5", "3001", "Leuven", "", "BE"},
                                   "Philipssite 7, 3001 Leuven")
                 .only_ours,
             Words{"5"});
}

}  // namespace likeness_test
