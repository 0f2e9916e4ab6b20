// The drawing of the transition table, with the state in it that somebody wants to see.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters {

struct Move {  // From one state to another.
    std::string from;
    std::string to;
    auto operator<=>(const Move&) const = default;
};

// SVG as text (docs/onboarding.svg).  With a state's name, that state is filled and framed, and the
// arrows of the way that led to it are thick, where they are drawn at all; nothing at all for a
// name that no state has.  Neither style nor script stands in it, so that it shows
// under any content security policy.
std::optional<std::string> workflow_picture(std::string_view state = {},
                                            const std::vector<Move>& way = {});

}  // namespace adapters
