// What the engine asks of a database.  adapters/postgres is the one implementation.
//
// Reading and deciding hold no lock.  A transition is written by one statement that checks that
// the case is still as it was read; several transitions of different cases go into one statement.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/journal.hpp"
#include "engine/workflow.hpp"

namespace engine {

struct CaseId {
    std::int64_t number = 0;  // 0 means a case that is still to be opened.
    auto operator<=>(const CaseId&) const = default;
};

// The right to settle one piece of claimed work.  The token fences: who claims the same work later
// gets a higher one, and the earlier holder can no longer settle it.
struct Claim {
    enum class Of { effect, timer, arrival } of;
    std::int64_t id;
    int token;  // Also the number of the attempt, counting from 1.
};

// An event on its way to a case.
struct Message {
    CaseId to;
    Event event;
    Actor from;
    std::string source;    // Which door it came in by: "api:website", "webhook:esign", "timer".
    std::string delivery;  // The sender's own name for this message, the same when it is repeated.
    std::optional<int> seen_version = {};  // Refuse to decide if the case has moved on since.
    std::optional<Claim> settles = {};     // The work that this message is the outcome of.
};

struct Snapshot {  // A case as it was read, and the time it was read at.
    CaseId id;
    std::string reference;  // What people call it: "A-2026-000123".
    Case state;
    int version = 0;  // Counts decisions; what a person saw when it decided.
    int lines = 0;    // Counts journal lines, refusals included; what a write checks.
    Hash head = {};   // Leaf hash of the last line.
    Time now;
};

struct Found {
    std::optional<Snapshot> snapshot;  // Empty if there is no such case.
    std::optional<Line> earlier;       // The line that this delivery has led to before.
};

// One transition or refusal, ready to be written.
struct Entry {
    Snapshot before;
    Message message;
    Answer answer;
    Line line;
};

enum class Written {
    yes,
    conflict,  // The case has moved on, or the same delivery was written meanwhile: read again.
    fenced,    // A claim that is to be settled is no longer ours.
};

struct Work {  // An effect that is due.  Its key is the idempotency key for whoever performs it.
    Claim claim;
    std::string key;  // "A-2026-000123/7/1": the case, the journal line, the number in it.
    CaseId of;
    std::string reference;
    Effect effect;
};

struct Trouble {  // Why work is put off.
    std::string why;
    // Where a case stood that would not take an event yet.  As soon as it has moved on from there,
    // the work is due again, be it before the delay is over or while it is parked.
    struct Stand {
        CaseId of;
        int version;
    };
    std::optional<Stand> stand = {};
};

struct Due {  // A deadline that has passed.
    Claim claim;
    CaseId of;
    std::string event;
};

struct Arrival {  // What a neighbour has sent, kept raw before anyone understood it.
    std::string provider;
    std::string delivery;  // The neighbour's own id for it.
    std::map<std::string, std::string> headers;
    std::string body;
};

struct Arrived {
    Claim claim;
    Arrival arrival;
    Time received;
    Time now;
};

class Store {
public:
    virtual ~Store() = default;

    struct Lookup {
        CaseId id;
        std::string source;
        std::string delivery;
    };
    virtual std::vector<Found> find(std::span<const Lookup>) = 0;  // In the same order.

    // All of them in one statement, or none.  No two entries may concern the same case.
    virtual Written write(std::span<const Entry>) = 0;

    // Claimed work is ours for `lease`; others skip it meanwhile.  What is due first comes first.
    using Seconds = std::chrono::seconds;
    virtual std::vector<Work> claim_effects(int limit, Seconds lease) = 0;
    virtual std::vector<Due> claim_timers(int limit, Seconds lease) = 0;
    virtual std::vector<Arrived> claim_arrivals(int limit, Seconds lease) = 0;

    // False if this delivery is there already.
    virtual bool keep(const Arrival&) = 0;

    // While somebody listens, what is kept through this store is claimed for it at once, and one of
    // its next claim_arrivals() returns it.  When the last one has gone, others get what is left.
    virtual void listen(Seconds lease) = 0;
    virtual void stop_listening() = 0;

    // Each is false if the claim is no longer ours.
    virtual bool finish(const Claim&, const std::string& outcome) = 0;
    virtual bool retry(const Claim&, Seconds delay, const Trouble&) = 0;
    virtual bool park(const Claim&, const Trouble&) = 0;  // Until a person looks at it.
};

}  // namespace engine
