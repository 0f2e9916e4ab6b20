// Makes an archivable PDF (PDF/A-1b, ISO 19005-1) of what Cairo draws.

#pragma once

#include <string>

#include "adapters/papers/sheet.hpp"

namespace papers {

// Adds what Cairo 1.16 leaves out: metadata, the colours' profile, the language, what the picture
// shows, whole descriptions of the fonts.  The same bytes for the same PDF.  `picture` is said for
// the only figure, if there is one.
std::string archivable(const std::string& pdf, const Cover&, const std::string& picture);

}  // namespace papers
