#include "adapters/postgres/health_book.hpp"

#include "adapters/postgres/rows.hpp"

namespace postgres {
std::vector<adapters::Vital> HealthBook::vitals() {
    const auto rows =
        at_once(pool_, [](pqxx::transaction_base& t) { return t.exec_prepared("vitals"); });
    std::vector<adapters::Vital> all;
    for (const auto& row : rows)
        all.push_back({.name = row["name"].as<std::string>(),
                       .waiting = row["waiting"].as<std::int64_t>(),
                       .parked = row["parked"].as<std::int64_t>(),
                       .since = time_if_any(row["since"]),
                       .last_good = time_if_any(row["last_good"]),
                       .trouble = row["trouble"].as<std::string>()});
    return all;
}

}  // namespace postgres
