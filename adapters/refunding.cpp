#include "adapters/refunding.hpp"

#include <algorithm>

#include "states/codec.hpp"
#include "states/events.hpp"

namespace adapters {
namespace {

using states::Money;

struct Rest {  // Of one payment, after what has gone back of it.
    std::string payment;
    Refund::Route route;
    Money left;
};

Refund::Route route_of(const Booking& booking) {
    return booking.by_service ? Refund::Route::service : Refund::Route::bank;
}

void take(std::vector<Rest>& rests, Money& amount, const auto& fits) {
    for (auto& rest : rests) {
        if (!fits(rest)) continue;
        const auto part = std::min(rest.left, amount);
        rest.left = rest.left - part;
        amount = amount - part;
    }
}

// The latest first.
std::vector<Rest> rests_of(const std::vector<Booking>& bookings,
                           const std::vector<Refund>& earlier) {
    std::vector<Rest> rests;
    for (const auto& booking : bookings)
        if (booking.kind == Booking::Kind::received)
            rests.insert(rests.begin(), {booking.payment, route_of(booking), booking.amount});
    for (const auto& booking : bookings) {
        if (booking.kind != Booking::Kind::reversed) continue;
        auto amount = booking.amount;
        const auto same_way = [&](const Rest& rest) { return rest.route == route_of(booking); };
        take(rests, amount, [&](const Rest& rest) { return rest.payment == booking.payment; });
        // A bank gives a reversal a name of its own: then the amount tells, and else the way.
        take(rests, amount,
             [&](const Rest& rest) { return same_way(rest) && rest.left == amount; });
        take(rests, amount, same_way);
    }
    for (const auto& refund : earlier) {
        auto amount = refund.amount;
        const auto same = [&](const Rest& rest) { return rest.payment == refund.payment; };
        // Two payments may have one name: then the amount tells.
        take(rests, amount, [&](const Rest& rest) { return same(rest) && rest.left == amount; });
        take(rests, amount, same);
    }
    return rests;
}

nlohmann::json view_of(const Refund& refund, const std::string& currency) {
    return {{"refund", refund.id},
            {"reference", refund.reference},
            {"amount", states::write_money(refund.amount)},
            {"currency", currency},
            {"invoice", refund.invoice},
            {"reason", refund.reason},
            {"payment", refund.payment},
            {"payee", refund.payee.name},
            {"account", refund.payee.account}};
}

}  // namespace

std::vector<Refund> shares_of(const std::vector<Booking>& bookings, Money amount,
                              const std::string& payment, const std::vector<Refund>& earlier) {
    std::vector<Refund> shares;
    for (const auto& rest : rests_of(bookings, earlier)) {
        if (!payment.empty() && rest.payment != payment) continue;
        const auto part = std::min(rest.left, amount);
        if (part <= Money{}) continue;
        amount = amount - part;
        shares.push_back({.route = rest.route, .payment = rest.payment, .amount = part});
    }
    if (amount > Money{}) shares.push_back({.amount = amount});
    return shares;
}

std::string masked(const std::string& account) {
    constexpr std::size_t ends = 4;
    if (account.size() <= 2 * ends) return account.empty() ? "" : "****";
    return account.substr(0, ends) + " **** " + account.substr(account.size() - ends);
}

engine::Message refund_message(const Refund& refund, engine::Actor from,
                               const std::string& reason) {
    return {.to = refund.of,
            .event = states::event(
                states::RefundSent{.amount = refund.amount, .how = "bank", .reason = reason}),
            .from = std::move(from),
            .source = "refund",
            .delivery = std::to_string(refund.id)};
}

std::optional<engine::Event> Refunding::perform(const states::RefundPayment& refund,
                                                const engine::Work& work) {
    auto shares = book_.of_key(work.key);
    if (shares.empty()) {
        shares = shares_of(bookings_(work.reference), refund.amount, refund.payment,
                           book_.of_case(work.of));
        for (auto& share : shares) {
            share.of = work.of;
            share.invoice = refund.invoice;
            share.reason = refund.reason;
            if (share.route == Refund::Route::bank && !share.payment.empty())
                share.payee = book_.payee_of(work.of, share.payment);
        }
        shares = book_.plan(work.key, shares);
    }
    Money by_service;
    for (const auto& share : shares) {
        if (share.route == Refund::Route::service) by_service = by_service + share.amount;
        if (share.route != Refund::Route::bank || share.sent) continue;
        auto details = view_of(share, currency_);
        details["account"] = masked(share.payee.account);
        book_.ask_finance(share, details.dump());
    }
    if (by_service <= Money{}) return std::nullopt;
    service_({refund.invoice, by_service, refund.reason, refund.payment}, work);
    for (const auto& share : shares)
        if (share.route == Refund::Route::service)
            book_.was_sent(share.id, "service", "", std::nullopt);
    return states::event(states::RefundSent{.amount = by_service, .how = "service", .reason = {}});
}

Result Refunding::list(const Caller& caller) {
    if (!caller.may("finance") && !caller.may("auditor"))
        return Forbidden{"Refunds are made by finance."};
    auto items = nlohmann::json::array();
    for (const auto& refund : book_.to_send()) items.push_back(view_of(refund, currency_));
    return Done{.answer = {{"items", std::move(items)}}, .reference = {}};
}

// The application is told first: whoever comes again after a crash tells it the same.
Result Refunding::was_sent(const Caller& caller, std::int64_t refund, const std::string& reason) {
    if (!caller.may("finance")) return Forbidden{"Refunds are made by finance."};
    if (reason.empty()) return Invalid{{{"reason", "missing"}}};
    const auto found = book_.numbered(refund);
    if (!found || found->route != Refund::Route::bank) return NotFound{};
    if (found->sent) return Invalid{{{"refund", "refund_settled"}}};
    const auto outcome = engine_.submit(refund_message(*found, {caller.id, "finance"}, reason),
                                        engine::Patience::some);
    if (outcome.refusal) return Refused{*outcome.refusal, outcome.repeated};
    if (!book_.was_sent(refund, caller.id, reason, std::nullopt))
        return Invalid{{{"refund", "refund_settled"}}};
    return Done{.answer = view_of(*found, currency_),
                .reference = found->reference,
                .version = outcome.after ? outcome.after->version : 0,
                .repeated = outcome.repeated};
}

}  // namespace adapters
