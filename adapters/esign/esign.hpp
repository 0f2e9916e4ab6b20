// Registrar agreements are signed with an e-signature service.  Its agreements and its words for
// what becomes of them are known in this folder only.

#pragma once

#include <optional>
#include <string>

#include "adapters/adapter.hpp"
#include "adapters/neighbour.hpp"
#include "adapters/signature.hpp"
#include "states/effects.hpp"

namespace esign {

class Esign {
public:
    Esign(adapters::Neighbour::Access access, adapters::Send send,
          adapters::VerifySignature verify);

    std::optional<engine::Event> perform(const states::SendContract&, const engine::Work&);
    std::optional<engine::Event> perform(const states::VoidContract&, const engine::Work&);
    std::optional<engine::Event> perform(const states::RemindSigner&, const engine::Work&);

    std::string verify(const engine::Arrival&, engine::Time now) const;
    adapters::Understood understand(const engine::Arrival&) const;

private:
    // The service's name for what we asked for before; empty if it never heard of it.
    std::string look_up(const std::string& reference, const std::string& product,
                        int edition) const;
    std::string status_of(const std::string& agreement) const;

    adapters::Neighbour service_;
    adapters::VerifySignature verify_;
};

}  // namespace esign
