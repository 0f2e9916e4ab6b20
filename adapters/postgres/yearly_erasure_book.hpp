// adapters::YearlyErasureBook on PostgreSQL.

#pragma once

#include "adapters/postgres/pool.hpp"
#include "adapters/yearly_erasure.hpp"
#include "states/catalogue.hpp"

namespace postgres {

class YearlyErasureBook final : public adapters::YearlyErasureBook {
public:
    YearlyErasureBook(Pool& pool, const states::Catalogue& catalogue)
        : pool_{pool}, catalogue_{catalogue} {}

    std::vector<adapters::KeptYear> years() override;
    engine::Time now() override;
    bool propose(const adapters::KeptYear&, const std::string& who,
                 const std::string& reason) override;
    std::optional<std::int64_t> erase(const adapters::KeptYear&, const std::string& who) override;

private:
    Pool& pool_;
    const states::Catalogue& catalogue_;
};

}  // namespace postgres
