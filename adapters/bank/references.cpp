#include "adapters/bank/references.hpp"

#include <algorithm>
#include <utility>

#include "states/checks.hpp"
#include "states/text.hpp"

namespace bank {
namespace {

constexpr std::size_t message_digits = 12;
constexpr std::size_t rf_head = 4;  // "RF" and two check digits.

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

bool sound(std::string_view reference) {
    return states::check_reference(reference).verdict == states::Verdict::valid;
}

void add(std::vector<Written>& all, std::string digits) {
    if (std::ranges::find(all, digits, &Written::digits) != all.end()) return;
    const bool right = sound(digits);
    all.push_back({std::move(digits), right});
}

// Runs of digits with nothing but marks between them: "112", "4554", "46812".
std::vector<std::string_view> groups_from(std::string_view text, std::size_t begin) {
    std::vector<std::string_view> groups;
    while (begin < text.size() && is_digit(text[begin])) {
        auto end = begin;
        while (end < text.size() && is_digit(text[end])) ++end;
        groups.push_back(text.substr(begin, end - begin));
        begin = end;
        while (begin < text.size() && std::string_view{" /.-"}.find(text[begin]) != text.npos)
            ++begin;
    }
    return groups;
}

void add_messages(std::vector<Written>& all, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins =
            is_digit(text[i]) && (i == 0 || !(is_digit(text[i - 1]) || is_letter(text[i - 1])));
        if (!begins) continue;
        std::string digits;
        std::size_t fours = 0, count = 0;
        for (const auto group : groups_from(text, i)) {
            digits += group;
            ++count;
            if (group.size() == 4) ++fours;
            if (digits.size() >= message_digits) break;
        }
        const bool security_code = count == 3 && fours == 3;
        if (digits.size() == message_digits && !security_code) add(all, std::move(digits));
    }
}

// The longest that is sound, ending where a group does: words may follow it.
void add_creditor_references(std::vector<Written>& all, std::string_view text) {
    constexpr std::size_t longest = 25;
    for (std::size_t at = text.find("RF"); at != text.npos; at = text.find("RF", at + 2)) {
        if (at > 0 && (is_letter(text[at - 1]) || is_digit(text[at - 1]))) continue;
        std::string compact, best;
        for (auto i = at; i < text.size() && compact.size() <= longest; ++i) {
            const char c = text[i];
            const bool part = is_letter(c) || is_digit(c);
            const bool group_ends = !part && compact.size() > rf_head;
            if (group_ends && sound(compact)) best = compact;
            if (!part && c != ' ' && c != '-' && c != '/') break;
            if (part) compact += c;
        }
        if (compact.size() > rf_head && sound(compact)) best = compact;
        if (!best.empty()) add(all, best);
    }
}

}  // namespace

std::vector<Written> references_in(std::string_view text) {
    std::vector<Written> all;
    const auto upper = states::upper_ascii(text);
    add_creditor_references(all, upper);
    add_messages(all, upper);
    return all;
}

std::vector<std::string> near_misses(std::string_view digits) {
    std::vector<std::string> near;
    if (digits.size() != message_digits || !std::ranges::all_of(digits, is_digit)) return near;
    const auto try_it = [&](const std::string& other) {
        if (other != digits && sound(other) && std::ranges::find(near, other) == near.end())
            near.push_back(other);
    };
    for (std::size_t i = 0; i < digits.size(); ++i) {
        auto other = std::string{digits};
        for (char c = '0'; c <= '9'; ++c) {
            other[i] = c;
            try_it(other);
        }
        if (i + 1 == digits.size()) continue;
        other = digits;
        std::swap(other[i], other[i + 1]);
        try_it(other);
    }
    return near;
}

std::string_view message_of(std::string_view reference) {
    const bool made = reference.starts_with("RF") && reference.size() == rf_head + message_digits &&
                      std::ranges::all_of(reference.substr(rf_head), is_digit);
    return made ? reference.substr(rf_head) : reference;
}

}  // namespace bank
