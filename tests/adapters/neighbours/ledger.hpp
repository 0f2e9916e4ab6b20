// An application's money as the journal would have it, for tests of payment services.

#pragma once

#include <set>
#include <string>
#include <vector>

#include "adapters/adapter.hpp"
#include "adapters/bookings.hpp"
#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/effects.hpp"
#include "states/events.hpp"

namespace tests {

struct Ledger {
    std::vector<adapters::Booking> entries = {};
    std::set<std::string> facts = {};

    adapters::Bookings bookings() {
        return [this](const std::string&) { return entries; };
    }

    // As the engine does: what is told a second time is not booked.  Returns whether it was.
    bool book(const adapters::Understood& understood) {
        if (!understood.event) return false;
        if (!understood.fact.empty() && !facts.insert(understood.fact).second) return false;
        const auto& data = understood.event->data;
        if (understood.event->name == states::PaymentReceived::name) {
            const auto event = states::decode<states::PaymentReceived>(data);
            entries.push_back({adapters::Booking::Kind::received, event.payment, event.amount, {}});
        } else if (understood.event->name == states::PaymentFailed::name) {
            const auto event = states::decode<states::PaymentFailed>(data);
            entries.push_back({adapters::Booking::Kind::failed, event.payment, event.amount, {}});
        } else {
            const auto event = states::decode<states::PaymentReversed>(data);
            entries.push_back(
                {adapters::Booking::Kind::reversed, event.payment, event.amount, event.reason});
        }
        return true;
    }

    // Everything that one arrival holds, as the inbox does.  Returns how many were booked.
    int take(const auto& service, const engine::Arrival& arrival) {
        int booked = 0;
        for (int times = 0; times < 20; ++times) {
            const auto understood = service.understand(arrival);
            if (book(understood)) ++booked;
            if (!understood.more) return booked;
        }
        return -1;
    }

    // As the outbox does: once more when the service was away.
    static void refund(auto& service, std::int64_t cents, const engine::Work& work) {
        const auto wanted = states::RefundPayment{"2026-00001", {cents}, "withdrawn"};
        try {
            service.perform(wanted, work);
        } catch (const engine::Unavailable&) {
            service.perform(wanted, work);
        }
    }

    std::int64_t cents() const {
        std::int64_t sum = 0;
        for (const auto& entry : entries)
            if (entry.kind != adapters::Booking::Kind::failed)
                sum += entry.kind == adapters::Booking::Kind::received ? entry.amount.cents
                                                                       : -entry.amount.cents;
        return sum;
    }
};

}  // namespace tests
