// Registrar agreements are signed with an e-signature service.  Its agreements and its words for
// what becomes of them are known in this folder only.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/adapter.hpp"
#include "adapters/documents.hpp"
#include "adapters/neighbour.hpp"
#include "adapters/sent_papers.hpp"
#include "adapters/signature.hpp"
#include "states/effects.hpp"

namespace esign {

class Esign {
public:
    Esign(adapters::Neighbour::Access access, adapters::Send send, adapters::VerifySignature verify,
          adapters::DrawContract draw, adapters::Archive& archive);

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
    // Keeps the signed PDF and the record of its signing; answers with their ids.
    std::vector<std::string> bring_home(const std::string& agreement) const;

    adapters::Neighbour service_;
    adapters::VerifySignature verify_;
    adapters::DrawContract draw_;
    adapters::Archive& archive_;
};

}  // namespace esign
