#include "adapters/postgres/agreements.hpp"

#include <algorithm>

#include "adapters/postgres/rows.hpp"
#include "engine/fault.hpp"

namespace postgres {

void Agreements::remember(const adapters::Agreement& agreement) {
    const auto known = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("remember_agreement", agreement.id, agreement.reference,
                               agreement.product, agreement.edition, agreement.signer,
                               rhythm_.every.count());
    });
    if (known.empty())
        throw engine::Rejected{"the service calls this contract " + agreement.id +
                               ", as it called another one before: it is out, and not watched"};
}

bool Agreements::hint(const std::string& id) {
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("hint_agreement", id, rhythm_.gap.count()).affected_rows() == 1;
    });
}

void Agreements::forget(const std::string& id) {
    at_once(pool_, [&](pqxx::transaction_base& t) { t.exec_prepared0("forget_agreement", id); });
}

std::vector<adapters::Look> Agreements::claim(int limit, engine::Store::Seconds lease) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("claim_agreements", limit, lease.count());
    });
    std::vector<adapters::Look> looks;
    for (const auto& row : rows)
        looks.push_back({{.id = row[0].as<std::string>(),
                          .reference = row[1].as<std::string>(),
                          .product = row[2].as<std::string>(),
                          .edition = row[3].as<int>(),
                          .signer = row[4].as<std::string>()},
                         row[5].as<int>()});
    return looks;
}

void Agreements::wait(const adapters::Look& look, std::optional<engine::Store::Seconds> not_before,
                      const std::string& trouble) {
    const auto next = not_before ? std::max(*not_before, rhythm_.gap) : rhythm_.every;
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared0("wait_for_agreement", look.agreement.id, look.token, next.count(), trouble,
                         not_before.value_or(rhythm_.gap).count(), rhythm_.gap.count());
    });
}

void Agreements::settle(const adapters::Look& look, const std::string& standing,
                        const std::vector<std::string>& papers) {
    Array array;
    for (const auto& id : papers) array.add(id);
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared0("settle_agreement", look.agreement.id, look.token, standing, array.text());
    });
}

}  // namespace postgres
