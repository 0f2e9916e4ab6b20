// Papers about nobody, to look at a text with before it goes to anybody.

#pragma once

#include <string>

#include "adapters/papers/papers.hpp"
#include "states/catalogue.hpp"

namespace papers {

// Of this kind: "agreement", "invoice", "credit_note", "security_letter"; with the letterhead and
// the amounts of the catalogue.  Throws engine::Rejected for another kind, and as Papers does.
Paper sample_paper(const states::Catalogue&, const Files& templates, const std::string& kind,
                   const std::string& language);

}  // namespace papers
