// The papers of an application's agreements: as sent, as signed, and the record of the signing.

#pragma once

#include <string>
#include <variant>

#include "adapters/reading.hpp"

namespace adapters {

struct ContractWanted {
    std::string reference;  // Of the application.
    std::string product;    // May be empty if there is only one agreement.
    std::string paper;      // "sent", "signed" or "audit-trail"; empty: signed, or else sent.
};

// Or why there is none, for the one who asks.
std::variant<Document, std::string> contract_of(Reading&, const ContractWanted&);

}  // namespace adapters
