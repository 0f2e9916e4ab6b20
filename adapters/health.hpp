// How it goes with each of our neighbours, from what our own books say of the work with them.
//
// Nobody is asked for it: what waits, what has failed and what was done stands in the database, the
// same for all nodes.  adapters/postgres reads it; what it means is decided here.

#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/workflow.hpp"

namespace adapters {

struct Vital {                 // Of one kind of work.
    std::string name;          // "effect/tell", "provider/esign", "mailbox", "endpoints", …
    std::int64_t waiting = 0;  // Has failed, and is tried again.
    std::int64_t parked = 0;   // Has failed for good, or is switched off.
    std::optional<engine::Time> since = {};      // Of the oldest of these.
    std::optional<engine::Time> last_good = {};  // When something of it went well.
    std::string trouble = {};                    // The last one.
};

class HealthBook {
public:
    virtual ~HealthBook() = default;
    virtual std::vector<Vital> vitals() = 0;
};

enum class Condition {
    off,       // The configuration names none.
    quiet,     // Nothing has been done with it yet, or not for long.
    well,      // What was asked of it lately was done.
    troubled,  // Something failed, and is tried again by itself.
    stuck,     // Something needs a person.
};
std::string_view name_of(Condition);

struct Checkup {
    std::string neighbour;  // "esign"
    Condition condition = Condition::quiet;
    std::optional<engine::Time> since = {};
    std::optional<engine::Time> last_good = {};
    std::int64_t waiting = 0;
    std::int64_t parked = 0;
    std::string trouble = {};
};

// Of every neighbour, in the order in which applications meet them.  What stands in trouble counts
// even if its neighbour is configured no longer.
std::vector<Checkup> checkups(const std::vector<Vital>&, const std::set<std::string>& configured);

class Health {
public:
    Health(HealthBook& book, std::set<std::string> configured)
        : book_{book}, configured_{std::move(configured)} {}

    std::vector<Checkup> look() { return checkups(book_.vitals(), configured_); }

private:
    HealthBook& book_;
    std::set<std::string> configured_;
};

}  // namespace adapters
