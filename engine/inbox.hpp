// Understands what neighbours have sent, once it is safely kept.

#pragma once

#include <optional>
#include <random>
#include <string>

#include "engine/engine.hpp"
#include "engine/store.hpp"

namespace engine {

class Listener {
public:
    virtual ~Listener() = default;

    struct Heard {
        CaseId of;
        Event event;
        std::string role;  // Of whoever sent it.
        // What happened, by the sender's name for it, where several messages may tell of the same:
        // then only the first to come does something.  Empty: each message is news of its own.
        std::string fact = {};
        bool more = false;  // There is more in it: once this is written, it is to be asked again.
    };

    // What an arrival means; empty if it is none of our business.  May call the neighbour, and may
    // be called again for the same arrival.  Throws like Performer::perform().
    virtual std::optional<Heard> understand(const Arrival&) = 0;
};

// Each thread has an Inbox of its own.
class Inbox {
public:
    // The lease as in Outbox.
    Inbox(Engine& engine, Store& store, Listener& listener,
          Store::Seconds lease = std::chrono::seconds{120})
        : engine_{engine}, store_{store}, listener_{listener}, lease_{lease} {
        store_.listen(lease_);
    }
    ~Inbox();
    Inbox(const Inbox&) = delete;
    Inbox& operator=(const Inbox&) = delete;

    // Claims up to `limit` arrivals, understands them, and submits their events with one statement.
    // What comes too early waits for its case to move; after a day a person has to look, but it
    // still waits.  What comes too late is written down as that.  Returns how many there were.
    int understand_some(int limit);

private:
    struct Attempted {
        Message message;
        const Arrived* arrived;
        bool more;
    };
    std::optional<Attempted> attempt(const Arrived&);
    void conclude(const Attempted&, const Outcome&);
    void conclude_alone(const Attempted&);
    void later(const Arrived&, std::optional<std::chrono::seconds> not_before, const Trouble&);

    Engine& engine_;
    Store& store_;
    Listener& listener_;
    Store::Seconds lease_;
    std::minstd_rand random_{std::random_device{}()};
};

}  // namespace engine
