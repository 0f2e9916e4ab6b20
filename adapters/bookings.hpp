// What was booked for an application, read from its journal.

#pragma once

#include <string>
#include <vector>

#include "adapters/payment_service.hpp"
#include "adapters/reading.hpp"

namespace adapters {

// Without what was refused, and without what was erased.
std::vector<Booking> bookings_of(Reading&, const std::string& reference);

// Of this payment: whether it was booked, and which of its reversals, by the first word of their
// reasons, which is the provider's name for the refund or dispute.
bool is_booked(const std::vector<Booking>&, const std::string& payment);
bool is_reversal_booked(const std::vector<Booking>&, const std::string& payment,
                        const std::string& reversal);

}  // namespace adapters
