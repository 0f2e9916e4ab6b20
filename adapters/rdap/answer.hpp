// What an RDAP server says of a domain name, as far as its registrar is concerned (RFC 9083).

#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace rdap {

struct Registrar {
    std::string handle = {};   // The registry's name of it; it may differ from the IANA ID.
    std::string iana_id = {};  // Digits without leading zeros; empty if the answer has none.
    std::string name = {};     // The vCard's fn; may be empty.
    bool operator==(const Registrar&) const = default;
};

struct Domain {
    std::optional<Registrar> registrar;    // Empty if no entity has this role.
    std::string registered_at = {};        // As they write it; empty if not said.
    std::vector<std::string> status = {};  // "active", "pending create", …
};

// Throws engine::Rejected that names the field and the rule for what breaks RFC 9083 in what is
// read here, for an answer about another name than `asked` (A-labels), and for one that names two
// registrars.
Domain read_domain(const nlohmann::json& answer, const std::string& asked);

}  // namespace rdap
