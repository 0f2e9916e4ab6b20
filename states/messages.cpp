#include "states/messages.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace states {
namespace {

using Sentences = std::map<std::string, std::string, std::less<>>;

// "en.json", "workflow.en.json"
std::string_view language_of(std::string_view file) {
    const auto stem = file.substr(0, file.rfind('.'));
    return stem.substr(stem.rfind('.') + 1);
}

const Sentences& sentences(std::string_view language) {
    static const auto all = [] {
        std::map<std::string, Sentences, std::less<>> read;
        for (const auto& [file, text] : message_files()) {
            auto more = nlohmann::json::parse(text).get<Sentences>();
            auto& known = read[std::string{language_of(file)}];
            known.merge(more);
            if (!more.empty())
                throw std::logic_error{std::string{file} + ": \"" + more.begin()->first +
                                       "\" is in another file too"};
        }
        return read;
    }();
    const auto found = all.find(language);
    return found == all.end() ? all.at("en") : found->second;
}

std::string without_indexes(std::string_view field) {
    std::string plain;
    bool inside = false;
    for (const char c : field) {
        if (c == '[') inside = true;
        if (!inside) plain.push_back(c);
        if (c == ']') inside = false;
    }
    return plain;
}

}  // namespace

// What stands in braces and has a value is replaced once; a value is not looked into again, since
// it may come from a stranger.
std::string filled(std::string_view text, const std::map<std::string, std::string>& values) {
    std::string all;
    while (true) {
        const auto open = text.find('{');
        const auto close = text.find('}', open);
        if (close == std::string_view::npos) return all.append(text);
        const auto value = values.find(std::string{text.substr(open + 1, close - open - 1)});
        all.append(text.substr(0, open));
        all.append(value == values.end() ? text.substr(open, close - open + 1) : value->second);
        text.remove_prefix(close + 1);
    }
}

std::string message(std::string_view language, std::string_view key,
                    const std::map<std::string, std::string>& values) {
    const auto& known = sentences(language);
    const auto found = known.find(key);
    if (found == known.end())
        throw std::out_of_range{"no message \"" + std::string{key} + "\" in " +
                                std::string{language}};
    return filled(found->second, values);
}

bool has_message(std::string_view key) { return sentences("en").contains(key); }

std::string sentence(const Problem& problem, std::string_view language) {
    return message(language, "field." + problem.code, problem.values);
}

std::string label(std::string_view field, std::string_view language) {
    const auto key = "label." + without_indexes(field);
    return has_message(key) ? message(language, key) : std::string{field};
}

}  // namespace states
