#include "adapters/postgres/refund_book.hpp"
#include "adapters/postgres/ask.hpp"

#include <utility>

namespace postgres {
namespace {

using adapters::Refund;

// Columns as the view `refund_rows` has them.
std::vector<Refund> read_refunds(const pqxx::result& rows) {
    std::vector<Refund> all;
    for (const auto& row : rows) {
        const auto text = [&](const char* column) { return row[column].as<std::string>(); };
        all.push_back(
            {.id = row["id"].as<std::int64_t>(),
             .of = {row["case_id"].as<std::int64_t>()},
             .reference = text("reference"),
             .route = text("route") == "service" ? Refund::Route::service : Refund::Route::bank,
             .payment = text("payment"),
             .amount = {row["cents"].as<std::int64_t>()},
             .invoice = text("invoice"),
             .reason = text("reason"),
             .payee = {text("payee"), text("account")},
             .sent = row["is_sent"].as<bool>()});
    }
    return all;
}

std::optional<Refund> first_refund(std::vector<Refund> refunds) {
    if (refunds.empty()) return std::nullopt;
    return std::move(refunds.front());
}

}  // namespace

adapters::Payee RefundBook::payee_of(engine::CaseId of, const std::string& payment) {
    const auto rows = at_once(pool_, [&](pqxx::transaction_base& t) {
        return t.exec_prepared("payee_of_payment", of.number, payment);
    });
    if (rows.empty()) return {};
    return {rows[0]["payer"].as<std::string>(), rows[0]["payer_account"].as<std::string>()};
}

std::vector<Refund> RefundBook::of_case(engine::CaseId of) {
    return read_refunds(ask(pool_, "refunds_of_case", of.number));
}

std::vector<Refund> RefundBook::of_key(const std::string& key) {
    return read_refunds(ask(pool_, "refunds_of_key", key));
}

std::vector<Refund> RefundBook::plan(const std::string& key, const std::vector<Refund>& shares) {
    Array route, payment, cents, payee, account;
    for (const auto& share : shares) {
        route.add(std::string{share.route == Refund::Route::service ? "service" : "bank"});
        payment.add(share.payment);
        cents.add(share.amount.cents);
        payee.add(share.payee.name);
        account.add(share.payee.account);
    }
    const auto& any = shares.front();
    in_transaction(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("take_refund_turn", key);
        t.exec_prepared("plan_refunds", key, any.of.number, any.invoice, any.reason, route.text(),
                        payment.text(), cents.text(), payee.text(), account.text());
    });
    return of_key(key);
}

std::vector<Refund> RefundBook::to_send() { return read_refunds(ask(pool_, "refunds_to_send")); }

std::optional<Refund> RefundBook::numbered(std::int64_t id) {
    return first_refund(read_refunds(ask(pool_, "refund_numbered", id)));
}

std::optional<Refund> RefundBook::sent_by(std::int64_t movement, const adapters::Movement& out) {
    return first_refund(read_refunds(
        ask(pool_, "refund_of_movement", movement, -out.amount.cents, out.payer_account)));
}

bool RefundBook::was_sent(std::int64_t id, const std::string& by, const std::string& reason,
                          std::optional<std::int64_t> movement) {
    return at_once(pool_, [&](pqxx::transaction_base& t) {
        return !t.exec_prepared("refund_was_sent", id, by, reason, movement).empty();
    });
}

void RefundBook::ask_finance(const Refund& refund, const std::string& details) {
    at_once(pool_, [&](pqxx::transaction_base& t) {
        t.exec_prepared("raise_task", "refund/" + std::to_string(refund.id), refund.of.number,
                        "finance", "refund_by_bank", details);
    });
}

}  // namespace postgres
