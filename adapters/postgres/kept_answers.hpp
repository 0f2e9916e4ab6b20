// Answers of neighbours that are good for a while, in PostgreSQL (sql/125_kept_answers.sql).

#pragma once

#include "adapters/kept_answers.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class KeptAnswers final : public adapters::KeptAnswers {
public:
    explicit KeptAnswers(Pool& pool) : pool_{pool} {}

    std::optional<Kept> newest(const std::string& neighbour, const std::string& question) override;
    void keep(const std::string& neighbour, const std::string& question,
              const std::string& answer) override;

private:
    Pool& pool_;
};

}  // namespace postgres
