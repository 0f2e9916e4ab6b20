// Whether a journal explains itself: the proof that nothing moved a case but its events.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/journal.hpp"
#include "engine/workflow.hpp"

namespace engine {

struct Difference {
    int line;          // Where the journal stops explaining itself.
    std::string what;  // For people: "the chain is broken", "led to …, the rules say …".
};

struct Replayed {
    Case state;  // As the last line left it.
    int version = 0;
    std::vector<Deadline> deadlines = {};  // Of the state it is in, and not yet delivered.
    std::string title = {};                // As a list shows it.
    std::vector<Effect> effects = {};      // That the last line asks for.
    std::optional<Difference> difference = {};
};

// Decides every line again.  All lines of one case, from the first, with their data.
Replayed replay(const Workflow&, std::span<const Line>);

}  // namespace engine
