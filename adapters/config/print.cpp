#include <toml++/toml.h>

#include <sstream>

#include "adapters/config/config.hpp"
#include "adapters/config/keys.hpp"

namespace config {
namespace {

constexpr auto mask = "********";

std::string literal(const std::string& text) {
    std::ostringstream out;
    const auto value = toml::value<std::string>{text};
    out << toml::toml_formatter{value, toml::toml_formatter::default_flags &
                                           ~toml::format_flags::allow_literal_strings &
                                           ~toml::format_flags::allow_multi_line_strings};
    return out.str();
}

struct Write {
    std::string operator()(const std::string* text) const {
        return literal(without_password(*text));
    }
    std::string operator()(const int* number) const { return std::to_string(*number); }
    std::string operator()(const bool* truth) const { return *truth ? "true" : "false"; }
    std::string operator()(const Secret* secret) const {
        return literal(secret->value.empty() ? "" : mask);
    }
    std::string operator()(const std::filesystem::path* path) const {
        return literal(path->string());
    }
};

std::string words(const Origin& origin) {
    if (origin.layer == Origin::Layer::built_in) return "default";
    return origin.line ? origin.source + ", line " + std::to_string(origin.line) : origin.source;
}

}  // namespace

std::string sentence(const Problem& problem) {
    auto text = problem.source;
    if (problem.line) text += ":" + std::to_string(problem.line);
    if (!problem.key.empty()) text += ": " + problem.key;
    return text + ": " + problem.reason;
}

std::string print(const Config& config) {
    auto copy = config;
    std::string text;
    std::string section;
    for (const auto& key : keys_of(copy)) {
        if (key.section() != section) {
            section = key.section();
            text += "\n[" + section + "]\n";
        }
        text += std::string{key.word()} + " = " + std::visit(Write{}, key.place) + "  # " +
                words(config.origins.at(key.name)) + "\n";
    }
    return text;
}

std::vector<std::string> key_names() {
    Config config;
    std::vector<std::string> names;
    for (const auto& key : keys_of(config)) names.push_back(key.name);
    return names;
}

}  // namespace config
