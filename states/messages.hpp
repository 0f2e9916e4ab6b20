// The sentences that people read, from the files *.json of states/messages/.
//
// A file's name ends with its language: "en.json" for sign-ups, "workflow.en.json" for the rest.
// Keys are dotted: "field.vat_check_digits", "guard.letter_posted", "state.payment_due".

#pragma once

#include <map>
#include <string>
#include <string_view>

#include "states/sign_up.hpp"

namespace states {

const std::map<std::string_view, std::string_view>& message_files();  // By cmake/Embed.cmake.

// Fills {name} placeholders from `values`.  Throws std::out_of_range for an unknown key, so that a
// missing translation cannot reach a reader unseen; an unknown language is English.
std::string message(std::string_view language, std::string_view key,
                    const std::map<std::string, std::string>& values = {});
bool has_message(std::string_view key);

// The text with the {names} that have a value filled in; a value is not looked into again.
std::string filled(std::string_view text, const std::map<std::string, std::string>& values);

std::string sentence(const Problem&, std::string_view language);

// What a field is called: "VAT number".  Indexes do not matter: "products[1].role" is "Role".  The
// field's own name if there is no label, which happens with fields that nobody knows.
std::string label(std::string_view field, std::string_view language);

}  // namespace states
