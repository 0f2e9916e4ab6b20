#include "adapters/intake/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <unordered_map>

#include "states/checks.hpp"
#include "states/data_files.hpp"
#include "states/text.hpp"

namespace intake {

// Written by cmake/Embed.cmake.
const std::map<std::string_view, std::string_view>& word_files();
const std::map<std::string_view, std::string_view>& country_name_files();

namespace {

constexpr std::array<std::string_view, 3> languages = {"en", "fr", "nl"};

// Of U+00C0 to U+017F; a point is for two letters or none.
constexpr std::string_view plain_latin =
    "aaaaaa.ceeeeiiiidnooooo ouuuuy..aaaaaa.ceeeeiiiidnooooo ouuuuy.y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkklllllll"
    "lllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

std::string_view two_letters(char32_t c) {
    switch (c) {
        case U'ß': return "ss";
        case U'Æ':
        case U'æ': return "ae";
        case U'Þ':
        case U'þ': return "th";
        case U'Œ':
        case U'œ': return "oe";
        case U'Ĳ':
        case U'ĳ': return "ij";
        default: return {};
    }
}

void append_utf8(std::string& text, char32_t c) {
    const auto byte = [&](char32_t value) { text += static_cast<char>(value); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xC0 | (c >> 6));
        byte(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        byte(0xE0 | (c >> 12));
        byte(0x80 | ((c >> 6) & 0x3F));
        byte(0x80 | (c & 0x3F));
    } else {
        byte(0xF0 | (c >> 18));
        byte(0x80 | ((c >> 12) & 0x3F));
        byte(0x80 | ((c >> 6) & 0x3F));
        byte(0x80 | (c & 0x3F));
    }
}

std::string folded_letter(char32_t c) {
    if (c >= U'A' && c <= U'Z') return {static_cast<char>(c - U'A' + U'a')};
    if ((c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9')) return {static_cast<char>(c)};
    if (const auto two = two_letters(c); !two.empty()) return std::string{two};
    constexpr char32_t first = 0xC0;
    if (c >= first && c < first + plain_latin.size()) return {plain_latin[c - first]};
    if (c < first || (c >= 0x2000 && c < 0x2C00) || c == 0xFF1A || c == 0xFFFD) return " ";
    if (c >= 0x300 && c < 0x370) return {};  // Accents that stand by themselves.
    std::string letter;
    append_utf8(letter, c);
    return letter;
}

using Lines = std::vector<std::pair<std::string_view, std::string_view>>;

// Each line a word, a tab, and what belongs to it.
Lines pairs_of(std::string_view file) {
    Lines pairs;
    for (const auto line : states::parts(word_files().at(file), '\n')) {
        const auto tab = line.find('\t');
        if (line.empty() || line.front() == '#' || tab == std::string_view::npos) continue;
        pairs.emplace_back(line.substr(0, tab), line.substr(tab + 1));
    }
    return pairs;
}

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};
template <class T>
using Table = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

Table<Label> read_labels() {
    Table<Label> all;
    for (const auto language : languages)
        for (const auto& [field, words] : pairs_of("labels." + std::string{language} + ".txt")) {
            const auto [at, is_new] = all.try_emplace(
                std::string{words}, Label{std::string{field}, std::string{language}});
            if (!is_new && at->second.language != language) at->second.language.clear();
        }
    return all;
}

struct Phrase {
    std::string words;  // With a blank at both ends.
    bool at_front = false;
    bool at_end = false;
};

std::map<std::string, std::vector<Phrase>, std::less<>> read_phrases() {
    std::map<std::string, std::vector<Phrase>, std::less<>> all;
    for (auto [kind, words] : pairs_of("phrases.txt")) {
        auto phrase = Phrase{};
        phrase.at_front = words.starts_with('^');
        if (phrase.at_front) words.remove_prefix(1);
        phrase.at_end = words.ends_with('$');
        if (phrase.at_end) words.remove_suffix(1);
        phrase.words = " " + std::string{words} + " ";
        all[std::string{kind}].push_back(std::move(phrase));
    }
    return all;
}

// Names to codes, folded, in all languages.
Table<std::string> read_countries() {
    Table<std::string> all;
    for (const auto& [_, file] : country_name_files())
        for (const auto line : states::parts(file, '\n'))
            if (line.size() > 3 && line.front() != '#')
                all.try_emplace(folded(line.substr(3)), line.substr(0, 2));
    for (const auto& [code, name] : pairs_of("countries.txt"))
        all.insert_or_assign(std::string{name}, std::string{code});
    return all;
}

}  // namespace

std::string folded(std::string_view utf8) {
    std::string words;
    const auto points = states::read_utf8(utf8).value_or(std::u32string{});
    words.reserve(points.size());
    for (const auto c : points) {
        const auto letter = folded_letter(c);
        if (letter != " ")
            words += letter;
        else if (!words.empty() && words.back() != ' ')
            words += ' ';
    }
    if (words.ends_with(' ')) words.pop_back();
    return words;
}

const Label* label_of(std::string_view folded) {
    static const auto labels = read_labels();
    const auto found = labels.find(folded);
    return found == labels.end() ? nullptr : &found->second;
}

bool says(std::string_view kind, std::string_view folded) {
    static const auto phrases = read_phrases();
    const auto found = phrases.find(kind);
    if (found == phrases.end()) return false;
    const auto line = " " + std::string{folded} + " ";
    return std::ranges::any_of(found->second, [&](const Phrase& phrase) {
        if (phrase.at_front) return line.starts_with(phrase.words);
        if (phrase.at_end) return line.ends_with(phrase.words);
        return line.find(phrase.words) != std::string::npos;
    });
}

namespace {

const Lines& answers() {
    static const auto all = pairs_of("answers.txt");
    return all;
}

bool one_of(std::string_view meaning, const std::vector<std::string_view>& of) {
    return std::ranges::find(of, meaning) != of.end();
}

}  // namespace

std::optional<std::string> meaning(std::string_view folded,
                                   const std::vector<std::string_view>& of) {
    std::string_view best, words_of_best;
    for (const auto& [what, words] : answers()) {
        if (!one_of(what, of) || words.size() <= words_of_best.size()) continue;
        if (folded.starts_with(words) &&
            (folded.size() == words.size() || folded[words.size()] == ' ')) {
            best = what;
            words_of_best = words;
        }
    }
    return best.empty() ? std::nullopt : std::optional{std::string{best}};
}

std::vector<std::string> meanings_in(std::string_view folded,
                                     const std::vector<std::string_view>& of) {
    std::map<std::string, std::size_t, std::less<>> first;
    const auto line = " " + std::string{folded} + " ";
    for (const auto& [what, words] : answers()) {
        if (!one_of(what, of)) continue;
        const auto at = line.find(" " + std::string{words} + " ");
        if (at == std::string::npos) continue;
        const auto [known, is_new] = first.try_emplace(std::string{what}, at);
        if (!is_new) known->second = std::min(known->second, at);
    }
    std::vector<std::string> found;
    for (const auto& [what, _] : first) found.push_back(what);
    std::ranges::sort(found, {}, [&](const auto& what) { return first.find(what)->second; });
    return found;
}

std::optional<std::string> country_of(std::string_view text) {
    static const auto names = read_countries();
    const auto checked = states::check_country(text);
    const auto trimmed = states::trimmed(text);
    if (checked.verdict == states::Verdict::valid && states::upper_ascii(trimmed) == trimmed)
        return checked.normalised;
    const auto name = folded(trimmed);
    if (const auto found = names.find(name); found != names.end()) return found->second;
    if (checked.verdict == states::Verdict::valid) return checked.normalised;
    return {};
}

std::string_view calling_code_of(std::string_view country) {
    for (const auto& [code, number] : pairs_of("calling_codes.txt"))
        if (code == country) return number;
    return {};
}

bool is_legal_form(std::string_view word) {
    static const auto forms = [] {
        std::set<std::string_view> all;
        for (const auto line : states::parts(word_files().at("legal_forms.txt"), '\n'))
            if (!line.empty() && line.front() != '#') all.insert(line);
        return all;
    }();
    auto plain = states::lower_ascii(word);
    std::erase_if(plain, [](char c) { return c == '.' || c == ',' || c == '(' || c == ')'; });
    return forms.contains(plain);
}

std::uint32_t entity(std::string_view name) {
    static const auto all = [] {
        Table<std::uint32_t> points;
        for (const auto& [word, number] : pairs_of("entities.txt")) {
            std::uint32_t point = 0;
            std::from_chars(number.data(), number.data() + number.size(), point);
            points.emplace(word, point);
        }
        return points;
    }();
    const auto found = all.find(name);
    return found == all.end() ? 0 : found->second;
}

std::vector<int> small_words(std::string_view folded) {
    static const auto all = [] {
        std::vector<std::set<std::string_view>> sets;
        for (const auto& language : languages)
            for (const auto& [code, words] : pairs_of("languages.txt"))
                if (code == language) {
                    const auto split = states::parts(words, ' ');
                    sets.emplace_back(split.begin(), split.end());
                }
        return sets;
    }();
    std::vector<int> counts(languages.size(), 0);
    for (const auto word : states::parts(folded, ' '))
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all[i].contains(word)) ++counts[i];
    return counts;
}

}  // namespace intake
