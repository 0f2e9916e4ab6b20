#include "adapters/likeness.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "states/text.hpp"

namespace adapters {
namespace {

using Words = std::vector<std::string>;

// U+00C0 to U+017F without their accents; a space for what is no letter.
constexpr std::string_view plain_latin =
    "aaaaaaaceeeeiiiidnooooo ouuuuypsaaaaaaaceeeeiiiidnooooo ouuuuypy"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

// Of all member states, as they are left when the points are: "S.à r.l." is "sa", "rl".
constexpr std::array<std::string_view, 73> legal_forms = {
    "ab",   "ad",   "ae",   "ag",     "aps", "as",   "asbl", "bt",   "bv",     "bvba", "commv",
    "cv",   "cvba", "da",   "doo",    "ead", "eeig", "eesv", "ehf",  "eireli", "eood", "epe",
    "eurl", "ev",   "gcv",  "gesmbh", "gie", "gmbh", "ike",  "inc",  "kft",    "kg",   "ks",
    "lda",  "llc",  "llp",  "ltd",    "mbh", "nv",   "nyrt", "ohg",  "ood",    "ou",   "oy",
    "oyj",  "plc",  "pvba", "rl",     "sa",  "sagl", "sapa", "sarl", "sas",    "sc",   "sca",
    "scrl", "scs",  "se",   "sia",    "sl",  "slu",  "snc",  "spa",  "spk",    "sprl", "spzoo",
    "srl",  "sro",  "uab",  "ug",     "vof", "vzw",  "zrt"};

enum class Script { latin, greek, cyrillic };

bool is_greek(char32_t c) { return c >= 0x370 && c < 0x400; }
bool is_cyrillic(char32_t c) { return c >= 0x400 && c < 0x530; }

// Small and without its accent; 0 for what parts words.
char32_t plain(char32_t c) {
    if (c >= U'A' && c <= U'Z') return c - U'A' + U'a';
    if ((c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9')) return c;
    constexpr char32_t first = 0xC0;
    if (c >= first && c - first < plain_latin.size()) {
        const auto letter = plain_latin[c - first];
        return letter == ' ' ? 0 : static_cast<char32_t>(letter);
    }
    if (c == 0x218 || c == 0x219) return U's';  // Romanian, with a comma below.
    if (c == 0x21A || c == 0x21B) return U't';
    switch (c) {  // Greek with a tonos or a dialytika.
        case 0x386:
        case 0x3AC: return U'α';
        case 0x388:
        case 0x3AD: return U'ε';
        case 0x389:
        case 0x3AE: return U'η';
        case 0x38A:
        case 0x390:
        case 0x3AA:
        case 0x3AF:
        case 0x3CA: return U'ι';
        case 0x38C:
        case 0x3CC: return U'ο';
        case 0x38E:
        case 0x3AB:
        case 0x3B0:
        case 0x3CB:
        case 0x3CD: return U'υ';
        case 0x38F:
        case 0x3CE: return U'ω';
        case 0x3C2: return U'σ';
        default: break;
    }
    if (c >= 0x391 && c <= 0x3A9) return c + 0x20;
    if (c >= 0x410 && c <= 0x42F) return c + 0x20;
    if (c >= 0x400 && c <= 0x40F) return c + 0x50;
    return is_greek(c) || is_cyrillic(c) ? c : 0;
}

void append(std::string& text, char32_t letter) {  // Of the above; all are below U+0800.
    if (letter < 0x80) {
        text += static_cast<char>(letter);
        return;
    }
    text += static_cast<char>(0xC0U | (letter >> 6U));
    text += static_cast<char>(0x80U | (letter & 0x3FU));
}

Words words_of(std::string_view text) {
    Words words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) words.push_back(std::exchange(word, {}));
    };
    for (const auto c : states::read_utf8(text).value_or(std::u32string{})) {
        // "B.V.", "d'Or" and "Sant'Anna" are words as those that are written without are.
        if (c == U'.' || c == U'\'' || c == 0x2019 || c == 0xB4) continue;
        if (c == 0xDF) {
            word += "ss";
        } else if (const auto letter = plain(c)) {
            append(word, letter);
        } else {
            finish();
        }
    }
    finish();
    return words;
}

// Without legal forms, unless there is nothing else.
Words names_in(std::string_view text) {
    const auto all = words_of(text);
    Words kept;
    std::ranges::copy_if(all, std::back_inserter(kept), [](const auto& word) {
        return std::ranges::find(legal_forms, word) == legal_forms.end();
    });
    return kept.empty() ? all : kept;
}

// "mueller", "muller" and "müller" are one.
std::string as_said(const std::string& word) {
    std::string said;
    for (const char c : word) {
        const bool lengthens = c == 'e' && !said.empty() &&
                               std::string_view{"aou"}.find(said.back()) != std::string_view::npos;
        if (!lengthens) said += c;
    }
    return said;
}

bool has(const Words& words, const std::string& word) {
    return std::ranges::any_of(words,
                               [&](const auto& other) { return as_said(other) == as_said(word); });
}

// Which scripts stand in it, digits aside.
bool writes_in(const Words& words, Script script) {
    for (const auto& word : words)
        for (const auto c : states::read_utf8(word).value_or(std::u32string{})) {
            if (script == Script::greek && is_greek(c)) return true;
            if (script == Script::cyrillic && is_cyrillic(c)) return true;
            if (script == Script::latin && c >= U'a' && c <= U'z') return true;
        }
    return false;
}

bool share_a_script(const Words& a, const Words& b) {
    return std::ranges::any_of(
        std::array{Script::latin, Script::greek, Script::cyrillic},
        [&](Script script) { return writes_in(a, script) && writes_in(b, script); });
}

Likeness compared(const Words& ours, const Words& theirs) {
    Likeness likeness;
    for (const auto& word : ours)
        (has(theirs, word) ? likeness.shared : likeness.only_ours).push_back(word);
    for (const auto& word : theirs)
        if (!has(ours, word)) likeness.only_theirs.push_back(word);
    return likeness;
}

}  // namespace

Likeness likeness_of_names(std::string_view ours, std::string_view theirs) {
    const auto of_ours = names_in(ours);
    const auto of_theirs = names_in(theirs);
    if (of_theirs.empty()) return {};
    auto likeness = compared(of_ours, of_theirs);
    using Kind = Likeness::Kind;
    if (likeness.only_ours.empty() && likeness.only_theirs.empty())
        likeness.kind = Kind::same;
    else if (!share_a_script(of_ours, of_theirs) && likeness.shared.empty())
        likeness.kind = Kind::another_script;
    else if (4 * likeness.shared.size() >= of_ours.size() + of_theirs.size() ||
             // One of them is the other with more words.
             (!likeness.shared.empty() &&
              (likeness.only_ours.empty() || likeness.only_theirs.empty())))
        likeness.kind = Kind::alike;
    else
        likeness.kind = Kind::different;
    return likeness;
}

Likeness likeness_of_addresses(const states::Address& ours, std::string_view theirs) {
    const auto of_ours = words_of(ours.street + " " + ours.postal_code + " " + ours.city);
    const auto of_theirs = words_of(theirs);
    if (of_theirs.empty()) return {};
    auto likeness = compared(of_ours, of_theirs);
    using Kind = Likeness::Kind;
    if (likeness.only_ours.empty())
        likeness.kind = Kind::same;
    else if (writes_in(of_ours, Script::latin) && !share_a_script(of_ours, of_theirs))
        likeness.kind = Kind::another_script;
    else if (2 * likeness.shared.size() >= of_ours.size())
        likeness.kind = Kind::alike;
    else
        likeness.kind = Kind::different;
    return likeness;
}

std::string_view word_of(Likeness::Kind kind) {
    switch (kind) {
        case Likeness::Kind::same: return "same";
        case Likeness::Kind::alike: return "alike";
        case Likeness::Kind::different: return "different";
        case Likeness::Kind::another_script: return "another_script";
        case Likeness::Kind::not_disclosed: return "not_disclosed";
    }
    return {};
}

nlohmann::json view_of(const Likeness& likeness) {
    return {{"kind", word_of(likeness.kind)},
            {"shared", likeness.shared},
            {"only_ours", likeness.only_ours},
            {"only_theirs", likeness.only_theirs},
            {"said_by_them", likeness.said_by_them}};
}

}  // namespace adapters
