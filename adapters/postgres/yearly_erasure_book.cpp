#include "adapters/postgres/yearly_erasure_book.hpp"

#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/rows.hpp"

namespace postgres {
namespace {

using adapters::KeptYear;

std::optional<KeptYear::Deed> deed_of(const pqxx::field& who, const pqxx::field& at) {
    if (who.is_null()) return std::nullopt;
    return KeptYear::Deed{who.as<std::string>(), time_of(at)};
}

}  // namespace

std::vector<KeptYear> YearlyErasureBook::years() {
    std::vector<KeptYear> all;
    for (const auto& row :
         ask(pool_, "years_kept", catalogue_.keep_invoices, catalogue_.keep_ended.days))
        all.push_back({.kind = row["kind"].as<std::string>(),
                       .year = row["year"].as<int>(),
                       .records = row["records"].as<std::int64_t>(),
                       .due = time_of(row["due"]),
                       .proposed = deed_of(row["proposed_by"], row["proposed_at"]),
                       .confirmed = deed_of(row["confirmed_by"], row["confirmed_at"]),
                       .reason = row["reason"].as<std::string>(),
                       .obstacle = row["obstacle"].as<std::string>("")});
    return all;
}

engine::Time YearlyErasureBook::now() { return time_of(ask(pool_, "now")[0][0]); }

bool YearlyErasureBook::propose(const KeptYear& year, const std::string& who,
                                const std::string& reason) {
    return ask(pool_, "propose_year", year.kind, year.year, who, reason).affected_rows() == 1;
}

std::optional<std::int64_t> YearlyErasureBook::erase(const KeptYear& year, const std::string& who) {
    const auto erased = ask(pool_, "erase_year", year.kind, year.year, who)[0][0];
    return erased.is_null() ? std::nullopt : std::optional{erased.as<std::int64_t>()};
}

}  // namespace postgres
