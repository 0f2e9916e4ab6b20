#include "states/postal_code.hpp"

#include <map>
#include <regex>
#include <string>

#include "states/checks.hpp"
#include "states/data_files.hpp"
#include "states/text.hpp"

namespace states {
namespace {

constexpr std::size_t postcode_max = 16;  // RFC 5733, which also keeps the patterns fast.

struct PostcodeRule {
    bool required = false;
    std::regex pattern;
    std::string_view example;
};

const std::map<std::string_view, PostcodeRule>& postcode_rules() {
    static const auto all = [] {
        std::map<std::string_view, PostcodeRule> read;
        for (const auto line : data_lines("postal_codes.txt")) {
            const auto cells = parts(line, '\t');
            read[cells.at(0)] = {.required = cells.at(1) == "required",
                                 .pattern = std::regex{std::string{cells.at(2)}},
                                 .example = cells.at(3)};
        }
        return read;
    }();
    return all;
}

const PostcodeRule* rule_of(std::string_view country) {
    const auto found = postcode_rules().find(country);
    return found == postcode_rules().end() ? nullptr : &found->second;
}

std::string with_single_spaces(std::string_view text) {
    std::string code;
    for (const char c : text)
        if (c != ' ' || !code.ends_with(' ')) code.push_back(c);
    return code;
}

// "B-3001", "L-1234": the country's sign, which post from abroad once needed.
std::string without_country(const std::string& code) {
    const auto hyphen = code.find('-');
    const bool sign = hyphen != std::string::npos && hyphen >= 1 && hyphen <= 3 &&
                      code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == hyphen;
    return sign ? code.substr(hyphen + 1) : code;
}

}  // namespace

bool postal_code_required(std::string_view country) {
    const auto* rule = rule_of(country);
    return rule && rule->required;
}

std::string_view postal_code_example(std::string_view country) {
    const auto* rule = rule_of(country);
    return rule ? rule->example : std::string_view{};
}

Checked check_postal_code(std::string_view country, std::string_view text) {
    const auto code = with_single_spaces(upper_ascii(trimmed(text)));
    const auto land = upper_ascii(trimmed(country));
    const auto passes = [](std::string as) {
        return Checked{.verdict = Verdict::valid, .normalised = std::move(as)};
    };
    if (code.size() > postcode_max) return {.code = "postal_code_length"};
    const auto* rule = rule_of(land);
    if (code.empty() && rule && rule->required) return {.code = "missing"};
    if (code.empty() || !rule) return passes(code);
    if (std::regex_match(code, rule->pattern)) return passes(code);
    const auto bare = without_country(code);
    if (std::regex_match(bare, rule->pattern) && !bare.empty()) return passes(bare);
    return {.code = "postal_code_format"};
}

}  // namespace states
