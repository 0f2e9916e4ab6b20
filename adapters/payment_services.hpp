// Which payment service a registry has chosen, ready for use.

#pragma once

#include <memory>
#include <string>

#include "adapters/call.hpp"
#include "adapters/config/config.hpp"
#include "adapters/payment_service.hpp"

namespace adapters {

// The currency is the catalogue's.  Throws std::invalid_argument for a webhook secret that the
// service's scheme cannot use.
std::unique_ptr<PaymentService> payment_service(const config::Config&, Send send,
                                                const std::string& currency, Bookings bookings);

}  // namespace adapters
