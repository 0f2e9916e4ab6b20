// Performs what transitions have asked for: at least once, until it is done or parked.

#pragma once

#include <optional>
#include <random>

#include "engine/engine.hpp"
#include "engine/store.hpp"

namespace engine {

class Performer {
public:
    virtual ~Performer() = default;

    // Returns what has become known by it, for example the reference of a contract.  The same work
    // may come twice; its key tells.  Throws Unavailable to be called again and Rejected to give
    // up.
    virtual std::optional<Event> perform(const Work&) = 0;
};

// Each thread has an Outbox of its own.
class Outbox {
public:
    // What a crash leaves claimed comes free when the lease has run out.  It is longer than the
    // longest call to a neighbour, else another worker repeats a call that is still under way.
    Outbox(Engine& engine, Store& store, Performer& performer,
           Store::Seconds lease = std::chrono::seconds{120})
        : engine_{engine}, store_{store}, performer_{performer}, lease_{lease} {}

    // Claims up to `limit` effects that are due, performs one after the other outside of any
    // transaction, and writes what became known by them with one statement.  Returns how many.
    int perform_some(int limit);

private:
    std::optional<Message> attempt(const Work&);
    void again(const Claim&, std::optional<std::chrono::seconds> not_before, const Trouble&);

    Engine& engine_;
    Store& store_;
    Performer& performer_;
    Store::Seconds lease_;
    std::minstd_rand random_{std::random_device{}()};
};

}  // namespace engine
