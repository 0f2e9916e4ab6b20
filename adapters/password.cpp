#include "adapters/password.hpp"

#include <algorithm>
#include <set>
#include <sstream>

namespace adapters {
namespace {

std::size_t letters_in(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

// Without capitals, and without what people put between words.
std::string folded(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        if (c == ' ' || c == '-' || c == '_' || c == '.') continue;
        plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return plain;
}

const std::set<std::string>& guessed_first() {
    static const auto all = [] {
        std::set<std::string> words;
        std::istringstream lines{std::string{password_files().at("guessed_first.txt")}};
        for (std::string line; std::getline(lines, line);)
            if (!line.empty() && line[0] != '#') words.insert(folded(line));
        return words;
    }();
    return all;
}

// "aaaaaaaaaaaaaaa", "abababababababa", "123123123123123".
bool repeats(const std::string& plain) {
    constexpr std::size_t longest_piece = 4;
    for (std::size_t piece = 1; piece <= longest_piece; ++piece) {
        bool all = plain.size() > piece;
        for (std::size_t i = piece; all && i < plain.size(); ++i)
            all = plain[i] == plain[i - piece];
        if (all) return true;
    }
    return false;
}

bool is_mostly(const std::string& plain, const std::string& known) {
    constexpr std::size_t too_short_to_matter = 6;
    constexpr std::size_t around = 4;
    const auto word = folded(known);
    return word.size() >= too_short_to_matter && plain.size() <= word.size() + around &&
           plain.find(word) != std::string::npos;
}

}  // namespace

std::optional<states::Problem> flaw_of_password(const std::string& password,
                                                const std::vector<std::string>& known) {
    const auto letters = letters_in(password);
    if (letters < password_length_min)
        return states::Problem{
            "password", "password_too_short", {{"min", std::to_string(password_length_min)}}};
    if (letters > password_length_max)
        return states::Problem{
            "password", "too_long", {{"max", std::to_string(password_length_max)}}};
    const auto plain = folded(password);
    if (guessed_first().contains(plain) || repeats(plain) ||
        std::ranges::any_of(known, [&](const auto& word) { return is_mostly(plain, word); }))
        return states::Problem{"password", "password_too_common"};
    return std::nullopt;
}

}  // namespace adapters
