#include "states/text.hpp"

#include <algorithm>
#include <array>

namespace states {
namespace {

constexpr std::string_view no_break_space = "\xC2\xA0";
constexpr std::string_view wide_space = "\xE3\x80\x80";  // As Chinese and Japanese text has it.
constexpr std::string_view white = " \t\r\n";

template <class Change>
std::string changed(std::string_view text, Change change) {
    auto copy = std::string{text};
    std::ranges::transform(copy, copy.begin(), change);
    return copy;
}

// How many bytes follow the first one of a sequence, or -1 for a byte that starts none.
int following(unsigned char first) {
    if (first < 0x80) return 0;
    if (first >= 0xC2 && first < 0xE0) return 1;
    if (first >= 0xE0 && first < 0xF0) return 2;
    if (first >= 0xF0 && first < 0xF5) return 3;
    return -1;
}

constexpr std::array<char32_t, 4> smallest = {0x0, 0x80, 0x800, 0x10000};

}  // namespace

std::optional<std::u32string> read_utf8(std::string_view text) {
    std::u32string points;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto first = static_cast<unsigned char>(text[at]);
        const int more = following(first);
        if (more < 0) return {};
        auto point = static_cast<char32_t>(more == 0 ? first : first & (0x3F >> more));
        for (int i = 0; i < more; ++i) {
            if (++at == text.size()) return {};
            const auto next = static_cast<unsigned char>(text[at]);
            if ((next & 0xC0) != 0x80) return {};
            point = (point << 6) | (next & 0x3F);
        }
        const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
        if (point < smallest.at(static_cast<std::size_t>(more)) || surrogate || point > 0x10FFFF)
            return {};
        points.push_back(point);
    }
    return points;
}

std::string_view trimmed(std::string_view text) {
    const auto lead = [&]() -> std::size_t {
        if (text.starts_with(no_break_space)) return no_break_space.size();
        if (text.starts_with(wide_space)) return wide_space.size();
        return !text.empty() && white.find(text.front()) != std::string_view::npos ? 1 : 0;
    };
    const auto trail = [&]() -> std::size_t {
        if (text.ends_with(no_break_space)) return no_break_space.size();
        if (text.ends_with(wide_space)) return wide_space.size();
        return !text.empty() && white.find(text.back()) != std::string_view::npos ? 1 : 0;
    };
    for (auto size = lead(); size > 0; size = lead()) text.remove_prefix(size);
    for (auto size = trail(); size > 0; size = trail()) text.remove_suffix(size);
    return text;
}

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

std::string upper_ascii(std::string_view text) {
    return changed(
        text, [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
}

std::string lower_ascii(std::string_view text) {
    return changed(
        text, [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
}

std::string without_separators(std::string_view text) {
    std::string kept;
    while (!text.empty()) {
        if (text.starts_with(no_break_space)) {
            text.remove_prefix(no_break_space.size());
            continue;
        }
        if (std::string_view{" .-/"}.find(text.front()) == std::string_view::npos)
            kept.push_back(text.front());
        text.remove_prefix(1);
    }
    return kept;
}

}  // namespace states
