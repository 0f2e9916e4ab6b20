// The onboarding table as data, and what it says about one application.
//
// Diagrams, the API's answers, the buttons of the pages and the tests all come from here; nothing
// about what may happen is written down a second time.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "states/draft.hpp"
#include "states/roles.hpp"

namespace states {

struct StateInfo {
    std::string_view name;
    std::string_view kind;   // "way", "aside" or "end"
    int step = 0;            // 1 to 7; of states that can be met in any step, the first.
    std::string_view clock;  // In the catalogue; empty if nothing runs out.
};

struct EventInfo {
    std::string_view name;
    std::vector<std::string_view> by;  // Roles that may cause it.
    std::string_view ball;             // Whose turn it is while it is awaited.
};

struct Transition {
    std::string_view from;
    std::string_view event;
    std::string_view to;  // The same as `from` for a row that stays.
    bool stays;
    std::vector<std::string> steps;
    std::vector<std::string>
        conditions;                  // "needs_invoice", "not needs_invoice", "before paid_in_full"
    std::vector<std::string> needs;  // Guards that refuse.
};

const std::vector<StateInfo>& all_states();  // In the order of an application's life.
const std::vector<EventInfo>& all_events();
const std::vector<std::string_view>& all_effects();
const std::vector<Transition>& all_transitions();  // In the order of the table.

// ---- What the table says about one application --------------------------------------------------

struct Blocker {  // Why it does not go on by itself.
    std::string_view guard;
    Ball owner;
};

struct Offer {  // Something that a role may do here, now or once the guards hold.
    std::string_view event;
    std::vector<std::string_view> refused_by = {};  // Guards; empty if it may be done now.
};

std::vector<Blocker> blocked_by(std::string_view state, const Facts&, const Told&);
std::vector<Offer> offers(std::string_view state, const Facts&,
                          const Told&);  // For told.actor.role.
Ball ball_of(std::string_view state, const Facts&, const Told&);

// Whether a state that may still come takes this event: then it is early, otherwise late.
bool still_ahead(std::string_view state, std::string_view event);

// The step that an application is in; while it is on hold, and after its end, where it stood.
int step_of(std::string_view state, const Facts&);

// ---- Drawings -----------------------------------------------------------------------------------

std::string mermaid();
std::string graphviz();
std::string workflow_json();

}  // namespace states
