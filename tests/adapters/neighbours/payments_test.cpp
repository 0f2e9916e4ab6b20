#include "adapters/payments/payments.hpp"

#include <doctest/doctest.h>

#include "states/codec.hpp"
#include "states/events.hpp"
#include "tests/adapters/neighbours/seams.hpp"

namespace payments_test {

using payments::Payments;
using tests::work;

static_assert(adapters::Performs<Payments, states::RequestPayment>);
static_assert(adapters::Performs<Payments, states::RefundPayment>);
static_assert(adapters::Listens<Payments>);

namespace {

struct Outside {
    explicit Outside(std::vector<std::string> flags = {})
        : service{tests::start("payments", receiver, std::move(flags))} {}

    tests::WebhookReceiver receiver;
    tests::Simulator service;
    Payments payments{tests::access(service), tests::send, tests::verify, "CHF"};

    std::string request(const engine::Work& work) {
        const auto event =
            payments.perform(states::RequestPayment{.invoice = "2026-00001",
                                                    .amount = {302500},
                                                    .structured_message = "+++202/6000/00195+++",
                                                    .language = "nl",
                                                    .email = "an@voorbeeld.example"},
                             work);
        REQUIRE(event);
        REQUIRE_EQ(event->name, "payment_requested");
        return states::decode<states::PaymentRequested>(event->data).link;
    }
    adapters::Understood next() {
        const auto arrival = receiver.next();
        payments.verify(arrival, tests::now());
        return payments.understand(arrival);
    }
};

}  // namespace

TEST_CASE("a payment is asked for once and has a page of its own") {
    Outside outside;
    outside.service.post("/sim/faults", {{"drop_after_create", 1}});
    CHECK_THROWS_AS(outside.request(work("A-2026-000123/7/1", 1)), engine::Unavailable);
    CHECK(outside.request(work("A-2026-000123/7/1", 2)).starts_with("https://"));
    const auto links = outside.service.created("payment_links");
    REQUIRE_EQ(links.size(), 1);
    CHECK_EQ(links[0]["amount_cents"], 302500);
    CHECK_EQ(links[0]["currency"], "CHF");  // As the catalogue has it.
    CHECK_EQ(links[0]["reference"], "+++202/6000/00195+++");
}

TEST_CASE("money that comes in is told in cents, part by part") {
    Outside outside;
    outside.request(work("A-2026-000123/7/1"));
    outside.service.post("/sim/pay", {{"external_id", "A-2026-000123"}, {"amount_cents", 250000}});
    const auto first = outside.next();
    CHECK_EQ(first.reference, "A-2026-000123");
    REQUIRE(first.event);
    CHECK_EQ(first.event->name, "payment_received");
    const auto part = states::decode<states::PaymentReceived>(first.event->data);
    CHECK_EQ(part.amount, states::Money{250000});

    outside.service.post("/sim/pay", {{"external_id", "A-2026-000123"}});
    const auto rest = states::decode<states::PaymentReceived>(outside.next().event->data);
    CHECK_EQ(rest.amount, states::Money{52500});
    CHECK_NE(rest.payment, part.payment);
}

TEST_CASE("money that is taken back names the payment that it belonged to") {
    Outside outside;
    outside.request(work("A-2026-000123/7/1"));
    outside.service.post("/sim/pay", {{"external_id", "A-2026-000123"}});
    const auto paid = states::decode<states::PaymentReceived>(outside.next().event->data);
    outside.service.post("/sim/reverse", {{"external_id", "A-2026-000123"}});
    const auto understood = outside.next();
    REQUIRE(understood.event);
    CHECK_EQ(understood.event->name, "payment_reversed");
    const auto reversed = states::decode<states::PaymentReversed>(understood.event->data);
    CHECK_EQ(reversed.payment, paid.payment);
    CHECK_EQ(reversed.amount, states::Money{302500});
    CHECK_EQ(reversed.reason, "charged back");
}

TEST_CASE("a refund is made once") {
    Outside outside;
    const auto refund = states::RefundPayment{"2026-00001", {302500}, "withdrawn"};
    outside.service.post("/sim/faults", {{"drop_after_create", 1}});
    CHECK_THROWS_AS(outside.payments.perform(refund, work("A-1/9/1", 1)), engine::Unavailable);
    CHECK_FALSE(outside.payments.perform(refund, work("A-1/9/1", 2)));
    const auto refunds = outside.service.created("refunds");
    REQUIRE_EQ(refunds.size(), 1);
    CHECK_EQ(refunds[0]["amount_cents"], 302500);
}

TEST_CASE("with --auto the payer pays in full by itself") {
    Outside outside{{"--auto", "--delay-ms", "20"}};
    outside.request(work("A-2026-000123/7/1"));
    const auto understood = outside.next();
    REQUIRE(understood.event);
    CHECK_EQ(states::decode<states::PaymentReceived>(understood.event->data).amount,
             states::Money{302500});
}

TEST_CASE("a payment of nothing or less is not believed to be one") {
    const Payments payments{{}, tests::send, tests::verify, "CHF"};
    for (const auto* amount : {"0", "-100", "1.5", "\"100\"", "null"}) {
        CAPTURE(amount);
        const auto body =
            std::string{R"({"type":"payment.received","data":{"external_id":"A-1",)"} +
            R"("payment":"p-1","amount_cents":)" + amount + "}}";
        CHECK_THROWS_AS(payments.understand({.body = body}), engine::Rejected);
    }
}

}  // namespace payments_test
