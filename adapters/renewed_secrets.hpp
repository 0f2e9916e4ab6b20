// Secrets that a neighbour replaces by newer ones, so that what was configured is no longer good.
//
// They have to outlive a restart, and all nodes need the newest.  adapters/postgres keeps them.

#pragma once

#include <optional>
#include <string>

namespace adapters {

class RenewedSecrets {
public:
    virtual ~RenewedSecrets() = default;

    // The newest that came of the configured one; empty if that is still the newest.  Who
    // configures another one begins anew.
    virtual std::optional<std::string> newest(const std::string& name,
                                              const std::string& configured) = 0;
    virtual void keep(const std::string& name, const std::string& configured,
                      const std::string& renewed) = 0;
};

}  // namespace adapters
