#include "adapters/bookings.hpp"

#include <algorithm>

#include "states/codec.hpp"
#include "states/events.hpp"

namespace adapters {
namespace {

void add(std::vector<Booking>& bookings, const engine::Line& line) {
    if (line.refusal || line.data.empty()) return;
    const bool by_service = line.source == "webhook:payments";
    if (line.event == states::PaymentReceived::name) {
        const auto event = states::decode<states::PaymentReceived>({line.data});
        bookings.push_back({Booking::Kind::received, event.payment, event.amount, {}, by_service});
    } else if (line.event == states::PaymentFailed::name) {
        const auto event = states::decode<states::PaymentFailed>({line.data});
        bookings.push_back({Booking::Kind::failed, event.payment, event.amount, {}, by_service});
    } else if (line.event == states::PaymentReversed::name) {
        const auto event = states::decode<states::PaymentReversed>({line.data});
        bookings.push_back(
            {Booking::Kind::reversed, event.payment, event.amount, event.reason, by_service});
    }
}

}  // namespace

std::vector<Booking> bookings_of(Reading& reading, const std::string& reference) {
    constexpr auto page = 100;
    std::vector<Booking> bookings;
    const auto id = reading.find(reference);
    if (!id) return bookings;
    for (int after = 0;;) {
        const auto lines = reading.journal(*id, after, page);
        for (const auto& line : lines) add(bookings, line);
        if (lines.size() < page) return bookings;
        after = lines.back().number;
    }
}

bool is_booked(const std::vector<Booking>& bookings, const std::string& payment) {
    return std::ranges::any_of(bookings, [&](const Booking& booking) {
        return booking.kind == Booking::Kind::received && booking.payment == payment;
    });
}

bool is_failure_known(const std::vector<Booking>& bookings, const std::string& payment) {
    return std::ranges::any_of(bookings, [&](const Booking& booking) {
        return booking.kind == Booking::Kind::failed && booking.payment == payment;
    });
}

bool is_reversal_booked(const std::vector<Booking>& bookings, const std::string& payment,
                        const std::string& reversal) {
    return std::ranges::any_of(bookings, [&](const Booking& booking) {
        return booking.kind == Booking::Kind::reversed && booking.payment == payment &&
               booking.reason.substr(0, booking.reason.find(' ')) == reversal;
    });
}

}  // namespace adapters
