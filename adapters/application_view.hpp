// An application, and a line of its journal, as JSON for the API, the command line and the pages.

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "adapters/applications.hpp"

namespace adapters {

// All that a caller may know and do, derived from the transition table; sentences in `language`.
nlohmann::json view_of(const engine::Snapshot&, const Caller&, const std::string& language,
                       const states::Catalogue&);

nlohmann::json view_of(const engine::Line&, const std::string& language);

// What a decision would do: {"from","to","label","effects":[{"effect","label","text","email",
// "tells"}]}; the last one is a mail (states::Tell), or null.
nlohmann::json preview_of(const std::string& from, const engine::Decision&,
                          const std::string& language);

bool is_ball(std::string_view name);  // "applicant", "staff", …: with whom the ball can be.

}  // namespace adapters
