// Refunds in PostgreSQL (sql/091_refunds.sql).

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/postgres/pool.hpp"
#include "adapters/refund_book.hpp"

namespace postgres {

class RefundBook final : public adapters::RefundBook {
public:
    explicit RefundBook(Pool& pool) : pool_{pool} {}

    adapters::Payee payee_of(engine::CaseId, const std::string& payment) override;
    std::vector<adapters::Refund> of_case(engine::CaseId) override;
    std::vector<adapters::Refund> of_key(const std::string& key) override;
    std::vector<adapters::Refund> plan(const std::string& key,
                                       const std::vector<adapters::Refund>&) override;
    std::vector<adapters::Refund> to_send() override;
    std::optional<adapters::Refund> numbered(std::int64_t id) override;
    std::optional<adapters::Refund> sent_by(std::int64_t movement,
                                            const adapters::Movement&) override;
    bool was_sent(std::int64_t id, const std::string& by, const std::string& reason,
                  std::optional<std::int64_t> movement) override;
    void ask_finance(const adapters::Refund&, const std::string& details) override;

private:
    Pool& pool_;
};

}  // namespace postgres
