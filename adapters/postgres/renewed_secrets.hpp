// Secrets that a neighbour has renewed, sealed in PostgreSQL (sql/095_renewed_secrets.sql).

#pragma once

#include <string>

#include "adapters/postgres/pool.hpp"
#include "adapters/renewed_secrets.hpp"

namespace postgres {

class RenewedSecrets final : public adapters::RenewedSecrets {
public:
    // The key is 32 bytes that are not in the database.
    RenewedSecrets(Pool& pool, std::string sealing_key)
        : pool_{pool}, sealing_key_{std::move(sealing_key)} {}

    // Throws std::runtime_error if it was sealed with another key.
    std::optional<std::string> newest(const std::string& name,
                                      const std::string& configured) override;
    void keep(const std::string& name, const std::string& configured,
              const std::string& renewed) override;

private:
    Pool& pool_;
    std::string sealing_key_;
};

}  // namespace postgres
