// Values to look at a mail with before it goes to anybody.

#pragma once

#include <string>

#include "adapters/mail/renderer.hpp"
#include "states/catalogue.hpp"

namespace mail {

// Of nobody, written as the language does, with the amounts of money and lengths of time that this
// catalogue has; everything that any mail may say.
Values sample_values(const states::Catalogue&, const std::string& language);

// The text to look at a piece by: one that has all of them.
constexpr auto text_with_pieces = "sign_up_received";

}  // namespace mail
