#include "adapters/search_words.hpp"

#include <algorithm>
#include <cctype>

#include "adapters/case_number.hpp"
#include "states/text.hpp"

namespace adapters {
namespace {

constexpr std::size_t words_max = 8;
constexpr std::size_t reference_min = 8;  // Shorter ones are written in one way only.
constexpr std::size_t structured_digits = 12;

bool separates(char c) {  // Control characters, too: no text of ours has them.
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
}

std::vector<std::string> words_in(std::string_view typed) {
    std::vector<std::string> words{""};
    for (const char c : typed) {
        if (!separates(c))
            words.back() += c;
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    if (words.size() > words_max) words.resize(words_max);
    std::ranges::stable_sort(words, std::ranges::greater{}, &std::string::size);
    return words;
}

// Letters and digits alone; empty if letters are among them that no reference has.
std::string plain_words(std::string_view typed) {
    std::string kept;
    for (const char c : typed) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80) return {};
        if (std::isalnum(byte) != 0) kept += c;
    }
    return states::upper_ascii(kept);
}

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

std::vector<std::string> forms_of(std::string_view typed) {
    const auto reference = plain_words(typed);
    if (reference.size() < reference_min || std::ranges::none_of(reference, is_ascii_digit))
        return {};
    std::vector<std::string> forms{reference};
    if (reference.size() == structured_digits && std::ranges::all_of(reference, is_ascii_digit))
        forms.push_back(reference.substr(0, 3) + "/" + reference.substr(3, 4) + "/" +
                        reference.substr(7));
    return forms;
}

}  // namespace

Sought read_search(std::string_view typed) {
    auto sought = Sought{.words = words_in(typed), .forms = forms_of(typed)};
    if (sought.words.size() == 1)
        sought.number = case_number_in(states::upper_ascii(sought.words.front())).value_or(0);
    return sought;
}

}  // namespace adapters
