// The desk of parked work: who may see what has failed, and have it tried again or give it up.
//
// Giving something up is a decision on an application, and what was to be done may be personal: an
// administrator, who decides nothing and reads no dossier, sees the trouble and may have it tried
// again.  An auditor looks.

#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/parked.hpp"

namespace adapters {

class ParkedDesk {
public:
    explicit ParkedDesk(Parked& parked) : parked_{parked} {}

    static bool may_read(const Caller&);  // The payload.
    static bool may_replay(const Caller&);
    static bool may_dismiss(const Caller&);

    std::variant<std::vector<ParkedWork>, Forbidden> list(const Caller&);

    struct Shown {
        ParkedWork work;
        std::optional<std::string> payload = {};  // For who may read it.
    };
    std::variant<Shown, Forbidden, NotFound> show(const Caller&, const std::string& work);

    Result remedy(const Caller&, const std::string& work, Remedy, const std::string& reason);

private:
    Parked& parked_;
};

}  // namespace adapters
