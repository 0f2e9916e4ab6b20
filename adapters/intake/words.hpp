// The words of adapters/intake/words/: labels, answers and phrases in English, Dutch and French.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace intake {

// As words are looked up: lower case, letters without accents, everything else one blank.
// "Numéro de TVA :" is "numero de tva".  Letters of other scripts stay as they are.
std::string folded(std::string_view utf8);

struct Label {
    std::string field;     // Of words/labels.*.txt: "organisation.name", "other", …
    std::string language;  // Empty if several languages have it.
};
const Label* label_of(std::string_view folded);  // Null if it is none.

// Whether a folded line has a phrase of this kind (words/phrases.txt).
bool says(std::string_view kind, std::string_view folded);

// Which of these meanings (words/answers.txt) an answer begins with; the longest word decides.
std::optional<std::string> meaning(std::string_view folded,
                                   const std::vector<std::string_view>& of);
// Which of these meanings stand anywhere in it, in the order of their first words.
std::vector<std::string> meanings_in(std::string_view folded,
                                     const std::vector<std::string_view>& of);

// ISO 3166-1 of a country's code or name in any of the three languages.
std::optional<std::string> country_of(std::string_view text);
std::string_view calling_code_of(std::string_view country);  // Empty if it is not known.

bool is_legal_form(std::string_view word);  // "bv", "b.v."

// The code point of an HTML name; 0 if there is none.
std::uint32_t entity(std::string_view name);

// How many small words of each language the text has: en, fr, nl in this order.
std::vector<int> small_words(std::string_view folded);

}  // namespace intake
