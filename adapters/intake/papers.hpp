// The files that are attached to a mail, and which of them are the papers of a sign-up.

#pragma once

#include <vector>

#include "adapters/intake/texts.hpp"

namespace intake {

// By their names, and by what the mail says of them.  Outlook's winmail.dat is opened.
std::vector<Attachment> attachments_of(const Mail&, const std::vector<Text>&);

}  // namespace intake
