// The agreements that we wait for, in PostgreSQL (sql/085_agreements.sql).

#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "adapters/agreements.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class Agreements final : public adapters::Agreements {
public:
    struct Rhythm {
        std::chrono::seconds every;  // From one look to the next, without any news.
        std::chrono::seconds gap;    // Looks at one agreement are at least this far apart.
    };
    Agreements(Pool& pool, Rhythm rhythm) : pool_{pool}, rhythm_{rhythm} {}

    void remember(const adapters::Agreement&) override;
    bool hint(const std::string& id) override;
    void forget(const std::string& id) override;
    std::vector<adapters::Look> claim(int limit, engine::Store::Seconds lease) override;
    void wait(const adapters::Look&, std::optional<engine::Store::Seconds> not_before,
              const std::string& trouble) override;
    void settle(const adapters::Look&, const std::string& standing,
                const std::vector<std::string>& papers) override;

private:
    Pool& pool_;
    Rhythm rhythm_;
};

}  // namespace postgres
