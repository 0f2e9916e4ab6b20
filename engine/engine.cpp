#include "engine/engine.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "engine/fault.hpp"

namespace engine {

namespace {

constexpr int attempts_max = 20;  // Against a crowd at one case; each round somebody gets through.

Outcome as_before(const Line& earlier) {
    return {.kind = earlier.refusal ? Outcome::Kind::refused : Outcome::Kind::decided,
            .repeated = true,
            .line = earlier,
            .refusal = earlier.refusal};
}

bool may_wait(const Refusal& refusal) {
    return refusal.reason == Refusal::Reason::too_early ||
           refusal.reason == Refusal::Reason::not_permitted;
}

// Nobody could ever say these events, so they are no part of the case's history.
bool is_understood(const Refusal& refusal) {
    return refusal.reason != Refusal::Reason::unknown_event &&
           refusal.reason != Refusal::Reason::malformed_event;
}

Line line_of(const Message& message, const Snapshot& before, const Answer& answer,
             const Workflow& workflow) {
    auto line = Line{.reference = before.reference,
                     .number = before.lines + 1,
                     .at = before.now,
                     .actor = message.from,
                     .source = message.source,
                     .delivery = message.delivery,
                     .event = message.event.name,
                     .from = before.lines == 0 ? "" : before.state.state,
                     .to = before.lines == 0 ? "" : before.state.state,
                     .workflow = std::string{workflow.version()},
                     .data = message.event.data.text,
                     .previous = before.head};
    if (const auto* decision = std::get_if<Decision>(&answer)) {
        line.to = decision->next.state;
        line.guards = decision->guards;
        for (const auto& effect : decision->effects) line.effects.push_back(effect.name);
    } else {
        line.refusal = std::get<Refusal>(answer);
        line.guards = line.refusal->guards;
        if (workflow.is_forgotten(before.state.state)) line.data = Json{}.text;
    }
    seal(line);
    return line;
}

// The rest of the entry stays as it is.
Snapshot after(Entry& entry) {
    auto snapshot = std::move(entry.before);
    snapshot.lines = entry.line.number;
    snapshot.head = entry.line.hash;
    if (auto* decision = std::get_if<Decision>(&entry.answer)) {
        snapshot.state = std::move(decision->next);
        ++snapshot.version;
    }
    return snapshot;
}

}  // namespace

Trouble trouble_of(const Message& message, const Outcome& outcome) {
    auto trouble = Trouble{.why = message.event.name + ": " +
                                  std::string{name_of(outcome.refusal.value().reason)}};
    if (!outcome.refusal->detail.empty()) trouble.why += ' ' + outcome.refusal->detail;
    if (may_wait(*outcome.refusal) && outcome.after)
        trouble.stand = {outcome.after->id, outcome.after->version};
    return trouble;
}

// One message on its way through find, decide and write.
struct Engine::Attempt {
    const Message* message;
    Patience patience;
    std::optional<Snapshot> before = {};
    enum class By { memory, reading } by = By::memory;  // How `before` is known, or is to be.
    std::optional<Outcome> outcome = {};  // Empty while there is something left to do.
    std::optional<Entry> entry = {};

    Outcome take() {
        if (!outcome) throw Unavailable{"too many writers at case"};
        return std::move(*outcome);
    }
};

Outcome Engine::submit(const Message& message, Patience patience) {
    auto attempt = Attempt{&message, patience};
    ferry_.cross(
        attempt, [this](std::span<Attempt* const> attempts) { carry(attempts); },
        [](const Attempt& one) { return one.outcome.has_value(); },
        [](const Attempt& one, const Attempt& other) {
            const auto id = one.message->to.number;
            return (id == 0 || id != other.message->to.number) &&
                   std::tie(one.message->source, one.message->delivery) !=
                       std::tie(other.message->source, other.message->delivery);
        });
    return attempt.take();
}

std::vector<Outcome> Engine::submit(std::span<const Message> messages, Patience patience) {
    std::vector<Attempt> attempts;
    for (const auto& message : messages) attempts.push_back({&message, patience});
    std::vector<Attempt*> all;
    for (auto& attempt : attempts) all.push_back(&attempt);
    carry(all);
    std::vector<Outcome> outcomes;
    for (auto& attempt : attempts) outcomes.push_back(attempt.take());
    return outcomes;
}

void Engine::carry(std::span<Attempt* const> attempts) {
    const int rounds_max =
        attempts_max * static_cast<int>(std::max<std::size_t>(attempts.size(), 1));
    for (int round = 0; round < rounds_max; ++round) {
        // A round takes at most one message of each case, the first that is left.
        std::vector<Attempt*> open;
        std::set<std::int64_t> cases;
        for (auto* attempt : attempts) {
            const auto id = attempt->message->to.number;
            if (!attempt->outcome && (id == 0 || cases.insert(id).second)) open.push_back(attempt);
        }
        if (open.empty()) return;

        std::vector<Attempt*> unknown;
        for (auto* attempt : open) {
            attempt->before.reset();
            attempt->entry.reset();  // Of an earlier try, if writing it has failed.
            if (attempt->by == Attempt::By::memory)
                attempt->before = memory_.take(attempt->message->to);
            if (!attempt->before) unknown.push_back(attempt);
        }
        look_up(unknown);
        for (auto* attempt : open)
            if (!attempt->outcome) decide(*attempt);
        std::erase_if(open, [](const Attempt* attempt) { return !attempt->entry; });
        write(open);
    }
}

void Engine::look_up(std::span<Attempt* const> attempts) {
    if (attempts.empty()) return;
    std::vector<Store::Lookup> lookups;
    for (const auto* attempt : attempts)
        lookups.push_back(
            {attempt->message->to, attempt->message->source, attempt->message->delivery});
    auto found = store_.find(lookups);
    for (std::size_t i = 0; i < attempts.size(); ++i) {
        auto& attempt = *attempts[i];
        attempt.by = Attempt::By::reading;
        if (found[i].snapshot) memory_.heard(found[i].snapshot->now);
        if (found[i].earlier)
            attempt.outcome = as_before(*found[i].earlier);
        else if (!found[i].snapshot)
            attempt.outcome = Outcome{.kind = Outcome::Kind::no_case};
        else
            attempt.before = std::move(found[i].snapshot);
    }
}

// What was kept in mind may be out of date, and so may be what would be answered by it alone: then
// nothing is decided, and the next round reads.
void Engine::decide(Attempt& attempt) const {
    const auto& message = *attempt.message;
    auto& before = *attempt.before;
    const auto answer_by_itself = [&attempt](Outcome outcome) {
        if (std::exchange(attempt.by, Attempt::By::reading) == Attempt::By::reading)
            attempt.outcome = std::move(outcome);
    };
    if (message.seen_version && *message.seen_version != before.version)
        return answer_by_itself({.kind = Outcome::Kind::stale, .after = before});
    if (before.lines == 0) before.state = workflow_.first();
    auto answer = workflow_.decide(before.state, message.event, message.from, before.now);
    if (const auto* refusal = std::get_if<Refusal>(&answer)) {
        const bool only_tell = !is_understood(*refusal) || before.lines == 0 ||
                               (attempt.patience == Patience::some && may_wait(*refusal));
        if (only_tell)
            return answer_by_itself(
                {.kind = Outcome::Kind::refused, .refusal = *refusal, .after = before});
    }
    auto line = line_of(message, before, answer, workflow_);
    attempt.entry = Entry{std::move(before), message, std::move(answer), std::move(line)};
}

// All at once; if one of them is in the way, each by itself, so that one does not stop the others.
void Engine::write(std::span<Attempt*> open) {
    if (open.empty()) return;
    std::vector<Entry> entries;
    entries.reserve(open.size());
    for (auto* attempt : open) entries.push_back(std::move(*attempt->entry));
    const auto written = store_.write(entries);
    for (std::size_t i = 0; i < open.size(); ++i) open[i]->entry = std::move(entries[i]);
    if (written != Written::yes && open.size() > 1) {
        for (auto& attempt : open) write(std::span{&attempt, 1});
        return;
    }
    for (auto* attempt : open) {
        auto& entry = *attempt->entry;
        if (written == Written::yes) {
            auto outcome = Outcome{
                .kind = entry.line.refusal ? Outcome::Kind::refused : Outcome::Kind::decided,
                .refusal = entry.line.refusal};
            outcome.after = after(entry);
            memory_.keep(*outcome.after);
            if (attempt->by == Attempt::By::memory) memory_.was_right();
            outcome.line = std::move(entry.line);
            attempt->outcome = std::move(outcome);
        } else if (written == Written::fenced) {
            attempt->outcome = Outcome{.kind = Outcome::Kind::fenced};
        } else if (attempt->by == Attempt::By::memory) {
            memory_.was_wrong();
        }
        attempt->entry.reset();
        attempt->by = Attempt::By::reading;  // The next round, if there is one.
    }
}

// The claim reads the cases along, so a batch of deadlines takes two round trips as well.
int Engine::deliver_deadlines(int limit, Store::Seconds lease) {
    const auto due = store_.claim_timers(limit, lease);
    std::vector<Message> messages;
    for (const auto& deadline : due)
        messages.push_back({.to = deadline.of,
                            .event = {deadline.event},
                            .from = {"timer", "timer"},
                            .source = "timer",
                            .delivery = std::to_string(deadline.claim.id),
                            .settles = deadline.claim});
    submit(messages);
    return static_cast<int>(due.size());
}

}  // namespace engine
