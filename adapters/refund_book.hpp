// Money that goes back after an application's end, share by share, and who keeps count of it.
//
// adapters/postgres keeps it; adapters/refunding.cpp shares out; adapters/bank sees it leave.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/movement.hpp"
#include "engine/store.hpp"
#include "states/money.hpp"

namespace adapters {

struct Payee {  // Who has paid by bank.
    std::string name;
    std::string account;  // Its IBAN, or whatever number it has.
};

struct Refund {
    std::int64_t id = 0;
    engine::CaseId of = {};
    std::string reference = {};  // Of the application.
    enum class Route { service, bank } route = Route::bank;
    std::string payment = {};  // That goes back; empty if nobody knows which.
    states::Money amount = {};
    std::string invoice = {};
    std::string reason = {};
    Payee payee = {};  // Of a share that goes back by bank.
    bool sent = false;
};

class RefundBook {
public:
    virtual ~RefundBook() = default;

    // Empty for a payment that did not come by bank.
    virtual Payee payee_of(engine::CaseId, const std::string& payment) = 0;

    virtual std::vector<Refund> of_case(engine::CaseId) = 0;
    virtual std::vector<Refund> of_key(const std::string& key) = 0;

    // Of one effect, once and for good: whoever comes second gets what the first has written.
    virtual std::vector<Refund> plan(const std::string& key, const std::vector<Refund>&) = 0;

    virtual std::vector<Refund> to_send() = 0;  // By bank, the oldest first; at most 1000.
    virtual std::optional<Refund> numbered(std::int64_t id) = 0;

    // The one that this movement sends, or has sent already; empty if there is none of just this
    // amount to just this account.
    virtual std::optional<Refund> sent_by(std::int64_t movement, const Movement&) = 0;

    // False if it was sent before.
    virtual bool was_sent(std::int64_t id, const std::string& by, const std::string& reason,
                          std::optional<std::int64_t> movement) = 0;

    // A task of finance, once; `details` is JSON that all who see tasks may see.
    virtual void ask_finance(const Refund&, const std::string& details) = 0;
};

}  // namespace adapters
