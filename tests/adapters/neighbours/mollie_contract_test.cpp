// Our calls, held to Mollie's own description of its API.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "adapters/mollie/mollie.hpp"
#include "adapters/mollie/signature.hpp"
#include "tests/adapters/neighbours/ledger.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/prism.hpp"

namespace mollie_contract_test {

using nlohmann::json;
using tests::work;

namespace {

constexpr auto payment = "tr_5B8cwPMGnU6qLbRvo7qEZo";  // As the document's examples have them.
constexpr auto refund = "re_4qqhO89gsT";
constexpr auto its_link = "pl_4Y0eZitmBnQ6IDoMqZQKh";

tests::Prism* prism() {
    static const auto one = tests::Prism::start("data/mollie/openapi.yaml");
    return one.get();
}

// Mollie, as far as Prism can be it: its answers are the document's examples, with what `instead`
// says of them.
struct Service {
    std::map<std::string, json> instead = {};  // A merge patch on the answer to "GET /path".
    std::vector<std::string> extra = {};       // Headers of every call.
    std::string without = {};                  // A header that is lost on the way.
    json spoil = {};                           // A merge patch on what is sent.
    std::vector<std::string> asked = {};
    json sent = {};  // The last body.
    tests::Ledger ledger = {};
    mollie::Mollie mollie{{.base_url = "", .api_key = "live_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM"},
                          [this](const adapters::Call& call) { return send(call); },
                          mollie::hinted(),
                          "EUR",
                          ledger.bookings(),
                          "https://registry.example/webhooks/payments"};

    adapters::Reply send(adapters::Call call) {
        const std::string host = mollie::base_url;
        CHECK(call.url.starts_with(host + "/v2/"));
        const auto path = call.url.substr(host.size());
        asked.push_back(call.method + " " + path);
        if (!call.body.empty()) {
            sent = json::parse(call.body);
            if (!spoil.is_null()) sent.merge_patch(spoil);
            call.body = sent.dump();
        }
        call.url = prism()->url() + path;
        for (const auto& header : extra) call.headers.push_back(header);
        if (!without.empty())
            std::erase_if(call.headers,
                          [&](const auto& header) { return header.starts_with(without); });
        auto reply = tests::send(call);
        if (const auto patch = instead.find(asked.back()); patch != instead.end()) {
            auto answer = json::parse(reply.body);
            answer.merge_patch(patch->second);
            reply.body = answer.dump();
        }
        return reply;
    }
    std::optional<engine::Event> request() {
        return mollie.perform(states::RequestPayment{.invoice = "2026-00001",
                                                     .amount = {302'500},
                                                     .structured_message = "+++202/6000/00195+++",
                                                     .language = "nl",
                                                     .email = "an@voorbeeld.example"},
                              work("A-2026-000123/7/1"));
    }
    void refund_all() {
        mollie.perform(states::RefundPayment{"2026-00001", {302'500}, "withdrawn"},
                       work("A-2026-000123/9/1"));
    }
    void was_paid() {
        ledger.entries.push_back({adapters::Booking::Kind::received, payment, {302'500}, {}});
    }
    adapters::Understood hear(const std::string& id) const {
        return mollie.understand({.body = "id=" + id});
    }
};

std::string get(const std::string& path) { return "GET /v2/" + path; }
std::string of_payment(const std::string& what = "") { return "payments/" + (payment + what); }

// Examples are the first page of several.
const json last_page = {{"_links", {{"next", nullptr}}}};

const json no_refunds = {{"_links", {{"next", nullptr}}},
                         {"_embedded", {{"refunds", json::array()}}}};

const json ours_and_paid = {{"description", "2026-00001 A-2026-000123"},
                            {"status", "paid"},
                            {"amount", {{"currency", "EUR"}, {"value", "3025.00"}}},
                            {"amountRefunded", nullptr},
                            {"amountChargedBack", nullptr}};

}  // namespace

TEST_CASE("Mollie's document takes the call that makes a payment link") {
    if (!prism()) return;
    Service service;
    const auto event = service.request();
    CHECK_EQ(service.asked, std::vector<std::string>{"POST /v2/payment-links"});
    REQUIRE(event);
    CHECK_EQ(states::decode<states::PaymentRequested>(event->data).link,
             "https://payment-links.mollie.com/payment/4Y0eZitmBnQ6IDoMqZQKh");
    CHECK_EQ(service.sent["amount"]["value"], "3025.00");
}

TEST_CASE("… and those that look at a payment, and at a link's") {
    if (!prism()) return;
    Service service;
    CHECK_FALSE(service.hear(payment).event);  // The example is nobody's order.
    CHECK_EQ(service.asked, std::vector<std::string>{get(of_payment())});

    service.instead[get(of_payment())] = ours_and_paid;
    const auto news = service.hear(payment);
    REQUIRE(news.event);
    CHECK_EQ(news.reference, "A-2026-000123");
    CHECK_EQ(news.fact, payment);
    CHECK_EQ(states::decode<states::PaymentReceived>(news.event->data).amount.cents, 302'500);

    service.asked.clear();
    const auto payments = get("payment-links/" + std::string{its_link} + "/payments?limit=250");
    service.instead[payments] = last_page;
    CHECK_FALSE(service.hear(its_link).event);
    CHECK_EQ(service.asked,
             std::vector<std::string>{get("payment-links/" + std::string{its_link}), payments});
}

TEST_CASE("… and those that find what went back") {
    if (!prism()) return;
    Service service;
    service.was_paid();
    auto went_back = ours_and_paid;
    went_back["amountRefunded"] = {{"currency", "EUR"}, {"value", "5.95"}};
    service.instead[get(of_payment())] = went_back;
    service.instead[get(of_payment("/refunds?limit=250"))] = last_page;
    service.instead[get(of_payment("/chargebacks?limit=250"))] = {
        {"_links", {{"next", nullptr}}}, {"_embedded", {{"chargebacks", json::array()}}}};
    const auto news = service.hear(payment);
    CHECK_EQ(service.asked.back(), get(of_payment("/chargebacks?limit=250")));
    REQUIRE(news.event);
    CHECK_EQ(news.fact, refund);
    const auto event = states::decode<states::PaymentReversed>(news.event->data);
    CHECK_EQ(event.amount.cents, 595);
    CHECK_EQ(event.payment, payment);
}

TEST_CASE("… and those that refund") {
    if (!prism()) return;
    Service service;
    service.was_paid();
    service.instead[get(of_payment("/refunds?limit=250"))] = no_refunds;
    service.refund_all();
    CHECK_EQ(service.asked, std::vector<std::string>{get(of_payment("/refunds?limit=250")),
                                                     "POST /v2/" + of_payment("/refunds")});
    CHECK_EQ(service.sent["amount"], json{{"currency", "EUR"}, {"value", "3025.00"}});
    CHECK_EQ(service.sent["metadata"]["asked_by"], "A-2026-000123/9/1");
}

TEST_CASE("Mollie's document is no rubber stamp: what is left out is missed") {
    if (!prism()) return;
    Service service;
    service.without = "Authorization";
    CHECK_THROWS_AS(service.request(), engine::Rejected);
    CHECK_THROWS_AS(service.hear(payment), engine::Rejected);
    service.without = "";
    service.spoil = {{"amount", {{"value", 3025}}}};
    CHECK_THROWS_WITH_AS(service.request(), doctest::Contains("answered 422"), engine::Rejected);
    service.was_paid();
    service.instead[get(of_payment("/refunds?limit=250"))] = no_refunds;
    service.spoil = {{"description", 7}};
    CHECK_THROWS_WITH_AS(service.refund_all(), doctest::Contains("answered 422"), engine::Rejected);
}

TEST_CASE("Mollie's own refusals are told from its troubles") {
    if (!prism()) return;
    Service service;
    service.extra = {"Prefer: code=404"};
    CHECK_FALSE(service.hear(payment).event);
    service.extra = {"Prefer: code=422"};
    CHECK_THROWS_AS(service.request(), engine::Rejected);
    service.extra = {"Prefer: code=429"};
    CHECK_THROWS_AS(service.request(), engine::Unavailable);
}

}  // namespace mollie_contract_test
