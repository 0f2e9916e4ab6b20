// A decision while it is being written: the facts a step may change and the effects it asks for.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/workflow.hpp"
#include "states/catalogue.hpp"
#include "states/codec.hpp"
#include "states/facts.hpp"

namespace states {

// What a guard may know besides the facts: who asks, when, and under which terms.
struct Told {
    const engine::Actor& actor;
    engine::Time at;
    const Catalogue& catalogue;
    const Catalogue* since_submission = nullptr;  // Null: nothing was submitted before.

    // By which a sign-up is judged, whatever newcomers are asked for by now.
    const Catalogue& terms() const { return since_submission ? *since_submission : catalogue; }
};

inline std::int64_t stamp(engine::Time time) { return time.time_since_epoch().count(); }
inline engine::Time time_of(std::int64_t microseconds) {
    return engine::Time{std::chrono::microseconds{microseconds}};
}

// When the data of an ended application are no longer needed; never, if nobody knows when it ended.
engine::Time erasable_at(const Facts&, const Catalogue&);

struct Draft {
    Facts facts;
    Told told;
    std::string left = {};     // The state that is being left.
    std::string entered = {};  // Empty while the event has not led into a state.
    std::vector<engine::Effect> effects = {};
    std::vector<std::string> checked = {};  // Guards that the row asked for.
    std::vector<std::string> failed = {};   // Those of them that did not hold.

    template <class T>
    void ask(const T& wish) {
        effects.push_back(effect(wish));
    }

    void check(std::string_view guard, bool held) {
        checked.emplace_back(guard);
        if (!held) failed.emplace_back(guard);
    }

    // Starts the state's clock.  If it stood still, `resume` lets the rest of it run on.
    void enter(std::string_view state, std::string_view clock, bool resume);
    void leave(std::string_view state, bool pause);
};

}  // namespace states
