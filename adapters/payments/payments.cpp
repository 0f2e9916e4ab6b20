#include "adapters/payments/payments.hpp"

#include <utility>

#include "adapters/notice.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace payments {
namespace {

states::Money amount_of(const adapters::Notice& notice) {
    const auto cents = notice.field<std::int64_t>("amount_cents");
    if (cents <= 0) throw engine::Rejected{notice.type() + " of nothing or less"};
    return {cents};
}

}  // namespace

Payments::Payments(adapters::Neighbour::Access access, adapters::Send send,
                   adapters::VerifySignature verify, std::string currency)
    : service_{"payments", std::move(access), std::move(send)},
      verify_{std::move(verify)},
      currency_{std::move(currency)} {}

std::optional<engine::Event> Payments::perform(const states::RequestPayment& request,
                                               const engine::Work& work) {
    const auto link = service_.post("/payment-links",
                                    {{"external_id", work.reference},
                                     {"invoice", request.invoice},
                                     {"amount_cents", request.amount.cents},
                                     {"currency", currency_},
                                     {"reference", request.structured_message},
                                     {"language", request.language},
                                     {"email", request.email}},
                                    work.key);
    return states::event(
        states::PaymentRequested{.link = service_.field<std::string>(link, "url")});
}

std::optional<engine::Event> Payments::perform(const states::RefundPayment& refund,
                                               const engine::Work& work) {
    service_.post("/refunds",
                  {{"external_id", work.reference},
                   {"invoice", refund.invoice},
                   {"amount_cents", refund.amount.cents},
                   {"currency", currency_},
                   {"reason", refund.reason}},
                  work.key);
    return std::nullopt;
}

std::string Payments::verify(const engine::Arrival& arrival, engine::Time now) const {
    return verify_(arrival.headers, arrival.body, now);
}

adapters::Understood Payments::understand(const engine::Arrival& arrival) const {
    const auto notice = adapters::Notice{arrival};
    if (notice.type() == "payment.received")
        return {notice.reference(),
                states::event(states::PaymentReceived{.amount = amount_of(notice),
                                                      .payment = notice.field("payment")})};
    if (notice.type() == "payment.failed")
        return {notice.reference(),
                states::event(states::PaymentFailed{.amount = amount_of(notice),
                                                    .payment = notice.field("payment")})};
    if (notice.type() == "payment.reversed")
        return {notice.reference(),
                states::event(states::PaymentReversed{.amount = amount_of(notice),
                                                      .payment = notice.field("payment"),
                                                      .reason = notice.text_or_nothing("reason")})};
    return {notice.reference(), std::nullopt};
}

}  // namespace payments
