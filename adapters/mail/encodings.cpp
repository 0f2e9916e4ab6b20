#include "adapters/mail/encodings.hpp"

#include <algorithm>

#include "adapters/base64.hpp"

namespace mail {
namespace {

constexpr std::size_t line_max = 76;

bool is_plain(char c) { return c >= ' ' && c <= '~'; }

bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return is_plain(c); });
}

// The length of the character that begins with this byte; 0 if none does.
std::size_t length_of(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first < 0xe0) return 2;
    if (first >= 0xe0 && first < 0xf0) return 3;
    if (first >= 0xf0 && first < 0xf5) return 4;
    return 0;
}

std::string encoded_words(std::string_view text) {
    constexpr std::size_t bytes_max = 42;  // Makes a word of 68 characters: RFC 2047 allows 75.
    std::string words;
    while (!text.empty()) {
        std::size_t size = 0;
        while (size < text.size()) {  // A character is not cut in two.
            const auto next = length_of(static_cast<unsigned char>(text[size]));
            if (size + next > bytes_max) break;
            size += next;
        }
        if (!words.empty()) words += "\r\n ";
        words += "=?UTF-8?B?" + adapters::base64(text.substr(0, size)) + "?=";
        text.remove_prefix(size);
    }
    return words;
}

}  // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const auto length = length_of(first);
        if (length == 0 || i + length > text.size()) return false;
        for (std::size_t j = 1; j < length; ++j)
            if ((static_cast<unsigned char>(text[i + j]) & 0xc0) != 0x80) return false;
        // Too long for what they say, halves of UTF-16 pairs, and beyond the last character.
        const auto second = length > 1 ? static_cast<unsigned char>(text[i + 1]) : 0;
        if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second >= 0xa0) ||
            (first == 0xf0 && second < 0x90) || (first == 0xf4 && second >= 0x90))
            return false;
        i += length;
    }
    return true;
}

std::string encoded_text(std::string_view text) {
    constexpr std::size_t short_enough = 60;  // With the header's name on one line.
    const bool plain = is_plain(text) && text.size() <= short_enough &&
                       text.find("=?") == text.npos && !text.starts_with(' ') &&
                       !text.ends_with(' ');
    return plain ? std::string{text} : encoded_words(text);
}

std::string encoded_name(std::string_view name) {
    const auto encoded = encoded_text(name);
    if (encoded != name || name.empty()) return encoded;
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

std::string quoted_printable(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') {
            encoded += "\r\n";
            width = 0;
            continue;
        }
        const bool last = i + 1 == text.size() || text[i + 1] == '\n';
        const bool as_it_is = (is_plain(c) && c != '=' && c != ' ') || (c == ' ' && !last);
        const auto byte = static_cast<unsigned char>(c);
        const auto unit =
            as_it_is ? std::string{c} : std::string{'=', digits[byte >> 4], digits[byte & 15]};
        if (width + unit.size() >= line_max) {  // Room for the = that says that the line goes on.
            encoded += "=\r\n";
            width = 0;
        }
        encoded += unit;
        width += unit.size();
    }
    return encoded;
}

}  // namespace mail
