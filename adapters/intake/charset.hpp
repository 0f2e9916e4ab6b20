// From the bytes of a mail to UTF-8 that may be shown and searched.

#pragma once

#include <string>
#include <string_view>

namespace intake {

// The charset is what the mail claims, or empty.  A claim that the bytes contradict is not
// believed: text without one is UTF-8, or else Windows-1252, which has a character for every byte
// that people use.  What cannot be read becomes U+FFFD; nothing is left out.
std::string utf8_of(std::string_view bytes, std::string_view charset);

// In composed form (NFC), with \n as line end, and blanks for tabs' and other spaces' sake: no
// control characters, no invisible ones, and none that turns the direction of what follows.  Takes
// UTF-8; every letter stays.
std::string clean(std::string_view utf8);

// The same on one line: blanks and line ends as one blank, none at the ends.
std::string clean_line(std::string_view utf8);

// At most so many bytes, cut between two characters.
std::string_view cut(std::string_view utf8, std::size_t most);

}  // namespace intake
