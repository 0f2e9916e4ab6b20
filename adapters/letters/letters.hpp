// The registrar ID and the security code go out on paper, printed and posted by a print house.

#pragma once

#include <optional>
#include <string>

#include "adapters/adapter.hpp"
#include "adapters/codes.hpp"
#include "adapters/neighbour.hpp"
#include "adapters/signature.hpp"
#include "states/effects.hpp"

namespace letters {

class Letters {
public:
    Letters(adapters::Neighbour::Access access, adapters::Send send,
            adapters::VerifySignature verify, adapters::Codes& codes);

    std::optional<engine::Event> perform(const states::PostSecurityLetter&, const engine::Work&);
    std::optional<engine::Event> perform(const states::VoidSecurityLetter&, const engine::Work&);

    std::string verify(const engine::Arrival&, engine::Time now) const;
    adapters::Understood understand(const engine::Arrival&) const;

private:
    adapters::Neighbour print_house_;
    adapters::VerifySignature verify_;
    adapters::Codes& codes_;
};

}  // namespace letters
