#include "adapters/stripe/stripe.hpp"

#include <doctest/doctest.h>

#include "adapters/stripe/signature.hpp"
#include "tests/adapters/neighbours/ledger.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/shared_data.hpp"

namespace stripe_test {

using nlohmann::json;
using tests::work;

namespace {

constexpr auto reference = "A-2026-000123";

struct Outside {
    Outside() : service{tests::start("stripe", receiver)} {}

    tests::WebhookReceiver receiver;
    tests::Simulator service;
    tests::Ledger ledger;
    stripe::Stripe stripe{tests::access(service), tests::send, stripe::signed_by({tests::secret}),
                          "EUR", ledger.bookings()};

    std::string request(int attempt = 1) {
        const auto event =
            stripe.perform(states::RequestPayment{.invoice = "2026-00001",
                                                  .amount = {302500},
                                                  .structured_message = "+++202/6000/00195+++",
                                                  .language = "nl",
                                                  .email = "an@voorbeeld.example"},
                           work("A-2026-000123/7/1", attempt));
        REQUIRE(event);
        return states::decode<states::PaymentRequested>(event->data).link;
    }
    json pay(json how = json::object()) {
        how["application"] = reference;
        return service.post("/sim/pay", how);
    }
    engine::Arrival next() {
        auto arrival = receiver.next();
        CHECK_NE(stripe.verify(arrival, tests::now()), "");
        return arrival;
    }
    int take() { return ledger.take(stripe, next()); }
    std::string refusal(const engine::Arrival& arrival) {
        try {
            stripe.understand(arrival);
        } catch (const engine::Rejected& refused) {
            return refused.what();
        }
        return "";
    }
    void refund(std::int64_t cents, const std::string& key) {
        ledger.refund(stripe, cents, work(key));
    }
};

engine::Arrival arrival(const json& event) { return {.body = event.dump()}; }

}  // namespace

TEST_CASE("signatures are those of Stripe's own library") {
    const auto lines = tests::shared_lines("data/vectors/stripe-v1.jsonl");
    if (!lines) return;
    REQUIRE_GE(lines->size(), 4);
    for (const auto& line : *lines) {
        const auto vector = json::parse(line);
        CAPTURE(line);
        const auto secret = vector["secret"].get<std::string>();
        const auto body = vector["body"].get<std::string>();
        const auto header = vector["header"].get<std::string>();
        const auto at = std::chrono::sys_seconds{std::chrono::seconds{vector["timestamp"]}};
        CHECK_EQ(stripe::sign(secret, at, body), header);
        CHECK_EQ(stripe::flaw_of(header, body, {secret}, at), "");
        CHECK_EQ(stripe::flaw_of(header, body, {"whsec_other", secret}, at), "");
        CHECK_NE(stripe::flaw_of(header, body + " ", {secret}, at), "");
        CHECK_NE(stripe::flaw_of(header, body, {secret.substr(6)}, at), "");
        CHECK_NE(stripe::flaw_of(header, body, {}, at), "");
    }
}

TEST_CASE("a signature says what is wrong with it") {
    const auto at = std::chrono::sys_seconds{std::chrono::seconds{1747212544}};
    const std::string body = R"({"id":"evt_1"})";
    const auto good = stripe::sign("whsec_a", at, body);
    const auto v1 = good.substr(good.find("v1="));
    const auto flaw = [&](const std::string& header, int seconds = 0) {
        return std::string{
            stripe::flaw_of(header, body, {"whsec_a"}, at + std::chrono::seconds{seconds})};
    };
    CHECK_EQ(flaw("t=1747212544,v1=" + std::string(64, '0') + "," + v1 + ",v0=1"), "");
    CHECK_EQ(flaw(good, 300), "");
    CHECK_EQ(flaw(good, -300), "");
    CHECK_NE(flaw(good, 301).find("past"), std::string::npos);
    CHECK_NE(flaw(good, -301).find("future"), std::string::npos);
    CHECK_NE(flaw("").find("missing"), std::string::npos);
    CHECK_NE(flaw(v1).find("t="), std::string::npos);
    CHECK_NE(flaw("t=now," + v1).find("whole number"), std::string::npos);
    CHECK_NE(flaw("t=," + v1).find("whole number"), std::string::npos);
    CHECK_NE(flaw("t=1747212544").find("v1="), std::string::npos);
    CHECK_NE(flaw("t=1747212544,v0=" + v1.substr(3)).find("v1="), std::string::npos);
    CHECK_NE(flaw("t=1747212545," + v1).find("fits"), std::string::npos);
    CHECK_NE(flaw("t=1747212544,v1=").find("fits"), std::string::npos);
}

TEST_CASE("what is signed and cannot be read is kept, and goes to a person") {
    Outside outside;
    const auto now = tests::now();
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    for (const auto* body : {R"({"id":"evt_1","type":)", "", "[]", R"({"id":7})",
                             R"({"id":"evt_1","type":"charge.refunded"})",
                             R"({"id":"evt_1","type":"charge.refunded","data":{"object":[]}})"}) {
        CAPTURE(body);
        const engine::Arrival kept{
            .headers = {{"stripe-signature", stripe::sign(tests::secret, second, body)}},
            .body = body};
        const auto id = outside.stripe.verify(kept, now);
        CHECK_NE(id, "");
        CHECK_EQ(outside.stripe.verify(kept, now), id);
        CHECK_THROWS_AS(outside.stripe.understand(kept), engine::Rejected);
    }
    CHECK_THROWS_AS(outside.stripe.verify({.body = "{}"}, now), adapters::Forged);
}

TEST_CASE("an invoice has one link, with our names on it") {
    Outside outside;
    outside.service.post("/sim/faults", {{"drop_after_create", 1}});
    CHECK_THROWS_AS(outside.request(1), engine::Unavailable);
    const auto link = outside.request(2);
    CHECK(link.starts_with("https://buy.stripe.example/"));
    CHECK(link.ends_with("?locale=nl"));
    const auto links = outside.service.created("payment_links");
    REQUIRE_EQ(links.size(), 1);
    CHECK_EQ(links[0]["metadata"], json{{"application", reference}, {"invoice", "2026-00001"}});
    CHECK_EQ(links[0]["payment_metadata"], links[0]["metadata"]);
    const auto prices = outside.service.created("prices");
    REQUIRE_EQ(prices.size(), 1);
    CHECK_EQ(prices[0]["unit_amount"], 302500);
    CHECK_EQ(prices[0]["currency"], "eur");
}

TEST_CASE("a payment of which two events tell is booked once, and closes the link") {
    Outside outside;
    outside.request();
    outside.pay();
    CHECK_EQ(outside.take() + outside.take(), 1);
    CHECK_EQ(outside.ledger.cents(), 302500);
    CHECK_EQ(outside.service.created("payment_links")[0]["active"], false);
    outside.service.post("/sim/again");
    CHECK_EQ(outside.take() + outside.take(), 0);
}

TEST_CASE("what a bank has still to pay is not booked before it does") {
    Outside outside;
    outside.request();
    const auto payment = outside.pay({{"by", "bank"}});
    CHECK_EQ(outside.take(), 0);
    CHECK_EQ(outside.service.created("payment_links")[0]["active"], true);

    SUBCASE("it pays") {
        outside.service.post("/sim/settle", {{"payment", payment["id"]}});
        CHECK_EQ(outside.take(), 1);
        CHECK_EQ(outside.ledger.cents(), 302500);
    }
    SUBCASE("it does not, and the application is told") {
        outside.service.post("/sim/settle", {{"payment", payment["id"]}, {"fails", true}});
        CHECK_EQ(outside.take(), 1);
        REQUIRE_EQ(outside.ledger.entries.size(), 1);
        const auto& entry = outside.ledger.entries.front();
        CHECK(entry.kind == adapters::Booking::Kind::failed);
        CHECK_EQ(entry.payment, payment["id"]);
        CHECK_EQ(entry.amount.cents, 302500);
        CHECK_EQ(outside.ledger.cents(), 0);
    }
}

TEST_CASE("what was received counts, not what was asked; another currency is for a person") {
    Outside outside;
    outside.request();
    SUBCASE("a part") {
        outside.pay({{"amount_cents", 250000}});
        CHECK_EQ(outside.take(), 1);
        CHECK_EQ(outside.ledger.cents(), 250000);
    }
    SUBCASE("dollars") {
        outside.pay({{"currency", "usd"}});
        for (int i = 0; i < 2; ++i) {
            const auto words = outside.refusal(outside.next());
            CHECK_NE(words.find("is in usd"), std::string::npos);
        }
    }
}

TEST_CASE("refunds and disputes take back their own amount, each once, in any order") {
    Outside outside;
    outside.request();
    const auto payment = outside.pay()["id"];
    outside.service.post("/sim/refund", {{"payment", payment}, {"amount_cents", 500}});
    outside.service.post("/sim/refund", {{"payment", payment}, {"amount_cents", 700}});
    outside.service.post("/sim/dispute", {{"payment", payment}, {"amount_cents", 10000}});
    std::vector<engine::Arrival> arrivals;
    for (int i = 0; i < 5; ++i) arrivals.push_back(outside.next());
    // Last first, and twice: reversals before we have even heard of the payment.
    int booked = 0;
    for (int times = 0; times < 2; ++times)
        for (auto one = arrivals.rbegin(); one != arrivals.rend(); ++one)
            booked += outside.ledger.take(outside.stripe, *one);
    CHECK_EQ(booked, 4);
    CHECK_EQ(outside.ledger.cents(), 302500 - 500 - 700 - 10000);
    CHECK_EQ(outside.ledger.entries.front().kind, adapters::Booking::Kind::received);
    for (const auto& entry : outside.ledger.entries) CHECK_EQ(entry.payment, payment);
}

TEST_CASE("an inquiry moves no money, and a person answers it") {
    Outside outside;
    outside.request();
    const auto payment = outside.pay()["id"];
    outside.take();
    outside.take();
    outside.service.post("/sim/dispute",
                         {{"payment", payment}, {"status", "warning_needs_response"}});
    CHECK_NE(outside.refusal(outside.next()).find("inquiry"), std::string::npos);
    CHECK_EQ(outside.ledger.cents(), 302500);
}

TEST_CASE("we refund what was paid here, once, and our own refunds are no news to us") {
    Outside outside;
    outside.request();
    outside.pay({{"amount_cents", 250000}});
    outside.take();
    outside.take();
    SUBCASE("in full") {
        outside.service.post("/sim/faults", {{"drop_after_create", 1}});
        outside.refund(250000, "A-2026-000123/9/1");
        outside.refund(250000, "A-2026-000123/9/1");
        const auto refunds = outside.service.created("refunds");
        REQUIRE_EQ(refunds.size(), 1);
        CHECK_EQ(refunds[0]["amount"], 250000);
        CHECK_EQ(refunds[0]["metadata"]["application"], reference);
        CHECK_EQ(outside.take(), 0);
    }
    SUBCASE("what was paid elsewhere stays for a person") {
        CHECK_THROWS_WITH_AS(outside.refund(302500, "A-2026-000123/9/1"),
                             doctest::Contains("525.00 of 3025.00 EUR"), engine::Rejected);
        CHECK_EQ(outside.service.created("refunds")[0]["amount"], 250000);
    }
    SUBCASE("after somebody has refunded a part by hand") {
        const auto payment = outside.ledger.entries[0].payment;
        outside.service.post("/sim/refund", {{"payment", payment}, {"amount_cents", 100000}});
        CHECK_EQ(outside.take(), 1);
        outside.refund(150000, "A-2026-000123/9/1");
        CHECK_EQ(outside.service.created("refunds").size(), 2);
        CHECK_EQ(outside.take(), 0);
    }
}

TEST_CASE("what is not ours is acknowledged, and nothing else") {
    Outside outside;
    const auto lines = tests::shared_lines("data/stripe/fixtures3.json");
    if (!lines) return;
    std::string text;
    for (const auto& line : *lines) text += line + "\n";
    const auto resources = json::parse(text).at("resources");
    const std::vector<std::pair<std::string, std::string>> events = {
        {"checkout.session.completed", "checkout.session"},
        {"checkout.session.async_payment_failed", "checkout.session"},
        {"payment_intent.succeeded", "payment_intent"},
        {"charge.refunded", "charge"},
        {"charge.dispute.created", "dispute"},
        {"refund.failed", "refund"},
        {"invoice.paid", "invoice"},
        {"something.new", "charge"}};
    for (const auto& [type, resource] : events) {
        CAPTURE(type);
        const auto understood = outside.stripe.understand(arrival(
            {{"id", "evt_1"}, {"type", type}, {"data", {{"object", resources.at(resource)}}}}));
        CHECK_FALSE(understood.event);
    }
    // Ours by its metadata, of a payment that Stripe does not know.
    auto charge = resources.at("charge");
    charge["payment_intent"] = "pi_unknown";
    charge["amount_refunded"] = 100;
    charge["metadata"] = {{"application", reference}};
    CHECK_FALSE(
        outside.stripe
            .understand(arrival(
                {{"id", "evt_2"}, {"type", "charge.refunded"}, {"data", {{"object", charge}}}}))
            .event);
}

}  // namespace stripe_test
