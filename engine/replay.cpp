#include "engine/replay.hpp"

#include <string>
#include <vector>

namespace engine {
namespace {

std::vector<std::string> names_of(const std::vector<Effect>& effects) {
    std::vector<std::string> names;
    for (const auto& effect : effects) names.push_back(effect.name);
    return names;
}

// How the rules' answer to a line differs from what the line says; empty if it does not.
std::string difference(const Line& line, const Answer& answer) {
    const auto* decision = std::get_if<Decision>(&answer);
    if ((decision == nullptr) != line.refusal.has_value())
        return line.refusal ? "was refused, the rules allow it"
                            : "was allowed, the rules refuse it";
    if (!decision) {
        const auto& refusal = std::get<Refusal>(answer);
        if (refusal.reason != line.refusal->reason)
            return "was refused as " + std::string{name_of(line.refusal->reason)} +
                   ", the rules say " + std::string{name_of(refusal.reason)};
        return refusal.guards == line.guards ? "" : "was refused by other guards";
    }
    if (decision->next.state != line.to)
        return "led to " + line.to + ", the rules say " + decision->next.state;
    if (names_of(decision->effects) != line.effects) return "asked for other effects";
    return decision->guards == line.guards ? "" : "was allowed by other guards";
}

// A deadline that was delivered is gone, whatever came of it.
void forget_delivered(std::vector<Deadline>& deadlines, const Line& line) {
    if (line.source != "timer") return;
    auto first = deadlines.end();
    for (auto each = deadlines.begin(); each != deadlines.end(); ++each)
        if (each->event == line.event && (first == deadlines.end() || each->due < first->due))
            first = each;
    if (first != deadlines.end()) deadlines.erase(first);
}

void follow(Replayed& replayed, const Decision& decision) {
    replayed.state = decision.next;
    replayed.effects = decision.effects;
    ++replayed.version;
    if (decision.entered) replayed.deadlines.clear();
    replayed.deadlines.insert(replayed.deadlines.end(), decision.deadlines.begin(),
                              decision.deadlines.end());
    if (decision.listing) replayed.title = decision.listing->title;
}

}  // namespace

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

        if (is_erased(line)) return differs("its data was erased, it cannot be decided again");
        const auto from = number == 1 ? std::string{} : replayed.state.state;
        if (line.from != from)
            return differs("starts from " + line.from + ", the case was " + from);

        const auto event = Event{line.event, {line.data.empty() ? "{}" : line.data}};
        const auto answer = workflow.decide(replayed.state, event, line.actor, line.at);
        if (auto what = difference(line, answer); !what.empty()) {
            if (line.workflow != workflow.version())
                what += "; it was decided by " + line.workflow + ", these rules are " +
                        std::string{workflow.version()};
            return differs(std::move(what));
        }
        forget_delivered(replayed.deadlines, line);
        replayed.effects.clear();
        if (const auto* decision = std::get_if<Decision>(&answer)) follow(replayed, *decision);
    }
    return replayed;
}

}  // namespace engine
