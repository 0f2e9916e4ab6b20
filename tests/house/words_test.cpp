// One word for one thing: docs/words.md against everything that applicants read.

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

#include "tests/house/includes.hpp"
#include "tests/house/source.hpp"

namespace words_test {

using namespace house;

namespace {

struct Unused {
    std::string language;
    std::string word;
};

std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(' ');
    return begin == std::string::npos ? ""
                                      : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string> parts_of(const std::string& text, char mark) {
    std::vector<std::string> parts;
    std::istringstream stream{text};
    for (std::string part; std::getline(stream, part, mark);) parts.push_back(trimmed(part));
    return parts;
}

// The last two columns of the table.
std::vector<Unused> unused_in(const std::string& table) {
    std::vector<Unused> all;
    std::istringstream stream{table};
    for (std::string line; std::getline(stream, line);) {
        if (!line.starts_with("| ") || line.starts_with("| ---") || line.starts_with("| English"))
            continue;
        const auto cells = parts_of(line, '|');  // The first one is empty.
        for (const auto& [language, column] : {std::pair{"nl", 4U}, std::pair{"fr", 5U}})
            if (column < cells.size())
                for (const auto& word : parts_of(cells[column], ','))
                    if (!word.empty()) all.push_back({language, word});
    }
    return all;
}

// What staff alone reads has a vocabulary of its own; the reasons of a rejection go out.
bool is_for_applicants(const std::string& path, const std::string& language) {
    for (const auto* folder : {"adapters/mail/templates/", "adapters/papers/templates/"})
        if (path.starts_with(folder + language + "/")) return true;
    for (const auto& file :
         {"adapters/pages/words/" + language + ".json", "states/messages/" + language + ".json",
          "states/messages/account." + language + ".json",
          "states/messages/workflow." + language + ".json",
          "adapters/console/words/" + language + ".work.json"})
        if (path == file) return true;
    return path.starts_with("adapters/portal/words/" + language + ".");
}

Problems words_not_used(const std::vector<Source>& sources, const std::vector<Unused>& unused) {
    Problems problems;
    for (const auto& source : sources)
        for (const auto& [language, word] : unused) {
            if (!is_for_applicants(source.path, language)) continue;
            for (std::size_t i = 0; i < source.lines.size(); ++i)
                if (source.lines[i].find(word) != std::string::npos)
                    problems.push_back(source.path + ":" + std::to_string(i + 1) + ": \"" + word +
                                       "\" is called otherwise");
        }
    return problems;
}

}  // namespace

TEST_CASE("what applicants read calls each thing by one word") {
    const auto unused = unused_in("| a | b | c | not in Dutch | x |\n| --- | --- | --- | | |\n");
    REQUIRE_EQ(unused.size(), 2);
    CHECK_EQ(unused[1].word, "x");
    const Source wrong{"adapters/portal/words/fr.json", "\"portal.a\": \"un x\",\n"};
    CHECK_EQ(words_not_used({wrong}, unused).size(), 1);
    CHECK(words_not_used({{"adapters/portal/words/nl.json", wrong.text}}, unused).empty());
    CHECK(words_not_used({{"adapters/console/words/fr.json", wrong.text}}, unused).empty());

    const auto table = unused_in(tests::read_file("docs/words.md"));
    CHECK_GT(table.size(), 10);
    for (const auto& problem : words_not_used(tree(), table)) FAIL_CHECK(problem);
}

}  // namespace words_test
