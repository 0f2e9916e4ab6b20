#include "adapters/config/calendar.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <variant>

#include "adapters/config/catalogue.hpp"

namespace calendar_test {

using namespace std::chrono_literals;

namespace {

std::string built_in() { return std::string{config::catalogue_files().at("be.toml")}; }

states::Catalogue read(const std::string& toml) {
    auto read = config::read_catalogue(toml, "a file");
    REQUIRE(std::holds_alternative<states::Catalogue>(read));
    return std::get<states::Catalogue>(read);
}

}  // namespace

TEST_CASE("holidays take the place of others, and nothing else changes") {
    const auto before = built_in();
    const auto after = config::with_holidays(
        before, {{2027y / 4 / 2, "Good \"Friday\" of Łódź"}, {2027y / 12 / 25, ""}});
    const auto begin = before.find("holidays = [");
    CHECK_EQ(after.substr(0, begin), before.substr(0, begin));
    CHECK_EQ(after.substr(after.find("# How long a step")),
             before.substr(before.find("# How long a step")));
    const auto catalogue = read(after);
    CHECK_EQ(catalogue.holidays.size(), 2);
    CHECK_EQ(config::holidays_in(after),
             config::Holidays{{2027y / 4 / 2, "Good \"Friday\" of Łódź"}, {2027y / 12 / 25, ""}});
    CHECK_EQ(config::with_holidays(
                 after, {{2027y / 4 / 2, "Good \"Friday\" of Łódź"}, {2027y / 12 / 25, ""}}),
             after);
}

TEST_CASE("letters before the list do not shift it") {
    const auto text =
        "registry = \"Łódź – é\"  # ünïcode\nx = \"żżż\"\nholidays = [ 2026-01-01, # ż\n"
        "  2026-12-25 ] # kept\ny = 1\n";
    CHECK_EQ(config::with_holidays(text, {{2027y / 1 / 1, ""}}),
             "registry = \"Łódź – é\"  # ünïcode\nx = \"żżż\"\nholidays = [\n    2027-01-01,\n] # "
             "kept\ny = 1\n");
    CHECK_EQ(config::with_holidays("holidays = []\n", {}), "holidays = [\n]\n");
}

TEST_CASE("a holiday has a day, and may have a name") {
    const auto problems = [](const std::string& list) {
        auto text = built_in();
        const auto begin = text.find("holidays = [");
        text.replace(begin, text.find("]", begin) + 1 - begin, "holidays = " + list);
        std::string said;
        auto read = config::read_catalogue(text, "f");
        if (auto* all = std::get_if<std::vector<config::Problem>>(&read))
            for (const auto& each : *all) said += each.key + " " + each.reason + "\n";
        return said;
    };
    CHECK_EQ(problems("[{ day = 2026-01-01, name = \"x\" }, 2026-01-02]"), "");
    CHECK(problems("[{ name = \"x\" }]").starts_with("holidays.day is missing"));
    CHECK(problems("[{ day = 2026-01-01, nam = \"x\" }]").starts_with("holidays.nam is not a key"));
    CHECK(problems("[{ day = \"2026-01-01\" }]").starts_with("holidays must be dates"));
    CHECK(problems("[{ day = 2026-01-01 }, 2026-01-01]").starts_with("holidays has a date twice"));
    CHECK_THROWS_AS(config::with_holidays("x = 1\n", {}), std::invalid_argument);
    CHECK_THROWS_AS(config::with_holidays("x = \n", {}), std::invalid_argument);
}

}  // namespace calendar_test
