// The book of our own invoices in PostgreSQL (sql/075_invoices.sql).

#pragma once

#include <optional>
#include <string>

#include "adapters/invoices.hpp"
#include "adapters/postgres/pool.hpp"

namespace postgres {

class Invoices final : public adapters::Invoices {
public:
    explicit Invoices(Pool& pool) : pool_{pool} {}

    adapters::KeptInvoice keep(const adapters::InvoiceAsked&, const Write&) override;
    std::optional<adapters::KeptInvoice> numbered(const std::string& number) override;
    std::optional<adapters::KeptInvoice> latest(engine::CaseId, bool credit) override;

private:
    Pool& pool_;
};

}  // namespace postgres
