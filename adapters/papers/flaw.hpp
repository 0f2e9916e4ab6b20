// Whether a PDF that somebody has sent can be read by those who have to.

#pragma once

#include <string>

namespace papers {

// The code of its problem: "pdf_encrypted" for one that is locked, even if only against printing,
// "pdf_broken" for one that has no page that libqpdf can find; empty if all is well.  Small damage
// that every reader mends (ISO 32000 leaves that to them) is none.  What takes more than seconds or
// some hundred megabytes to look at is broken, too.  Throws std::runtime_error when the machine has
// no room or no time for a process.
std::string flaw_in(const std::string& pdf);

}  // namespace papers
