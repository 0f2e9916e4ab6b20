// An application, and a line of its journal, as JSON for the API, the command line and the pages.

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/applications.hpp"
#include "states/description.hpp"

namespace adapters {

// What holds it up, as far as that is the actor's to know: how we work inside is not an
// applicant's.
std::vector<states::Blocker> blockers_for(std::string_view state, const states::Facts&,
                                          const states::Told&);

// All that a caller may know and do, derived from the transition table; sentences in `language`.
// Who is nothing but the applicant sees what its own pages show: no doubts of ours, and not who has
// accepted one or set a rule aside, nor why.
nlohmann::json view_of(const engine::Snapshot&, const Caller&, const std::string& language,
                       const states::Catalogue&);

nlohmann::json view_of(const engine::Line&, const std::string& language);

// What a decision would do: {"from","to","label","effects":[{"effect","label","text","email",
// "tells"}]}; the last one is a mail (states::Tell), or null.
nlohmann::json preview_of(const std::string& from, const engine::Decision&,
                          const std::string& language);

bool is_ball(std::string_view name);  // "applicant", "staff", …: with whom the ball can be.

}  // namespace adapters
