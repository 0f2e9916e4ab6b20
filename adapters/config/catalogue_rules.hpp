// What the single values of a catalogue may be.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "states/catalogue.hpp"

namespace config {

std::optional<states::Span> read_span(std::string_view);  // "14d", "5wd"; a day to ten years.

bool is_iban(std::string_view);  // Check digits included; spaces between groups are allowed.
bool is_bic(std::string_view);
bool is_top_level_domain(std::string_view);  // ".example-land": lower case, as in the DNS.

// What is wrong with a value of [invoice], by its name there; empty if nothing is.
std::string objection_to_invoice_term(std::string_view name, const std::string& value);

// What is wrong with a text of the catalogue; empty if nothing is, or if the name is not one that
// Doorstep itself needs.
std::string objection_to_text(std::string_view name, const std::string& text);

}  // namespace config
