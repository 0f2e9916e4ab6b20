// Gives money back by the way that it came: through the payment service, or by hand of finance.

#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/applications.hpp"
#include "adapters/bookings.hpp"
#include "adapters/refund_book.hpp"
#include "engine/engine.hpp"
#include "states/effects.hpp"

namespace adapters {

// What was paid through the service goes back through it, what came by bank goes back by bank, each
// payment at most what is left of it, the latest first.  `payment` names the only one that counts,
// unless it is empty.  What nothing accounts for is for finance to find out: a share without a
// payment.
std::vector<Refund> shares_of(const std::vector<Booking>&, states::Money amount,
                              const std::string& payment, const std::vector<Refund>& earlier);

// "BE71 **** 6769": enough to recognise an account that one knows.
std::string masked(const std::string& account);

class Refunding {
public:
    using Service = std::function<std::optional<engine::Event>(const states::RefundPayment&,
                                                               const engine::Work&)>;

    Refunding(RefundBook& book, engine::Engine& engine, Bookings bookings, Service service,
              std::string currency)
        : book_{book},
          engine_{engine},
          bookings_{std::move(bookings)},
          service_{std::move(service)},
          currency_{std::move(currency)} {}

    // Shares out once for each work, asks finance for what is to go by bank, and sends the rest.
    std::optional<engine::Event> perform(const states::RefundPayment&, const engine::Work&);

    // {"items":[…]} of what finance has to send, with the accounts.
    Result list(const Caller&);

    // By a person who has sent it, or has seen to it in another way.
    Result was_sent(const Caller&, std::int64_t refund, const std::string& reason);

private:
    RefundBook& book_;
    engine::Engine& engine_;
    Bookings bookings_;
    Service service_;
    std::string currency_;
};

// That it is on its way, by bank: the same message whoever tells it.
engine::Message refund_message(const Refund&, engine::Actor from, const std::string& reason);

}  // namespace adapters
