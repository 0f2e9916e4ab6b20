// adapters::Parked on PostgreSQL.

#pragma once

#include "adapters/parked.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class Parked final : public adapters::Parked {
public:
    explicit Parked(Pool& pool) : pool_{pool} {}
    std::vector<adapters::ParkedWork> list() override;
    std::optional<std::string> payload(const std::string& work) override;
    bool remedy(const std::string& work, adapters::Remedy, const std::string& who,
                const std::string& reason) override;

private:
    Pool& pool_;
};

}  // namespace postgres
