// A print house with a web service: it gets the finished PDF, prints and posts it, and tells us.

#pragma once

#include <optional>
#include <string>

#include "adapters/adapter.hpp"
#include "adapters/letters/spool.hpp"
#include "adapters/neighbour.hpp"
#include "adapters/signature.hpp"
#include "states/effects.hpp"

namespace letters {

class PrintHouse {
public:
    PrintHouse(adapters::Neighbour::Access access, adapters::Send send,
               adapters::VerifySignature verify, Spool spool);

    std::optional<engine::Event> perform(const states::PostSecurityLetter&, const engine::Work&);
    std::optional<engine::Event> perform(const states::VoidSecurityLetter&, const engine::Work&);

    std::string verify(const engine::Arrival&, engine::Time now) const;
    adapters::Understood understand(const engine::Arrival&) const;

private:
    std::string url_;
    adapters::Neighbour print_house_;
    adapters::VerifySignature verify_;
    Spool spool_;
};

}  // namespace letters
