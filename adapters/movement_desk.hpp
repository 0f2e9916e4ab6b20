// Finance's desk: movements of the bank that matched nothing or are in doubt, and what a person
// makes of them.  Booking one is adapters/statements.hpp's.

#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "adapters/applications.hpp"
#include "adapters/bank_book.hpp"

namespace adapters {

class MovementDesk {
public:
    explicit MovementDesk(BankBook& book) : book_{book} {}

    // Finance looks and acts, auditors look; everybody else is Forbidden.

    // {"items":[…],"next":cursor or null}, the latest first.  Given is an object of texts: state
    // ("queued" unless it says "passed" or "booked"), cursor, limit.
    Result list(const Caller&, const nlohmann::json& given, const std::string& language);

    // With its "reason" and "suggestions" in sentences, its "bookings" and its "proposal" or null.
    Result show(const Caller&, std::int64_t movement, const std::string& language);

    std::int64_t waiting(const Caller&);  // How many wait for somebody of finance.

    // It is about no application.  Whoever finds later that it is can still book it.
    Result set_aside(const Caller&, std::int64_t movement, const std::string& reason);

private:
    BankBook& book_;
};

}  // namespace adapters
