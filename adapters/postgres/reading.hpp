// adapters::Reading on PostgreSQL.

#pragma once

#include "adapters/postgres/pool.hpp"
#include "adapters/reading.hpp"

namespace postgres {

class Reading final : public adapters::Reading {
public:
    explicit Reading(Pool& pool) : pool_{pool} {}

    std::vector<adapters::Listed> list(const adapters::Filter&) override;
    std::optional<engine::CaseId> find(const std::string& reference) override;
    std::optional<adapters::Dossier> dossier(engine::CaseId) override;
    std::vector<engine::Line> journal(engine::CaseId, int after_line, int limit) override;
    std::optional<adapters::Document> document(const std::string& id) override;
    std::vector<std::string> unknown_documents(const std::vector<std::string>& ids) override;
    bool is_unfinished(engine::CaseId) override;
    std::optional<adapters::Token> token(const std::string& secret) override;
    engine::Time now() override;
    bool reachable() override;

    std::string today(const std::string& time_zone);  // "2026-11-24"

private:
    Pool& pool_;
};

}  // namespace postgres
