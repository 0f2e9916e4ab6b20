// The drawing of the transition table, with the state in it that somebody wants to see.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace adapters {

// SVG as text (docs/onboarding.svg).  With a state's name, that state is filled and framed; nothing
// at all for a name that no state has.  Neither style nor script stands in it, so that it shows
// under any content security policy.
std::optional<std::string> workflow_picture(std::string_view state = {});

}  // namespace adapters
