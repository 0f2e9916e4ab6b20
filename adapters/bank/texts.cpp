#include "adapters/bank/texts.hpp"

#include <algorithm>

#include "states/text.hpp"

namespace bank {

std::string utf8_of_latin1(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            text += c;
        } else {
            text += static_cast<char>(0xC0 | (byte >> 6));
            text += static_cast<char>(0x80 | (byte & 0x3F));
        }
    }
    return text;
}

std::string latin1_of_utf8(std::string_view text) {
    const auto points = states::read_utf8(text);
    if (!points || std::ranges::any_of(*points, [](char32_t c) { return c > 0xFF; }))
        return std::string{text};
    std::string bytes;
    for (const auto point : *points) bytes += static_cast<char>(point);
    return bytes;
}

std::string squeezed(std::string_view text) {
    std::string words;
    bool blank = false;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= ' ' || byte == 0x7F) {
            blank = !words.empty();
            continue;
        }
        if (blank) words += ' ';
        blank = false;
        words += c;
    }
    return words;
}

}  // namespace bank
