// What was booked for an application, read from its journal.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "adapters/reading.hpp"
#include "states/money.hpp"

namespace adapters {

// Money that the journal has for an application, in the journal's order.
struct Booking {
    enum class Kind { received, reversed, failed } kind;
    std::string payment;  // As in the event: the provider's name for it.
    states::Money amount;
    std::string reason;       // Of a reversal.
    bool by_service = false;  // The payment service has told us, and no bank or person.
};

// Of the application with this reference; empty if there is none.  Services tell what they have
// seen in all, or only that something is new; what we have booked says what of it is new to us.
using Bookings = std::function<std::vector<Booking>(const std::string& reference)>;

// Without what was refused, and without what was erased.
std::vector<Booking> bookings_of(Reading&, const std::string& reference);

// Whether a failure of this payment is known.
bool is_failure_known(const std::vector<Booking>&, const std::string& payment);

// Of this payment: whether it was booked, and which of its reversals, by the first word of their
// reasons, which is the provider's name for the refund or dispute.
bool is_booked(const std::vector<Booking>&, const std::string& payment);
bool is_reversal_booked(const std::vector<Booking>&, const std::string& payment,
                        const std::string& reversal);

}  // namespace adapters
