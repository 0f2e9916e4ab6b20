// Rules about the tree as a whole: that all of it is built, that no statement is forgotten, and
// that what is stored for ever keeps its name in every list.

#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/house/includes.hpp"
#include "tests/house/source.hpp"

namespace house {

using Sources = std::vector<Source>;

// What is compiled: the files of compile_commands.json, and in place of one that CMake has made of
// several of ours (CMAKE_UNITY_BUILD) those that it includes.  `read` gives a file's content.
template <class Read>
std::set<std::string> built_by(const std::string& compile_commands, Read read) {
    std::set<std::string> built;
    for (const auto& each : nlohmann::json::parse(compile_commands)) {
        const auto file = each.at("file").get<std::string>();
        built.insert(file);
        if (file.find("/Unity/unity_") == std::string::npos) continue;
        std::istringstream lines{read(file)};
        for (std::string line; std::getline(lines, line);)
            if (const auto quote = line.find('"');
                line.starts_with("#include") && quote < line.size())
                built.insert(line.substr(quote + 1, line.rfind('"') - quote - 1));
    }
    return built;
}

// Every .cpp has to be in compile_commands.json: a folder that CMake does not know is never
// compiled, and tests that are not built do not fail.
inline Problems not_built(const Sources& sources, const std::set<std::string>& built) {
    Problems problems;
    for (const auto& source : sources) {
        const auto& path = source.path;
        if (path.ends_with(".cpp") && std::ranges::none_of(built, [&](const auto& file) {
                return file.ends_with("/" + path);
            }))
            problems.push_back(path + ": no CMake target builds it");
    }
    return problems;
}

// A statement's file is named in the code beside it or above it, and what the code names is there.
inline Problems unused_statements(const Sources& sources) {
    std::map<std::string, std::set<std::string>> named;  // By folder of the code.
    const auto folder = [](const std::string& path) { return path.substr(0, path.rfind('/')); };
    for (const auto& source : sources)
        for (const auto& literal : source.literals)
            if (source.is_in("adapters/")) named[folder(source.path)].insert(literal.text);

    Problems problems;
    std::map<std::string, std::set<std::string>> there;  // By folder of the code.
    for (const auto& source : sources) {
        if (!source.is_in("adapters/") || !source.path.ends_with(".sql")) continue;
        const auto code = folder(folder(source.path));
        const auto name = source.path.substr(source.path.rfind('/') + 1);
        there[code].insert(name);
        const auto stem = name.substr(0, name.rfind('.'));  // As a prepared statement is called.
        if (!named[code].contains(name) && !named[code].contains(stem))
            problems.push_back(source.path + ": no code in " + code + "/ names it");
    }
    for (const auto& [code, names] : named)
        for (const auto& name : names)
            if (name.size() > 4 && name.ends_with(".sql") && !there[code].contains(name))
                problems.push_back(code + "/: there is no " + name);
    return problems;
}

// "001_clock.sql": numbers are never used twice, and the first line tells an auditor what for.
inline Problems migrations(const Sources& sources) {
    static const std::regex name{R"(sql/(\d{3})_[a-z_]+\.sql)"};
    Problems problems;
    std::map<std::string, std::string> by_number;
    for (const auto& source : sources) {
        if (!source.is_in("sql/")) continue;
        if (!source.text.starts_with("-- "))
            problems.push_back(source.path + ": the first line says what it is for");
        if (source.is_in("sql/reports/")) continue;  // They change nothing, and have no order.
        std::smatch parts;
        if (!std::regex_match(source.path, parts, name)) {
            problems.push_back(source.path + ": a migration is called NNN_words.sql");
            continue;
        }
        const auto [earlier, fresh] = by_number.emplace(parts[1], source.path);
        if (!fresh) problems.push_back(source.path + ": the number of " + earlier->second);
    }
    return problems;
}

// docs/stored_names.txt: "state in_review", one a line.
inline std::map<std::string, std::set<std::string>> stored_names(const std::string& text,
                                                                 Problems& problems) {
    static const std::regex entry{"(state|event|effect) ([a-z]+(_[a-z]+)*)"};
    std::map<std::string, std::set<std::string>> names;
    for (const auto& line : lines_of(text)) {
        std::smatch parts;
        if (!std::regex_match(line, parts, entry))
            problems.push_back("not a stored name: " + line);
        else if (!names[parts[1]].insert(parts[2]).second)
            problems.push_back("stored twice: " + line);
    }
    return names;
}

// Messages have words for stored names and for nothing else: words of a name that is gone, or was
// never there, would be translated for nobody.
inline Problems words_for_nothing(const std::string& stored, const std::string& messages) {
    Problems problems;
    const auto names = stored_names(stored, problems);
    const auto all_words = nlohmann::json::parse(messages);
    for (const auto& [key, words] : all_words.items()) {
        const auto kind = key.substr(0, key.find('.'));
        const auto name = key.substr(key.find('.') + 1);
        const auto list = names.find(kind == "do" ? "event" : kind);
        if (list != names.end() && !list->second.contains(name))
            problems.push_back(key + ": no such name in docs/stored_names.txt");
    }
    for (const auto& [kind, list] : names)
        for (const auto& name : list)
            if (!all_words.contains(kind + "." + name))
                problems.push_back(kind + "." + name + ": has no words");
    return problems;
}

}  // namespace house
