// What text has to be before anybody looks at its meaning: UTF-8 without control characters.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace states {

// Its code points; empty when it is not UTF-8 (overlong forms and surrogates are not).
std::optional<std::u32string> read_utf8(std::string_view);

// Without white space at both ends, including the no-break space that comes with a paste.
std::string_view trimmed(std::string_view);

// C0 and C1 controls, line and paragraph separators, byte order marks, and the marks that turn the
// direction of what follows, by which one text can be made to look like another.
bool is_control(char32_t);

// Letters A to Z only: what codes, schemes and host names need, in no locale.
std::string upper_ascii(std::string_view);
std::string lower_ascii(std::string_view);

// Without the space, point, hyphen and slash that people group numbers by.
std::string without_separators(std::string_view);

}  // namespace states
