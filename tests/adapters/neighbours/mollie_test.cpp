#include "adapters/mollie/mollie.hpp"

#include <doctest/doctest.h>

#include "adapters/mollie/signature.hpp"
#include "tests/adapters/neighbours/ledger.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/shared_data.hpp"

namespace mollie_test {

using nlohmann::json;
using tests::work;

namespace {

constexpr auto reference = "A-2026-000123";

enum class News { hints, is_signed };

struct Outside {
    explicit Outside(News kind = News::hints)
        : service{tests::start("mollie", receiver)},
          mollie{tests::access(service),
                 tests::send,
                 kind == News::hints ? mollie::hinted() : mollie::signed_by({tests::secret}),
                 "EUR",
                 ledger.bookings(),
                 kind == News::hints ? receiver.url() : ""} {}

    tests::WebhookReceiver receiver;
    tests::Simulator service;
    tests::Ledger ledger;
    mollie::Mollie mollie;

    std::string request(int attempt = 1) {
        const auto event =
            mollie.perform(states::RequestPayment{.invoice = "2026-00001",
                                                  .amount = {302500},
                                                  .structured_message = "+++202/6000/00195+++",
                                                  .language = "nl",
                                                  .email = "an@voorbeeld.example"},
                           work("A-2026-000123/7/1", attempt));
        REQUIRE(event);
        return states::decode<states::PaymentRequested>(event->data).link;
    }
    std::string pay(json how = json::object()) {
        how["application"] = reference;
        return service.post("/sim/pay", how).at("id");
    }
    engine::Arrival next() {
        auto arrival = receiver.next();
        CHECK_NE(mollie.verify(arrival, tests::now()), "");
        return arrival;
    }
    int take() { return ledger.take(mollie, next()); }
    void refund(std::int64_t cents, const std::string& key) {
        ledger.refund(mollie, cents, work(key));
    }
};

}  // namespace

TEST_CASE("signatures are Mollie's, and a message without one is not believed") {
    const auto lines = tests::shared_lines("data/vectors/mollie.jsonl");
    if (!lines) return;
    REQUIRE_GE(lines->size(), 2);
    for (const auto& line : *lines) {
        const auto vector = json::parse(line);
        CAPTURE(line);
        const auto secret = vector["secret"].get<std::string>();
        const auto body = vector["body"].get<std::string>();
        const auto header = vector["value"].get<std::string>();
        CHECK_EQ(mollie::sign(secret, body), header);
        CHECK_EQ(mollie::flaw_of(header, body, {"other", secret}), "");
        CHECK_EQ(mollie::flaw_of("sha256=" + std::string(64, '0') + ", " + header, body, {secret}),
                 "");
        CHECK_NE(mollie::flaw_of(header, body + " ", {secret}), "");
        CHECK_NE(mollie::flaw_of(header.substr(7), body, {secret}), "");
        CHECK_NE(mollie::flaw_of("sha256=", body, {secret}), "");
        CHECK_NE(mollie::flaw_of("", body, {secret}), "");
        CHECK_NE(mollie::flaw_of(header, body, {}), "");
    }
    CHECK_THROWS_AS(mollie::signed_by({"secret"})({}, "id=tr_1", tests::now()), adapters::Forged);
}

TEST_CASE("a hint names one id and nothing else, and each is a delivery of its own") {
    CHECK_EQ(mollie::hint_in("id=tr_5B8cwPMGnU6qLbRvo7qEZo"), "tr_5B8cwPMGnU6qLbRvo7qEZo");
    for (const auto* body : {"", "id=", "id=7", "id=tr_1&x=2", "id=tr_../refunds", "id=tr_%2e",
                             "x=1&id=tr_1", "{\"id\":\"tr_1\"}", "id=ord_1"}) {
        CAPTURE(body);
        CHECK_EQ(mollie::hint_in(body), "");
        CHECK_THROWS_AS(mollie::hinted()({}, body, tests::now()), adapters::Forged);
    }
    CHECK_EQ(mollie::hint_in("id=tr_" + std::string(100, 'x')), "");
    const auto now = tests::now();
    const auto first = mollie::hinted()({}, "id=tr_1", now);
    CHECK_NE(mollie::hinted()({}, "id=tr_1", now + std::chrono::microseconds{1}), first);
}

TEST_CASE("an invoice has one link, whose payments can be told by their description") {
    Outside outside;
    outside.service.post("/sim/faults", {{"drop_after_create", 1}});
    CHECK_THROWS_AS(outside.request(1), engine::Unavailable);
    CHECK(outside.request(2).starts_with("https://paymentlink.mollie.example/"));
    const auto links = outside.service.created("payment_links");
    REQUIRE_EQ(links.size(), 1);
    CHECK_EQ(links[0]["amount"], json{{"currency", "EUR"}, {"value", "3025.00"}});
    CHECK_EQ(links[0]["description"], "2026-00001 A-2026-000123");
    CHECK_EQ(links[0]["webhookUrl"], outside.receiver.url());
}

TEST_CASE("a paid payment is booked once, however often we are told to look") {
    for (const auto kind : {News::hints, News::is_signed}) {
        Outside outside{kind};
        outside.request();
        outside.pay();
        const auto arrival = outside.next();
        CHECK_EQ(outside.ledger.take(outside.mollie, arrival), 1);
        CHECK_EQ(outside.ledger.take(outside.mollie, arrival), 0);
        CHECK_EQ(outside.ledger.cents(), 302500);
    }
}

TEST_CASE("an attempt that came to nothing books nothing, and a failed one is told once") {
    Outside outside;
    outside.request();
    for (const auto* status : {"expired", "failed", "canceled", "open", "pending"}) {
        CAPTURE(status);
        outside.pay({{"status", status}});
        CHECK_EQ(outside.take(), std::string{status} == "failed" ? 1 : 0);
    }
    REQUIRE_EQ(outside.ledger.entries.size(), 1);
    CHECK(outside.ledger.entries.front().kind == adapters::Booking::Kind::failed);
    outside.pay();
    CHECK_EQ(outside.take(), 1);
    outside.pay({{"status", "expired"}});
    CHECK_EQ(outside.take(), 0);
    CHECK_EQ(outside.ledger.cents(), 302500);
}

TEST_CASE("what goes back is told with its own amount, each once, in any order") {
    for (const auto kind : {News::hints, News::is_signed}) {
        Outside outside{kind};
        outside.request();
        const auto payment = outside.pay();
        outside.service.post("/sim/refund", {{"payment", payment}, {"value", "5.00"}});
        outside.service.post("/sim/refund", {{"payment", payment}, {"value", "7.05"}});
        outside.service.post("/sim/chargeback", {{"payment", payment}, {"value", "100.00"}});
        std::vector<engine::Arrival> arrivals;
        for (int i = 0; i < 4; ++i) arrivals.push_back(outside.next());
        int booked = 0;
        for (auto one = arrivals.rbegin(); one != arrivals.rend(); ++one)
            booked += outside.ledger.take(outside.mollie, *one);
        CHECK_EQ(booked, 4);
        CHECK_EQ(outside.ledger.cents(), 302500 - 500 - 705 - 10000);
    }
}

TEST_CASE("money that is not as agreed is for a person") {
    Outside outside;
    outside.request();
    SUBCASE("of another currency") { outside.pay({{"currency", "CHF"}}); }
    SUBCASE("of no decimals") { outside.pay({{"value", "3025"}}); }
    SUBCASE("of three decimals") { outside.pay({{"value", "3025.000"}}); }
    SUBCASE("of less than nothing") { outside.pay({{"value", "-1.00"}}); }
    SUBCASE("of nothing") { outside.pay({{"value", "0.00"}}); }
    CHECK_THROWS_AS(outside.take(), engine::Rejected);
    CHECK_EQ(outside.ledger.cents(), 0);
}

TEST_CASE("ids that Mollie does not know, and events of others, are acknowledged") {
    Outside outside;
    for (const auto* body :
         {"id=tr_unknown", "id=pl_unknown", R"({"id":"event_1","entityId":"pl_unknown"})",
          R"({"id":"event_1","entityId":"sub_1"})"})
        CHECK_FALSE(outside.mollie.understand({.body = body}).event);
    for (const auto* body : {"{\"id\":", "{}", "[]", R"({"entityId":7})"})
        CHECK_THROWS_AS(outside.mollie.understand({.body = body}), engine::Rejected);
}

TEST_CASE("we refund what was paid here, once, and our own refunds are no news to us") {
    Outside outside;
    outside.request();
    outside.pay({{"value", "2500.00"}});
    outside.take();
    outside.service.post("/sim/faults", {{"drop_after_create", 1}});
    outside.refund(250000, "A-2026-000123/9/1");
    outside.refund(250000, "A-2026-000123/9/1");
    const auto refunds = outside.service.created("refunds");
    REQUIRE_EQ(refunds.size(), 1);
    CHECK_EQ(refunds[0]["amount"], json{{"currency", "EUR"}, {"value", "2500.00"}});
    CHECK_EQ(outside.take(), 0);
    CHECK_THROWS_WITH_AS(outside.refund(52500, "A-2026-000123/9/2"),
                         doctest::Contains("525.00 of 525.00 EUR"), engine::Rejected);
}

}  // namespace mollie_test
