// adapters::TaskBook on PostgreSQL.

#pragma once

#include "adapters/postgres/pool.hpp"
#include "adapters/task_book.hpp"

namespace postgres {

class TaskBook final : public adapters::TaskBook {
public:
    explicit TaskBook(Pool& pool) : pool_{pool} {}

    std::vector<adapters::OpenTask> open(const adapters::TaskFilter&) override;
    std::vector<adapters::TaskCount> counts(const std::vector<std::string>& queues) override;
    bool close(std::int64_t number, const std::vector<std::string>& queues, const std::string& who,
               const std::string& what_was_done) override;

private:
    Pool& pool_;
};

}  // namespace postgres
