#include "states/draft.hpp"

#include <algorithm>

#include "states/events.hpp"

namespace states {

engine::Time erasable_at(const Facts& facts, const Catalogue& catalogue) {
    if (facts.ended_at == 0) return engine::Time::max();
    const bool draft = facts.ended_in == "draft";
    return catalogue.after(time_of(facts.ended_at),
                           draft ? catalogue.keep_drafts : catalogue.keep_ended);
}

void Draft::enter(std::string_view state, std::string_view clock, bool resume) {
    entered = state;
    facts.running.clear();
    facts.reminders = 0;
    const auto paused = facts.paused.extract(std::string{state});
    if (resume && paused) {
        for (const auto& rest : paused.mapped())
            facts.running.push_back({rest.event, stamp(told.at) + rest.at});
        return;
    }
    if (clock.empty()) return;
    const auto& rule = told.catalogue.clock(clock);
    for (const auto& reminder : rule.reminders)
        facts.running.push_back(
            {std::string{ReminderDue::name}, stamp(told.catalogue.after(told.at, reminder))});
    facts.running.push_back(
        {std::string{TimeIsUp::name}, stamp(told.catalogue.after(told.at, rule.limit))});
}

// What is due already would only be lost while the clock stands still, so it keeps a zero rest.
void Draft::leave(std::string_view state, bool pause) {
    left = state;
    if (pause) {
        auto& rest = facts.paused[std::string{state}];
        rest.clear();
        for (const auto& deadline : facts.running)
            rest.push_back(
                {deadline.event, std::max<std::int64_t>(deadline.at - stamp(told.at), 0)});
    }
    facts.running.clear();
}

}  // namespace states
