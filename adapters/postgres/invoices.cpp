#include "adapters/postgres/invoices.hpp"

#include <nlohmann/json.hpp>

#include "engine/fault.hpp"

namespace postgres {
namespace {

using adapters::InvoiceAsked;
using adapters::KeptInvoice;

std::optional<KeptInvoice> read_invoices(const pqxx::result& rows) {
    if (rows.empty()) return std::nullopt;
    return KeptInvoice{nlohmann::json::parse(rows[0][0].c_str()).get<adapters::InvoicePage>(),
                       rows[0][1].as<std::string>()};
}

template <class... Arguments>
std::optional<KeptInvoice> find(Pool& pool, const char* statement, const Arguments&... arguments) {
    return read_invoices(at_once(
        pool, [&](pqxx::transaction_base& t) { return t.exec_prepared(statement, arguments...); }));
}

void refuse_second_credit(pqxx::transaction_base& t, const InvoiceAsked& asked) {
    if (asked.credits.empty()) return;
    const auto rows = t.exec_prepared("invoice_crediting", asked.credits);
    if (!rows.empty())
        throw engine::Rejected{"credit note " + rows[0][0].as<std::string>() +
                               " has taken invoice " + asked.credits + " back already"};
}

KeptInvoice write_next(pqxx::transaction_base& t, const InvoiceAsked& asked,
                       const adapters::Invoices::Write& write) {
    const auto next = t.exec_prepared1("next_invoice", asked.series, asked.time_zone);
    // Others with the same errand stood before us at the counter.
    if (auto kept = read_invoices(t.exec_prepared("invoice_of_key", asked.key)))
        return *std::move(kept);
    refuse_second_credit(t, asked);
    auto made = write({.number = next["number"].as<std::string>(),
                       .issued_on = next["issued_on"].as<std::string>(),
                       .payment = next["payment"].as<std::int64_t>()});
    const auto& page = made.page;
    t.exec_prepared0("keep_invoice", page.number, asked.series, next["its_year"].as<int>(),
                     next["its_position"].as<int>(), asked.key, asked.of.number, asked.credits,
                     page.issued_on, page.net.cents, page.vat.cents, page.total.cents,
                     page.structured_message, nlohmann::json(page).dump(), made.ubl);
    return made;
}

}  // namespace

KeptInvoice Invoices::keep(const InvoiceAsked& asked, const Write& write) {
    if (auto kept = find(pool_, "invoice_of_key", asked.key)) return *std::move(kept);
    return in_transaction(pool_,
                          [&](pqxx::transaction_base& t) { return write_next(t, asked, write); });
}

std::optional<KeptInvoice> Invoices::numbered(const std::string& number) {
    return find(pool_, "invoice_numbered", number);
}

std::optional<KeptInvoice> Invoices::latest(engine::CaseId id, bool credit) {
    return find(pool_, "invoice_of_case", id.number, credit);
}

}  // namespace postgres
