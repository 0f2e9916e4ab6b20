// How text beyond ASCII travels in a mail's headers and body.

#pragma once

#include <string>
#include <string_view>

namespace mail {

bool is_utf8(std::string_view);

// Header text: as it is if it is short and plain, else as RFC 2047's encoded words, folded.
std::string encoded_text(std::string_view);

// The name before an address: as it is, quoted, or as encoded words.
std::string encoded_name(std::string_view);

// RFC 2045.  Takes lines that end with \n and makes lines of at most 76 characters that end with
// \r\n.
std::string quoted_printable(std::string_view);

}  // namespace mail
