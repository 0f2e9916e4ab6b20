// How a file has to look: its first line, its width and length, its names, and what it must not
// hold.

#pragma once

#include <array>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/house/includes.hpp"
#include "tests/house/source.hpp"

namespace house {

inline Problems header(const Source& source) {
    Problems problems;
    if (!source.is_header()) return problems;
    constexpr std::size_t some_words = 20;
    if (source.lines.empty() || !source.lines[0].starts_with("// ") ||
        source.lines[0].size() < some_words)
        problems.push_back(place(source, 1) + "the first line of a header says what it is for");
    if (std::ranges::count(source.code, "#pragma once") != 1)
        problems.push_back(place(source, 1) + "a header has one #pragma once");
    for (std::size_t i = 0; i < source.code.size(); ++i)
        if (source.code[i].starts_with("using namespace"))
            problems.push_back(place(source, i + 1) + "a header opens no namespace for others");
    return problems;
}

// Columns, not bytes: an é is one.
inline std::size_t width_of(std::string_view line) {
    return static_cast<std::size_t>(std::ranges::count_if(
        line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

inline bool ends_like(const std::string& path, const std::vector<std::string_view>& endings) {
    return std::ranges::any_of(endings, [&](auto ending) { return path.ends_with(ending); });
}

inline Problems layout(const Source& source) {
    Problems problems;
    const bool is_sql = source.path.ends_with(".sql");
    if (!is_sql && !ends_like(source.path, {".hpp", ".cpp", ".py", ".sh", ".toml", "Lists.txt"}))
        return problems;
    const std::size_t usual = is_sql ? 110 : 100;
    constexpr std::size_t of_a_table = 180;  // Aligned by hand.
    auto width = usual;
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
        const auto& line = source.lines[i];
        if (line == "// clang-format off") width = of_a_table;
        if (line == "// clang-format on") width = usual;
        if (width_of(line) > width)
            problems.push_back(place(source, i + 1) + "wider than " + std::to_string(width));
        if (line.find('\t') != std::string::npos)
            problems.push_back(place(source, i + 1) + "a tab");
        if (line.ends_with(' ') || line.ends_with('\r'))
            problems.push_back(place(source, i + 1) + "white space at the end");
    }
    if (!source.text.empty() && !source.text.ends_with('\n'))
        problems.push_back(place(source, source.lines.size()) + "no end of the last line");
    return problems;
}

inline Problems length(const Source& source) {
    constexpr std::ptrdiff_t most = 500;
    const auto count = std::ranges::count_if(source.code, [](const std::string& line) {
        return line.find_first_not_of(" \t") != std::string::npos;
    });
    if (count <= most) return {};
    return {place(source, 1) + std::to_string(count) + " lines of code; at most " +
            std::to_string(most)};
}

// Whatever looks like a name of the language.
inline std::set<std::string> names_in(std::string_view line) {
    std::set<std::string> names;
    std::string name;
    for (const char c : std::string{line} + ' ') {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_')
            name += c;
        else if (!name.empty())
            names.insert(std::exchange(name, {}));
    }
    return names;
}

// What is to be done stands in the README among the gaps, where those who need to know read it.
inline Problems no_marks(const Source& source) {
    static const std::array<std::string, 4> marks = {
        "TO"
        "DO",
        "FIX"
        "ME",
        "XX"
        "X",
        "HA"
        "CK"};
    Problems problems;
    for (std::size_t i = 0; i < source.lines.size(); ++i)
        for (const auto& mark : marks)
            if (names_in(source.lines[i]).contains(mark))
                problems.push_back(place(source, i + 1) + mark);
    return problems;
}

// "PhoneNumberUtil" and "phone_number_util" are phone, number, util.
inline std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words{""};
    bool after_small = false;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalpha(byte) == 0 || (std::isupper(byte) != 0 && after_small))
            words.emplace_back();
        if (std::isalpha(byte) != 0) words.back() += static_cast<char>(std::tolower(byte));
        after_small = std::islower(byte) != 0;
    }
    return words;
}

// Names that say nothing, and soon hold everything.
inline bool says_nothing(const std::string& word) {
    static const std::array<std::string_view, 9> empty = {
        "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils", "utility"};
    return std::ranges::find(empty, word) != empty.end();
}

inline Problems names(const Source& source) {
    Problems problems;
    for (const auto& word : words_of(source.path))
        if (says_nothing(word))
            problems.push_back(place(source, 1) + "'" + word + "' in the name of a file");
    for (std::size_t i = 0; i < source.code.size(); ++i) {
        if (source.code[i].starts_with("#include")) continue;
        for (const auto& name : names_in(source.code[i])) {
            if (name == "PhoneNumberUtil") continue;  // Google's.
            for (const auto& word : words_of(name))
                if (says_nothing(word))
                    problems.push_back(place(source, i + 1) + "'" + word + "' in " + name);
        }
    }
    return problems;
}

// Statements live in .sql files, where a database's people find them.  Tests ask in place.
inline Problems no_sql(const Source& source) {
    static const std::regex statement{
        R"(^\s*(select\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s*\()"
        R"(|(create|alter|drop)\s+(table|view|index|schema|function|type|role|or)\s)"
        R"(|truncate\s|grant\s+\w+\s+on\s|set\s+(local|session)\s|lock\s+table\s)"
        R"(|copy\s+\w+\s+from))",
        std::regex::icase};
    Problems problems;
    if (source.is_test()) return problems;
    for (const auto& literal : source.literals)
        if (std::regex_search(literal.text, statement))
            problems.push_back(place(source, literal.line) + "SQL in a literal: " + literal.text);
    return problems;
}

// What is done in few places, so that one may ask of each why.
inline Problems few_places(const Source& source) {
    struct Habit {
        std::vector<std::string> calls;
        std::string instead;
        std::vector<std::string> places;
    };
    static const std::vector<Habit> habits = {
        {{"_clock::now("},
         "time comes from the database's clock()",
         {"adapters/adapter_tries.cpp",  // How long a neighbour took.
          "adapters/bench_audit.cpp", "adapters/bench_pages.cpp", "adapters/bench_webhooks.cpp",
          "adapters/demo.cpp", "adapters/held_time.cpp",  // Moves the database's on.
          "adapters/logging/", "adapters/postgres/embedded.cpp",
          "adapters/services.cpp",  // Receivers of webhooks compare signatures' times with theirs.
          "examples/simulators/", "tests/"}},
        {{"sleep_for(", "sleep_until(", "usleep("},
         "wait for what you wait for",
         {"adapters/bench_crew.cpp", "adapters/cli/serving.cpp",  // Until the port is free.
          "adapters/http/server.cpp", "adapters/node.cpp", "examples/simulators/front_desk.hpp",
          "tests/adapters/curl/client_test.cpp", "tests/adapters/http/strangers_test.cpp",
          "tests/faults/chance.hpp"}},
        {{"catch (...)"},
         "catch what you know how to answer",
         {"adapters/http/metrics.cpp", "adapters/http/server.cpp", "adapters/postgres/pool.cpp",
          "engine/ferry.hpp"}},
        {{"std::cout", "std::cerr", "std::clog"},
         "words are said by the command line",
         {"adapters/bench.cpp", "adapters/bench_audit.cpp", "adapters/bench_pages.cpp",
          "adapters/bench_webhooks.cpp", "adapters/cli/", "adapters/demo.cpp",
          "adapters/proof/command.cpp",
          "adapters/proof/main.cpp",  // A program of its own.
          "examples/", "tests/"}},
        {{"getenv("},
         "settings come by adapters/config",
         {"adapters/demo_screen.cpp", "tests/"}},  // What a terminal says of itself.
        {{"::popen(", "::system("}, "no shell", {"tests/audit/", "tests/end_to_end/"}},
        {{"malloc(", "std::free(", "strcpy(", "strcat(", " sprintf("}, "C++ has better", {}},
        {{"using namespace std;"}, "std:: is short enough", {}},
    };
    Problems problems;
    for (const auto& habit : habits) {
        if (std::ranges::any_of(habit.places, [&](const auto& p) { return source.is_in(p); }))
            continue;
        for (std::size_t i = 0; i < source.code.size(); ++i)
            for (const auto& call : habit.calls)
                if (source.code[i].find(call) != std::string::npos)
                    problems.push_back(place(source, i + 1) + call + ": " + habit.instead);
    }
    return problems;
}

// An exception for a linter is for one check, and says why.
inline Problems excuses(const Source& source) {
    static const std::string word =
        "NO"
        "LINT";
    static const std::regex excuse{word + R"((NEXTLINE|BEGIN|END)?\([a-z][a-zA-Z.,* -]+\)(: .+)?)"};
    Problems problems;
    if (!source.is_cpp()) return problems;
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
        const auto& line = source.lines[i];
        const auto begin = line.find("// " + word);
        if (begin == std::string::npos) continue;
        std::smatch found;
        const auto said = line.substr(begin + 3);
        if (!std::regex_match(said, found, excuse) ||
            (found[1].str() != "END" && found[2].str().empty()))
            problems.push_back(place(source, i + 1) + "name the check and, after ': ', the reason");
    }
    return problems;
}

// A case that asserts nothing cannot fail.
inline Problems asserting(const Source& source) {
    static const std::array<std::string_view, 5> assertions = {"CHECK", "REQUIRE", "check_",
                                                               "holds(", "FAIL"};
    Problems problems;
    if (!source.path.ends_with("_test.cpp")) return problems;
    std::size_t begin = 0;
    bool asserts = true;
    const auto close = [&] {
        if (!asserts) problems.push_back(place(source, begin) + "this test asserts nothing");
    };
    for (std::size_t i = 0; i < source.code.size(); ++i) {
        const auto& line = source.code[i];
        if (line.starts_with("TEST_CASE")) {
            close();
            begin = i + 1;
            asserts = false;
        }
        asserts = asserts || std::ranges::any_of(assertions, [&](auto each) {
                      return line.find(each) != std::string::npos;
                  });
    }
    close();
    if (begin == 0) problems.push_back(place(source, 1) + "a file of tests without a test");
    return problems;
}

}  // namespace house
