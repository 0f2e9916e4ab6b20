// Slow doors, counted in PostgreSQL for all servers together (sql/140_accounts.sql).

#pragma once

#include <string>

#include "adapters/knocks.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class Knocks final : public adapters::Knocks {
public:
    explicit Knocks(Pool& pool) : pool_{pool} {}

    adapters::Knock take(const std::string& door, const std::string& subject,
                         const adapters::Waits&) override;
    void forgive(const std::string& door, const std::string& subject) override;

private:
    Pool& pool_;
};

}  // namespace postgres
