// Papers as they were sent, in PostgreSQL (sql/100_sent_papers.sql).

#pragma once

#include "adapters/postgres/pool.hpp"
#include "adapters/sent_papers.hpp"

namespace postgres {

class SentPapers final : public adapters::SentPapers {
public:
    explicit SentPapers(Pool& pool) : pool_{pool} {}

    adapters::SentPaper once(const adapters::PaperName&, const Draw&) override;
    std::optional<adapters::SentPaper> find(const adapters::PaperName&) override;

private:
    Pool& pool_;
};

}  // namespace postgres
