// Workers who take cases through a whole workflow, a batch of them at a time, as `serve` would:
// what is decided goes to the engine, and what neighbours send is kept before it is understood.

#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "adapters/bench_load.hpp"
#include "engine/engine.hpp"
#include "engine/inbox.hpp"
#include "engine/store.hpp"

namespace adapters {

class Neighbourhood;

// One worker's ears.  It hears what others have sent, too, as the inbox is everybody's.
class Ears final : public engine::Listener {
public:
    explicit Ears(Neighbourhood& all) : all_{all} {}

    std::optional<Heard> understand(const engine::Arrival&) override;
    void written();  // What was heard since, by whoever sent it.

private:
    Neighbourhood& all_;
    std::vector<int> heard_;
};

class Worker {
public:
    Worker(engine::Engine&, engine::Store&, Neighbourhood&, int number, int batch);

    // What happens to a case that has this name; no two cases ever have the same.
    using EventOf = std::function<engine::Event(const std::string& name)>;

    void begin();  // A batch of cases that are still to be opened.
    void submit(const engine::Actor&, const EventOf&);
    // By webhook, each over one of several connections; returns when all are written.
    void receive(const std::string& provider, const EventOf&);

    int steps() const { return steps_; }  // Of all cases since begin().

private:
    std::string name(std::size_t of) const { return name_ + std::to_string(of); }

    engine::Engine& engine_;
    Neighbourhood& all_;
    Ears ears_;
    engine::Inbox inbox_;
    int number_;
    int turns_ = 0;
    int steps_ = 0;
    std::string name_;
    std::vector<engine::CaseId> ids_;
};

// From begin() to the end, once.
using Play = std::function<void(Worker&)>;

struct Crew {
    int workers;
    int batch;
};

// Over and over for this long.
Speed play(const Play&, engine::Engine&, engine::Store&, const Crew&, std::chrono::milliseconds);

}  // namespace adapters
