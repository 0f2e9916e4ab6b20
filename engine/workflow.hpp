// The contract between the engine and a workflow.
//
// The engine makes things durable: it reads a case, asks the workflow what an event means, and
// commits the answer in one transaction.  The workflow decides and does nothing else: no clock,
// no database, no network.  What it wants done in the world, it returns as effects; what it wants
// to be woken by, as deadlines.  Even the time is handed to it, so that a journal can be replayed.
//
// Everything that crosses this line can be written to the journal and read back.  That is why data
// is text here, which the engine never looks into, and typed structs one layer out, in states/.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace engine {

using Time = std::chrono::sys_time<std::chrono::microseconds>;  // UTC, as the database keeps it.

// Canonical JSON (RFC 8785: keys sorted, no spaces, integers only).  Opaque here, but hashed, so
// the same value must always be the same bytes.
struct Json {
    std::string text = "{}";
    bool operator==(const Json&) const = default;
};

struct Event {  // Something that happened, in the workflow's own words.
    std::string name;
    Json data = {};
};

struct Effect {  // Something to be done, committed with the transition that asks for it.
    std::string name;
    Json data = {};
};

struct Deadline {  // An event to deliver later, unless the case has left the state by then.
    std::string event;
    Time due;
};

// Who causes an event.  There is no default: a journal line without an author is worth nothing.
struct Actor {
    std::string id;    // Pseudonymous and stable: "staff:17", "token:website", "timer".  No names.
    std::string role;  // In which of the workflow's roles it acts.
    bool operator==(const Actor&) const = default;
};

// Where a case stands.  This is all that a restart has to bring back.
struct Case {
    std::string state;
    Json facts = {};
    std::string waiting_for = {};  // Who has the ball, in the workflow's words; empty at the end.
    bool operator==(const Case&) const = default;
};

// The words by which a person finds a case.  Personal data: kept beside the case, erasable.
struct Listing {
    std::string title;               // As shown in a list.
    std::vector<std::string> terms;  // Everything else that a search should hit.
    bool operator==(const Listing&) const = default;
};

struct Decision {  // The workflow's yes.
    Case next;
    bool entered = false;  // False when the event was handled without leaving the state.
    std::vector<Effect> effects = {};
    std::vector<Deadline> deadlines = {};
    std::vector<std::string> guards = {};  // What had to hold, and did; for the journal.
    std::optional<Listing> listing = {};   // If it is another than before.
};

struct Refusal {  // The workflow's no: a normal answer, journaled like a yes.
    enum class Reason {
        unknown_event,    // No event has this name.
        malformed_event,  // Its data cannot be read.
        too_early,        // A later state of this case may take it.
        too_late,         // No state that is still ahead takes it.
        not_allowed,      // This role may not cause it.
        not_permitted,    // A guard says no; `guards` says which.
    };
    Reason reason;
    std::vector<std::string> guards = {};  // Their names; the workflow has a sentence for each.
    std::string detail = {};               // For people who debug: what was malformed.
};

std::string_view name_of(Refusal::Reason);
Refusal::Reason reason_named(std::string_view);  // Throws std::logic_error for an unknown name.

using Answer = std::variant<Decision, Refusal>;

class Workflow {
public:
    virtual ~Workflow() = default;

    // Pure: the same case, event, actor and time give the same answer.
    virtual Answer decide(const Case&, const Event&, const Actor&, Time) const = 0;

    // Whether a case in this state was forgotten: what is still said to it is refused by its name
    // alone, and what it carried is not kept.
    virtual bool is_forgotten(std::string_view) const { return false; }

    virtual Case first() const = 0;  // How a case begins, before its first event.

    // Names the rules; written into every journal line, so that an auditor knows what applied.
    virtual std::string_view version() const = 0;
};

}  // namespace engine
