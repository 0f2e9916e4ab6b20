#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "states/checks.hpp"
#include "states/data_files.hpp"

namespace country_test {

using namespace states;

TEST_CASE("a country has two letters of ISO 3166-1") {
    CHECK_EQ(check_country("BE").normalised, "BE");
    CHECK_EQ(check_country(" gr ").normalised, "GR");
    for (const auto* code : {"", "EL", "UK", "XI", "BEL", "Belgium", "B", "XX", "BE NL", "日本"})
        CHECK_EQ(check_country(code).code, "country_unknown");
}

TEST_CASE("the list is that of iso-codes, where it is installed") {
    auto file = std::ifstream{"/usr/share/iso-codes/json/iso_3166-1.json"};
    if (!file) {
        MESSAGE("skipped: iso-codes is not installed");
        return;
    }
    std::set<std::string> theirs, ours;
    const auto list = nlohmann::json::parse(file);
    for (const auto& entry : list.at("3166-1"))
        theirs.insert(entry.at("alpha_2").get<std::string>());
    for (const auto line : data_lines("countries.txt"))
        for (const auto code : parts(line, ' ')) ours.emplace(code);
    CHECK_EQ(ours, theirs);
}

}  // namespace country_test
