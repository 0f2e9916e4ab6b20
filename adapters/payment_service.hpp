// Whoever takes money for us and tells of it: the one face behind which payment services stand.
//
// Exactly one adapter performs each effect; which of them it is, a registry chooses by its
// configuration (payments.provider), so these derive from something.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/adapter.hpp"
#include "states/effects.hpp"

namespace adapters {

class PaymentService {
public:
    virtual ~PaymentService() = default;

    virtual std::optional<engine::Event> perform(const states::RequestPayment&,
                                                 const engine::Work&) = 0;
    virtual std::optional<engine::Event> perform(const states::RefundPayment&,
                                                 const engine::Work&) = 0;
    virtual std::string verify(const engine::Arrival&, engine::Time now) const = 0;
    virtual Understood understand(const engine::Arrival&) const = 0;
};

// Money that the journal has for an application, in the journal's order.
struct Booking {
    enum class Kind { received, reversed } kind;
    std::string payment;  // As in the event: the provider's name for it.
    states::Money amount;
    std::string reason;  // Of a reversal.
};

// Of the application with this reference; empty if there is none.  Services tell what they have
// seen in all, or only that something is new; what we have booked says what of it is new to us.
using Bookings = std::function<std::vector<Booking>(const std::string& reference)>;

}  // namespace adapters
