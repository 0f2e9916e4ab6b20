#include "adapters/postgres/task_book.hpp"

#include "adapters/case_number.hpp"
#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/rows.hpp"

namespace postgres {

std::vector<adapters::OpenTask> TaskBook::open(const adapters::TaskFilter& filter) {
    const auto of =
        filter.reference.empty() ? 0 : adapters::case_number_in(filter.reference).value_or(-1);
    std::vector<adapters::OpenTask> all;
    for (const auto& row :
         ask(pool_, "open_tasks", array_of(filter.queues), filter.kind, of, filter.limit)) {
        const auto reference = row["reference"].as<std::string>();
        if (!adapters::is_of_year(filter.reference, reference)) continue;
        all.push_back({.number = row["id"].as<std::int64_t>(),
                       .key = row["key"].as<std::string>(),
                       .reference = reference,
                       .queue = row["queue"].as<std::string>(),
                       .kind = row["kind"].as<std::string>(),
                       .details = row["details"].as<std::string>(),
                       .raised = time_of(row["raised_at"])});
    }
    return all;
}

std::vector<adapters::TaskCount> TaskBook::counts(const std::vector<std::string>& queues) {
    std::vector<adapters::TaskCount> all;
    for (const auto& row : ask(pool_, "open_task_counts", array_of(queues)))
        all.push_back({.queue = row["queue"].as<std::string>(),
                       .kind = row["kind"].as<std::string>(),
                       .count = row["count"].as<std::int64_t>()});
    return all;
}

bool TaskBook::close(std::int64_t number, const std::vector<std::string>& queues,
                     const std::string& who, const std::string& what_was_done) {
    return !ask(pool_, "close_task", number, array_of(queues), who, what_was_done).empty();
}

}  // namespace postgres
