#include "adapters/postgres/knocks.hpp"

#include <pqxx/pqxx>

#include "adapters/sha256.hpp"

namespace postgres {

adapters::Knock Knocks::take(const std::string& door, const std::string& subject,
                             const adapters::Waits& waits) {
    Array seconds;
    for (const auto wait : waits) seconds.add(static_cast<std::int64_t>(wait.count()));
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("take_knock", door, adapters::sha256_of(subject), seconds.text());
    });
    return {.wait = std::chrono::seconds{rows[0][0].as<int>()}, .count = rows[0][1].as<int>()};
}

void Knocks::forgive(const std::string& door, const std::string& subject) {
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared0("forgive_knocks", door, adapters::sha256_of(subject));
    });
}

}  // namespace postgres
