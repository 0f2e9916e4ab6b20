// The registry's own registration system: we open it to a new registrar, it tells of the first
// domain name, and it receives the complete record.

#pragma once

#include <optional>
#include <string>

#include "adapters/adapter.hpp"
#include "adapters/neighbour.hpp"
#include "adapters/signature.hpp"
#include "states/effects.hpp"

namespace registry {

class Registry {
public:
    Registry(adapters::Neighbour::Access access, adapters::Send send,
             adapters::VerifySignature verify);

    std::optional<engine::Event> perform(const states::OpenRegistration&, const engine::Work&);
    // For who performs the hand-over (adapters/webhooks/hand_overs.hpp).
    void hand_over(const states::HandOver&, const engine::Work&);

    std::string verify(const engine::Arrival&, engine::Time now) const;
    adapters::Understood understand(const engine::Arrival&) const;

private:
    adapters::Neighbour system_;
    adapters::VerifySignature verify_;
};

}  // namespace registry
