// Work that only a person can help: effects that a neighbour refused, or that failed for too long,
// messages that nobody understood, and messages of ours that nobody took.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/workflow.hpp"

namespace adapters {

struct ParkedWork {
    std::string work;       // "A-2026-000001/2/1" for an effect, "webhook/17" for a message that
                            // came in, "delivery/17" for one of ours.
    std::string reference;  // Of the application; empty for a message that nobody could assign.
    std::string what;       // The effect, or the provider and its name for the message, or the type
                            // of ours and where it was to go.
    int attempts = 0;
    std::string trouble;  // The last thing that went wrong.
    engine::Time parked_at{};
};

enum class Remedy {
    replay,   // Try again now, with the same idempotency key.
    dismiss,  // Give it up; it counts as done.
};

class Parked {
public:
    virtual ~Parked() = default;

    virtual std::vector<ParkedWork> list() = 0;  // Oldest first; at most 1000.

    // What was to be done or understood, as it is kept; empty if no such work is parked.
    virtual std::optional<std::string> payload(const std::string& work) = 0;

    // Who did it and why is kept.  False if no such work is parked, or not any more.  The reason
    // has at least one character that can be seen; throws std::invalid_argument otherwise.
    virtual bool remedy(const std::string& work, Remedy, const std::string& who,
                        const std::string& reason) = 0;
};

}  // namespace adapters
