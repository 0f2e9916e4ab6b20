#include "adapters/postgres/link_book.hpp"

#include <pqxx/pqxx>

namespace postgres {

void LinkBook::keep_link(const std::string& hash, engine::CaseId id) {
    at_once(pool_, [&](pqxx::transaction_base& transaction) {
        return transaction.exec_prepared("keep_private_link", hash, id.number);
    });
}

std::optional<engine::CaseId> LinkBook::case_of_link(const std::string& hash) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& transaction) {
        return transaction.exec_prepared("case_of_private_link", hash);
    });
    if (rows.empty()) return std::nullopt;
    return engine::CaseId{rows[0][0].as<std::int64_t>()};
}

}  // namespace postgres
