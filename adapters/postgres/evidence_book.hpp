// Dated evidence in PostgreSQL (sql/120_evidence.sql).

#pragma once

#include "adapters/evidence.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class EvidenceBook final : public adapters::EvidenceBook {
public:
    explicit EvidenceBook(Pool& pool) : pool_{pool} {}

    adapters::Evidence add(const adapters::Evidence&) override;
    std::optional<adapters::Evidence> find(const std::string& key) override;
    std::vector<adapters::Evidence> of(engine::CaseId) override;
    std::optional<adapters::Evidence> latest(const std::string& check,
                                             const std::string& subject) override;

private:
    Pool& pool_;
};

}  // namespace postgres
