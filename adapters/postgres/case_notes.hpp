// adapters::CaseNotes on PostgreSQL.

#pragma once

#include "adapters/case_notes.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class CaseNotes final : public adapters::CaseNotes {
public:
    explicit CaseNotes(Pool& pool) : pool_{pool} {}

    Added add(const std::string& reference, const std::string& author,
              const std::string& text) override;
    Added supersede(const std::string& reference, std::int64_t note, const std::string& author,
                    const std::string& text) override;
    std::vector<adapters::CaseNote> list(const std::string& reference) override;

private:
    Pool& pool_;
};

}  // namespace postgres
