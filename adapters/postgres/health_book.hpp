// adapters::HealthBook on PostgreSQL.

#pragma once

#include "adapters/health.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class HealthBook final : public adapters::HealthBook {
public:
    explicit HealthBook(Pool& pool) : pool_{pool} {}
    std::vector<adapters::Vital> vitals() override;

private:
    Pool& pool_;
};

}  // namespace postgres
