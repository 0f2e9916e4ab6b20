// What makes a class an adapter.
//
// An adapter knows one neighbour and speaks its language, so that nothing further in has to.
// Outwards it performs effects; inwards it reads what the neighbour sends and says it in our words.
// There is no base class to derive from: the concepts below are checked where adapters are wired.

#pragma once

#include <concepts>
#include <optional>
#include <stdexcept>
#include <string>

#include "engine/store.hpp"

namespace adapters {

// Why a message was not believed.  Answer 401, and count it.
struct Forged : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The application that a neighbour's message concerns, by our reference, and what it says.
// `event` is empty for a message that is none of our business: it is kept and nothing else.
struct Understood {
    std::string reference;
    std::optional<engine::Event> event;
    std::string fact = {};  // As engine::Listener::Heard has them.
    bool more = false;
};

// Performs one effect and tells what has become known by it, if anything.  The same work may come
// twice; its key tells, and goes to the neighbour as the idempotency key.  Throws
// engine::Unavailable to be called again later and engine::Rejected to give up.
template <class Adapter, class Effect>
concept Performs = requires(Adapter& adapter, const Effect& effect, const engine::Work& work) {
    { adapter.perform(effect, work) } -> std::same_as<std::optional<engine::Event>>;
};

// A neighbour that sends webhooks.  verify() looks at the raw bytes before anything is kept, throws
// Forged, and returns the neighbour's id for the delivery; understand() runs later, in a worker,
// may call the neighbour, and may be called again.  Throws like perform().
template <class Adapter>
concept Listens = requires(Adapter& adapter, const engine::Arrival& arrival, engine::Time now) {
    { adapter.verify(arrival, now) } -> std::same_as<std::string>;
    { adapter.understand(arrival) } -> std::same_as<Understood>;
};

}  // namespace adapters
