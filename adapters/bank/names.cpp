#include "adapters/bank/names.hpp"

#include <algorithm>
#include <array>

#include "states/text.hpp"

namespace bank {
namespace {

// U+00C0 to U+00FF.
constexpr std::string_view plain_latin =
    "aaaaaaaceeeeiiiidnooooo*ouuuuypsaaaaaaaceeeeiiiidnooooo/ouuuuypy";

constexpr std::array<std::string_view, 21> legal_forms = {
    "ag", "asbl", "bv",  "bvba", "cv",   "cvba", "gmbh", "inc", "ltd", "nv", "plc",
    "sa", "sarl", "sas", "sc",   "scrl", "se",   "sprl", "srl", "ug",  "vzw"};

char plain(char32_t c) {
    if (c >= U'A' && c <= U'Z') return static_cast<char>(c - U'A' + U'a');
    if ((c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9')) return static_cast<char>(c);
    if (c >= 0xC0 && c <= 0xFF) return plain_latin[c - 0xC0];
    return ' ';
}

bool same_word(const std::string& a, const std::string& b) {
    constexpr std::size_t long_enough = 4;
    if (a == b) return true;
    return std::min(a.size(), b.size()) >= long_enough && (a.starts_with(b) || b.starts_with(a));
}

}  // namespace

std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty() && std::ranges::find(legal_forms, word) == legal_forms.end())
            words.push_back(word);
        word.clear();
    };
    for (const auto c : states::read_utf8(name).value_or(std::u32string{})) {
        if (c == U'.') continue;  // "B.V."
        const char letter = plain(c);
        if (letter >= '0')
            word += letter;
        else
            finish();
    }
    finish();
    return words;
}

int similarity(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    if (a.empty() || b.empty()) return 0;
    const auto shared = std::ranges::count_if(a, [&](const std::string& word) {
        return std::ranges::any_of(b, [&](const auto& other) { return same_word(word, other); });
    });
    return static_cast<int>(200 * shared / static_cast<std::ptrdiff_t>(a.size() + b.size()));
}

}  // namespace bank
