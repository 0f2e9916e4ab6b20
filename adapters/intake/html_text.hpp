// The text of an HTML part, line by line as people see it.

#pragma once

#include <string>
#include <string_view>

namespace intake {

// Takes cleaned UTF-8.  The cells of a row stand on one line with tabs between them, and a line end
// inside a cell is a \v there; what is quoted begins with "> ", as in plain text.  Boxes that can
// be ticked are "[x]" and "[ ]".  Takes any text, in time that grows with its size alone.
std::string text_of_html(std::string_view html);

}  // namespace intake
