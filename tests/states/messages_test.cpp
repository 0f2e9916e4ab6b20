#include "states/messages.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "states/data_files.hpp"

namespace messages_test {

using namespace states;

namespace {

using Sentences = std::map<std::string, std::string>;

Sentences of(std::string_view file) {
    return nlohmann::json::parse(message_files().at(file)).get<Sentences>();
}

std::set<std::string> placeholders(const std::string& text) {
    std::set<std::string> names;
    for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1))
        names.insert(text.substr(open, text.find('}', open) - open + 1));
    return names;
}

// The keys in the order of the file.
std::vector<std::string> keys(std::string_view file) {
    std::vector<std::string> all;
    for (const auto line : parts(message_files().at(file), '\n')) {
        const auto start = line.find('"');
        if (start == std::string_view::npos) continue;
        all.emplace_back(line.substr(start + 1, line.find('"', start + 1) - start - 1));
    }
    return all;
}

}  // namespace

TEST_CASE("the languages say the same things with the same placeholders") {
    std::size_t files = 0;
    for (const auto& [english_file, _] : message_files()) {
        if (!english_file.ends_with("en.json")) continue;
        const auto topic = english_file.substr(0, english_file.size() - 7);  // "bank." or nothing.
        files += 3;
        for (const std::string language : {"nl", "fr"}) {
            const auto file = std::string{topic} + language + ".json";
            CAPTURE(file);
            const auto english = of(std::string{english_file});
            REQUIRE(message_files().contains(file));
            const auto other = of(file);
            for (const auto& [key, text] : english) {
                CAPTURE(key);
                REQUIRE(other.contains(key));
                CHECK_EQ(placeholders(other.at(key)), placeholders(text));
                CHECK_FALSE(other.at(key).empty());
            }
            CHECK_EQ(other.size(), english.size());
        }
    }
    CHECK_EQ(message_files().size(), files);
}

TEST_CASE("a message file has one key a line, sorted, so that two people can add to it") {
    for (const auto& [file, text] : message_files()) {
        CAPTURE(file);
        const auto all = keys(file);
        CHECK_EQ(all.size(), of(file).size());
        CHECK(std::ranges::is_sorted(all));
    }
}

TEST_CASE("a message speaks the language of its reader, or English") {
    CHECK_EQ(label("organisation.vat_number", "en"), "VAT number");
    CHECK_EQ(label("organisation.vat_number", "nl"), "Btw-nummer");
    CHECK_EQ(label("organisation.vat_number", "fr"), "Numéro de TVA");
    CHECK_EQ(label("organisation.vat_number", "xx"), "VAT number");
    CHECK_EQ(label("products[12].role", "nl"), "Rol");
    CHECK_EQ(label("organisation.fax", "nl"), "organisation.fax");
}

TEST_CASE("placeholders are filled, and what fills them is not looked into") {
    const auto problem = Problem{"contract_language", "language_not_offered", {{"offered", "nl"}}};
    CHECK_EQ(sentence(problem, "nl"), "Het contract bestaat in deze talen: nl. Kies er een van.");
    const auto tricky = Problem{"x", "unknown_field", {{"name", "{name}"}}};
    CHECK_EQ(sentence(tricky, "en"),
             "There is no field \"{name}\" here. Check its spelling, or leave it out.");
    CHECK_EQ(message("en", "field.too_long"), "This is too long: at most {max} characters.");
}

TEST_CASE("a sentence that does not exist is an error, not a blank") {
    CHECK(has_message("field.missing"));
    CHECK_FALSE(has_message("field.mising"));
    CHECK_THROWS_AS(message("en", "field.mising"), std::out_of_range);
    CHECK_THROWS_AS(sentence({"x", "no_such_code"}, "fr"), std::out_of_range);
}

}  // namespace messages_test
