#include "adapters/activation.hpp"

#include "states/codec.hpp"
#include "states/events.hpp"

namespace adapters {

std::variant<Activated, WrongCodes, NotFound, Refused> Activation::activate(
    const std::string& reference, const Keyed& keyed, const std::string& key) {
    const auto id = reading_.find(reference);
    const auto dossier = id ? reading_.dossier(*id) : std::nullopt;
    if (!dossier) return NotFound{};
    const auto verdict = codes_.check(*id, keyed);
    const bool right = verdict.of == Verdict::Of::right;
    // Only what has cost a try is told to the application: anybody may knock here as often as it
    // likes, and must fill neither the journal nor the applicant's mailbox with it.
    if (!right && verdict.of != Verdict::Of::wrong) return WrongCodes{verdict};
    auto message = engine::Message{
        .to = *id,
        .event = right ? states::event(states::Activated{})
                       : states::event(states::ActivationFailed{verdict.tries_left}),
        .from = {"system", "system"},
        .source = "activation",
        // Right codes under the key of wrong ones are another message.
        .delivery = right && !key.empty()
                        ? reference + "/key/" + key
                        : reference + "/" + std::to_string(dossier->snapshot.lines) + "/" +
                              std::to_string(verdict.tries_left)};
    const auto outcome = engine_.submit(message);
    if (!right) return WrongCodes{verdict};
    if (outcome.refusal) return Refused{*outcome.refusal, outcome.repeated};
    return Activated{dossier->snapshot.reference};
}

}  // namespace adapters
