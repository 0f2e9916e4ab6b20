// Of all proposals for a field the one to use, and the sign-up that they make together.

#pragma once

#include <vector>

#include "adapters/intake/proposing.hpp"
#include "adapters/intake/wishes.hpp"

namespace intake {

// Proposals for products[…], with the papers that fit their roles.
void hear_wishes(Heard&, const std::vector<WishedProduct>&, const std::vector<Attachment>&,
                 const states::Catalogue&);

// Sorts the proposals, says which are used, and why a person has to look.
void choose(MailReading&, Heard);

}  // namespace intake
