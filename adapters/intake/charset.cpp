#include "adapters/intake/charset.hpp"

#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <memory>

#include "states/text.hpp"

namespace intake {
namespace {

constexpr std::string_view unreadable = "\xEF\xBF\xBD";  // U+FFFD

bool is_utf8(std::string_view bytes) { return g_utf8_validate_len(bytes.data(), bytes.size(), {}); }

bool is_ascii(std::string_view bytes) {
    return std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

struct Converted {
    std::string text;
    bool whole = true;  // Every byte had a meaning.
};

// Empty if nobody knows this charset.
struct Closing {
    void operator()(void* converter) const { g_mime_iconv_close(static_cast<iconv_t>(converter)); }
};

Converted converted(std::string_view bytes, const std::string& charset) {
    auto* const opened = g_mime_iconv_open("UTF-8", charset.c_str());
    // iconv's way to say no is a pointer that is all ones.
    if (reinterpret_cast<std::intptr_t>(opened) == -1) return {.whole = false};
    const std::unique_ptr<void, Closing> converter{opened};
    auto done = Converted{};
    done.text.reserve(bytes.size() + bytes.size() / 8);
    std::string input{bytes};  // iconv wants it writable.
    char* in = input.data();
    std::size_t left = input.size();
    std::array<char, 8192> room{};
    while (left > 0) {
        char* out = room.data();
        std::size_t free = room.size();
        const auto before = left;
        const auto result = iconv(opened, &in, &left, &out, &free);
        done.text.append(room.data(), room.size() - free);
        if (result != static_cast<std::size_t>(-1)) break;
        if (before != left || free < room.size()) continue;  // It was the room that was missing.
        done.whole = false;
        done.text += unreadable;
        ++in;
        --left;
    }
    return done;
}

std::string latin(std::string_view bytes) { return converted(bytes, "CP1252").text; }

// Those that a Windows-1252 text is called by mistake, as all browsers hold it.
bool is_latin(std::string_view charset) {
    constexpr std::array<std::string_view, 6> names = {"iso-8859-1",   "latin1", "iso8859-1",
                                                       "windows-1252", "cp1252", "iso_8859-1"};
    return std::ranges::find(names, charset) != names.end();
}

bool says_nothing(std::string_view charset) {
    constexpr std::array<std::string_view, 8> names = {
        "", "us-ascii", "ascii", "ansi_x3.4-1968", "utf8", "unknown-8bit", "utf-8", "x-unknown"};
    return std::ranges::find(names, charset) != names.end();
}

// What is a blank, in any script's typography, but stands in no table of blanks that people have.
bool is_space(char32_t c) {
    return c == U'\t' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

// Seen by nobody: soft hyphens, joiners of words, zero-width spaces.  The joiners of letters
// (U+200C, U+200D) belong to how some scripts are written.
bool is_invisible(char32_t c) {
    return c == 0xAD || c == 0x200B || c == 0x200E || c == 0x200F || c == 0x2060 || c == 0xFE0F;
}

void append(std::string& text, char32_t c) {
    std::array<char, 6> room{};
    const int size = g_unichar_to_utf8(static_cast<gunichar>(c), room.data());
    text.append(room.data(), static_cast<std::size_t>(size));
}

// How long a piece of valid UTF-8 may be composed by itself: until an ASCII character, which never
// composes with what is before it; in a script without blanks, until any other.
std::size_t piece_of(std::string_view text) {
    constexpr std::size_t enough = 512;
    constexpr std::size_t most = 1024;
    if (text.size() <= most) return text.size();
    for (auto at = enough; at < most; ++at)
        if (is_ascii(text.substr(at, 1))) return at;
    return cut(text, most).size();
}

// In pieces, as GLib takes time by the square of what it composes and puts in order: a third of a
// megabyte of nothing but accents would hold the reader of the mailbox for many seconds, and a
// mail of twenty megabytes for hours.
std::string composed(std::string_view text) {
    std::string whole;
    whole.reserve(text.size());
    while (!text.empty()) {
        const auto size = piece_of(text);
        const std::unique_ptr<char, decltype(&g_free)> piece{
            g_utf8_normalize(text.data(), static_cast<gssize>(size), G_NORMALIZE_DEFAULT_COMPOSE),
            g_free};
        whole += piece.get();
        text.remove_prefix(size);
    }
    return whole;
}

}  // namespace

std::string utf8_of(std::string_view bytes, std::string_view charset) {
    auto claimed = states::lower_ascii(charset);
    std::erase_if(claimed, [](char c) { return c <= ' ' || c == '"' || c == '\''; });
    std::string without_nul;
    if (!claimed.starts_with("utf-16") && !claimed.starts_with("utf-32") &&
        bytes.find('\0') != std::string_view::npos) {
        without_nul = bytes;
        std::erase(without_nul, '\0');
        bytes = without_nul;
    }
    const bool utf8 = is_utf8(bytes);
    if (says_nothing(claimed)) return utf8 ? std::string{bytes} : latin(bytes);
    const bool one_byte =
        is_latin(claimed) || claimed.starts_with("iso-8859-") || claimed.starts_with("windows-125");
    if (one_byte && utf8) return std::string{bytes};  // ASCII, or UTF-8 under a wrong name.
    if (is_latin(claimed)) return latin(bytes);
    auto done = converted(bytes, claimed);
    if (done.whole) return done.text;
    if (utf8 && !is_ascii(bytes)) return std::string{bytes};
    if (done.text.empty()) return utf8 ? std::string{bytes} : latin(bytes);
    return done.text;
}

std::string clean(std::string_view utf8) {
    std::string_view text = utf8;
    std::string valid;
    if (text.find('\0') != std::string_view::npos) {  // GLib would stop there.
        valid = text;
        std::erase(valid, '\0');
        text = valid;
    }
    if (!is_utf8(text)) text = valid = latin(text);
    if (!is_ascii(text)) text = valid = composed(text);
    std::string kept;
    kept.reserve(text.size());
    const auto points = states::read_utf8(text).value_or(std::u32string{});
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto c = points[i];
        if (c == U'\r') {
            if (i + 1 == points.size() || points[i + 1] != U'\n') kept += '\n';
        } else if (c == U'\n' || c == 0x2028 || c == 0x2029 || c == 0x85 || c == U'\f') {
            kept += '\n';
        } else if (c == U'\t') {
            kept += '\t';
        } else if (is_space(c)) {
            kept += ' ';
        } else if (!states::is_control(c) && !is_invisible(c)) {
            append(kept, c);
        }
    }
    return kept;
}

std::string clean_line(std::string_view utf8) {
    std::string line;
    bool blank = false;
    for (const char c : clean(utf8)) {
        if (c == ' ' || c == '\n' || c == '\t') {
            blank = !line.empty();
            continue;
        }
        if (blank) line += ' ';
        blank = false;
        line += c;
    }
    return line;
}

std::string_view cut(std::string_view utf8, std::size_t most) {
    if (utf8.size() <= most) return utf8;
    while (most > 0 && (static_cast<unsigned char>(utf8[most]) & 0xC0) == 0x80) --most;
    return utf8.substr(0, most);
}

}  // namespace intake
