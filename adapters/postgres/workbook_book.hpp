// adapters::WorkbookBook on PostgreSQL.

#pragma once

#include "adapters/postgres/pool.hpp"
#include "adapters/workbook_desk.hpp"

namespace postgres {

class WorkbookBook final : public adapters::WorkbookBook {
public:
    explicit WorkbookBook(Pool& pool) : pool_{pool} {}

    std::int64_t open(const adapters::WorkbookEntry&) override;
    bool add(std::int64_t workbook, const adapters::WorkbookEntry&) override;
    std::vector<adapters::WorkbookEntry> entries(std::int64_t workbook) override;
    std::map<std::int64_t, std::vector<adapters::WorkbookEntry>> all() override;

private:
    Pool& pool_;
};

}  // namespace postgres
