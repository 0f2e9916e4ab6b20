#include "engine/replay.hpp"

namespace engine {

Replayed replay(const Workflow& workflow, std::span<const Line> lines) {
    auto replayed = Replayed{.state = workflow.first()};
    auto head = Hash{};
    for (int number = 0; const auto& line : lines) {
        const auto differs = [&](std::string what) {
            replayed.difference = Difference{line.number, std::move(what)};
            return replayed;
        };
        if (line.number != ++number) return differs("a line is missing before it");
        if (line.previous != head || !is_sealed(line)) return differs("the chain is broken");
        head = line.hash;

        const auto event = Event{line.event, {line.data.empty() ? "{}" : line.data}};
        const auto answer = workflow.decide(replayed.state, event, line.actor, line.at);
        const auto* decision = std::get_if<Decision>(&answer);
        if ((decision == nullptr) != line.refusal.has_value())
            return differs(line.refusal ? "was refused, the rules allow it"
                                        : "was allowed, the rules refuse it");
        if (!decision) continue;
        if (decision->next.state != line.to)
            return differs("led to " + line.to + ", the rules say " + decision->next.state);
        replayed.state = decision->next;
        ++replayed.version;
    }
    return replayed;
}

}  // namespace engine
