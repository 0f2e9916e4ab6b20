// The engine: one event, one transaction, one transition.
//
// Optimistic: read the case, decide in memory, then one statement writes everything and checks
// that the case is as it was read.  On a conflict it decides again.  Two round trips a transition,
// no lock held while deciding.  Several messages for different cases share both round trips, be it
// because one caller brings them or because many callers come at the same time.  A case that this
// engine has just written it keeps in mind, and saves the first of the two.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/ferry.hpp"
#include "engine/memory.hpp"
#include "engine/store.hpp"
#include "engine/workflow.hpp"

namespace engine {

struct Outcome {
    enum class Kind {
        decided,  // Yes: written and committed.
        refused,  // No.  In the journal, unless the refusal was to wait or not understood.
        stale,    // The case is not at the version that the sender saw; nothing was written.
        no_case,  // There is none of that name.
        fenced,   // The work that the message settles belongs to somebody else by now.
    } kind;
    bool repeated = false;  // The message was here before; this is what it was told then.
    Line line = {};         // The journal line; number 0 if none was written.
    std::optional<Refusal> refusal = {};
    std::optional<Snapshot> after = {};  // The case as this line left it; empty for a repeat.

    // Refused, and not written down: the sender is to come again.
    bool put_off() const { return refusal && line.number == 0; }
};

// Why a message was put off, for the work that it would have settled.
Trouble trouble_of(const Message&, const Outcome&);

// What to do with a refusal that time or somebody else's work may turn into a yes.
enum class Patience {
    none,  // Write it down: it is the answer.
    some,  // Only tell; the sender will come again.
};

class Engine {
public:
    // Both must outlive the engine.  May be used by many threads.  Some two to four kilobytes for
    // each case to be kept in mind; none if the database's clock is one that jumps.
    Engine(const Workflow& workflow, Store& store, std::size_t cases_in_mind = 0)
        : workflow_{workflow}, store_{store}, memory_{cases_in_mind} {}

    // Opens a case with its first event.  Message::to is left 0.  Threads that call this while
    // others are at the database share round trips and commit; nobody waits for company to come.
    // Both return after the commit, and throw Unavailable if the database cannot be reached or
    // if it cannot be known whether it has committed; the same message may then be sent again.
    Outcome submit(const Message&, Patience = Patience::none);

    // The same for several, in their order for any one case.
    std::vector<Outcome> submit(std::span<const Message>, Patience = Patience::none);

    // Delivers deadlines that have passed, up to `limit`; returns how many there were.  One whose
    // event this program does not know, because a newer one asked for it, is left to that one.
    int deliver_deadlines(int limit, Store::Seconds lease = std::chrono::seconds{60});

    const Workflow& workflow() const { return workflow_; }

private:
    struct Attempt;
    void carry(std::span<Attempt* const>);
    void look_up(std::span<Attempt* const>);
    void decide(Attempt&) const;
    void write(std::span<Attempt*>);

    const Workflow& workflow_;
    Store& store_;
    Memory memory_;
    Ferry<Attempt> ferry_{2};  // One decides while the other is at the database.
};

}  // namespace engine
