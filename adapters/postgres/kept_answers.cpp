#include "adapters/postgres/kept_answers.hpp"

#include <pqxx/pqxx>

#include "adapters/postgres/rows.hpp"

namespace postgres {

std::optional<adapters::KeptAnswers::Kept> KeptAnswers::newest(const std::string& neighbour,
                                                               const std::string& question) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("kept_answer", neighbour, question);
    });
    if (rows.empty()) return std::nullopt;
    return Kept{rows[0][0].as<std::string>(), time_of(rows[0][1])};
}

void KeptAnswers::keep(const std::string& neighbour, const std::string& question,
                       const std::string& answer) {
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared0("keep_answer", neighbour, question, answer);
    });
}

}  // namespace postgres
