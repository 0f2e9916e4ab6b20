// Between the banks' encodings and UTF-8, and the blanks that fixed columns are filled with.

#pragma once

#include <string>
#include <string_view>

namespace bank {

std::string utf8_of_latin1(std::string_view);  // Any bytes are ISO-8859-1.

// The text itself if it is no UTF-8 or has characters that ISO-8859-1 has not.
std::string latin1_of_utf8(std::string_view);

// One blank where there were several or a line break; none at the ends; no other controls.
std::string squeezed(std::string_view);

}  // namespace bank
