#include <doctest/doctest.h>
#include <httplib.h>

#include "examples/simulators/webhook_sender.hpp"
#include "tests/adapters/neighbours/seams.hpp"

namespace simulators_test {

using nlohmann::json;
using tests::Simulator;

namespace {

struct Answer {
    int status;
    std::string body;
};

Answer post(const Simulator& simulator, const std::string& path, const std::string& key,
            const json& body, const std::string& token = tests::api_key) {
    httplib::Client client{simulator.url()};
    const auto result =
        client.Post(path, {{"Idempotency-Key", key}, {"Authorization", "Bearer " + token}},
                    body.dump(), "application/json");
    if (!result) return {0, httplib::to_string(result.error())};
    return {result->status, result->body};
}

json refund(int cents) {
    return {{"external_id", "A-1"}, {"invoice", "2026-00001"}, {"amount_cents", cents}};
}

}  // namespace

TEST_CASE("webhooks are signed as the specification's own example says") {
    CHECK_EQ(simulators::sign_webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                                      "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330",
                                      R"({"test": 2432232314})"),
             "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("news is delivered until it is taken, under one id") {
    tests::WebhookReceiver receiver;
    receiver.refuse_next(2);
    const auto registry = tests::start("registry", receiver);
    registry.post("/sim/register", {{"external_id", "A-1"}, {"domain", "voorbeeld.be"}});
    const auto first = receiver.next();
    const auto second = receiver.next();
    const auto third = receiver.next();
    CHECK_EQ(first.headers.at("webhook-id"), second.headers.at("webhook-id"));
    CHECK_EQ(first.headers.at("webhook-id"), third.headers.at("webhook-id"));
    CHECK_EQ(first.body, third.body);
    CHECK_NOTHROW(tests::verify(third.headers, third.body, tests::now()));

    registry.post("/sim/register", {{"external_id", "A-2"}, {"domain", "ander.be"}});
    CHECK_NE(receiver.next().headers.at("webhook-id"), third.headers.at("webhook-id"));
}

TEST_CASE("where news goes can be said after the start") {
    tests::WebhookReceiver receiver;
    const Simulator registry{"registry"};
    registry.post("/sim/webhook", {{"url", receiver.url()}, {"secret", tests::secret}});
    registry.post("/sim/register", {{"external_id", "A-1"}, {"domain", "voorbeeld.be"}});
    const auto arrival = receiver.next();
    CHECK_NOTHROW(tests::verify(arrival.headers, arrival.body, tests::now()));
}

TEST_CASE("one idempotency key makes one object, and stands for one request") {
    const Simulator payments{"payments", {"--api-key", tests::api_key}};
    const auto first = post(payments, "/refunds", "k", refund(100));
    const auto again = post(payments, "/refunds", "k", refund(100));
    CHECK_EQ(first.status, 201);
    CHECK_EQ(again.status, 201);
    CHECK_EQ(first.body, again.body);
    CHECK_EQ(post(payments, "/refunds", "k", refund(200)).status, 409);
    CHECK_EQ(post(payments, "/refunds", "other", refund(200)).status, 201);
    CHECK_EQ(payments.created("refunds").size(), 2);
    const auto key = payments.get("/sim/log")["keys"]["k"];
    CHECK_EQ(key["count"], 3);
    CHECK_EQ(key["created"], 1);
}

TEST_CASE("what failed on purpose can succeed under the same key") {
    const Simulator payments{"payments", {"--api-key", tests::api_key}};
    payments.post("/sim/faults", {{"fail_next", 1}, {"status", 503}});
    CHECK_EQ(post(payments, "/refunds", "k", refund(100)).status, 503);
    CHECK_EQ(post(payments, "/refunds", "k", refund(100)).status, 201);
}

TEST_CASE("a stranger gets nothing, and a bad request hears what is wrong with it") {
    const Simulator payments{"payments", {"--api-key", tests::api_key}};
    CHECK_EQ(post(payments, "/refunds", "k", refund(100), "guess").status, 401);
    CHECK_EQ(post(payments, "/refunds", "k2", refund(-1)).status, 422);
    const auto incomplete = post(payments, "/refunds", "k3", {{"amount_cents", 1}});
    CHECK_EQ(incomplete.status, 422);
    CHECK(incomplete.body.find("external_id") != std::string::npos);
    CHECK_EQ(payments.created("refunds").size(), 0);
}

TEST_CASE("with --auto the signer signs and the letter is posted") {
    tests::WebhookReceiver receiver;
    const std::vector<std::string> by_itself{"--auto", "--delay-ms", "20"};
    const auto esign = tests::start("esign", receiver, by_itself);
    post(esign, "/agreements", "k",
         {{"external_id", "A-1"},
          {"product", ".be"},
          {"edition", 1},
          {"language", "nl"},
          {"signer", {{"email", "an@voorbeeld.example"}}},
          {"document", json::object()}});
    CHECK_EQ(json::parse(receiver.next().body)["type"], "agreement.signed");

    const auto letters = tests::start("letters", receiver, by_itself);
    post(letters, "/letters", "k",
         {{"external_id", "A-1"},
          {"pages", 1},
          {"sha256", "0"},
          {"pdf", "JVBERi0xLjQK"},  // "%PDF-1.4"
          {"country", "BE"},
          {"language", "nl"}});
    CHECK_EQ(json::parse(receiver.next().body)["type"], "letter.posted");
}

}  // namespace simulators_test
