// Outlook's winmail.dat (TNEF, MS-OXTNEF): the files and the text that are packed in it.

#pragma once

#include "adapters/intake/mime.hpp"

namespace intake {

bool is_tnef(const Part&);  // By its first bytes.

// Puts what is inside beside the winmail.dat parts: "2 winmail.dat 1", with the message they came
// with.  What is cut off or makes no sense is a flaw, "mail_winmail_broken", and the file stays.
void open_tnef(Mail&);

}  // namespace intake
