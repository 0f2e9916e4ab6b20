// A whole server whose payments.provider is Stripe or Mollie: an invoice is asked for, paid, and
// paid back, over real HTTP and with each service's own webhooks.

#include <doctest/doctest.h>
#include <httplib.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "adapters/scratch_folder.hpp"
#include "examples/simulators/webhook_sender.hpp"
#include "tests/faults/chance.hpp"
#include "tests/faults/neighbourhood.hpp"
#include "tests/faults/server.hpp"

namespace payment_services_test {

namespace {

using nlohmann::json;
using tests::Simulator;

constexpr auto secret = "whsec_ZW5kLXRvLWVuZC1lbmQtdG8tZW5kLWVuZC10by1lbmQ=";
constexpr auto old_secret = "whsec_b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xkLW9sZA==";

class Registry {
public:
    Registry(const std::string& provider, bool is_signed) : service_{provider} {
        auto keys = neighbours_.keys();
        keys.erase("payments.webhook_secret_file");
        keys["data"] = scratch_ / "data";
        keys["payments.provider"] = provider;
        keys["payments.url"] = service_.url();
        if (is_signed) {  // Two, as while one is replaced by the other.
            std::ofstream{scratch_ / "secrets"} << old_secret << '\n' << secret << '\n';
            keys["payments.webhook_secret_file"] = scratch_ / "secrets";
        }
        tests::write_config(config(), keys);
        server_.start();
        neighbours_.send_news_to(server_.url());
        service_.post("/sim/webhook", {{"url", server_.url() + hook}, {"secret", secret}});
        token_ = tests::new_token(config(), "website", {"apply", "read", "audit"});
        approver_ = tests::new_token(config(), "approver", {"approver"});
    }
    ~Registry() { server_.stop(); }

    const Simulator& service() const { return service_; }

    json ask(const std::string& path) const {
        return json::parse(client().Get("/api/v1/applications" + path, head(token_))->body);
    }
    json send(const std::string& path, const json& body) const { return send(path, body, token_); }
    json send(const std::string& path, const json& body, const std::string& token) const {
        const auto result = client().Post("/api/v1/applications" + path, head(token), body.dump(),
                                          "application/json");
        REQUIRE_MESSAGE(result->status / 100 == 2, result->body);
        return json::parse(result->body);
    }
    int deliver(const std::string& body, const httplib::Headers& headers,
                const std::string& type = "application/json") const {
        return client().Post(hook, headers, body, type)->status;
    }

    // One whose invoice waits to be paid, and the service has a link for it.
    std::string invoiced() const {
        std::ifstream file{std::string{std::getenv("DOORSTEP_SOURCE")} + "/examples/sign_up.json"};
        const auto reference = send("", json::parse(file)).at("reference").get<std::string>();
        send("/" + reference + "/events", {{"event", "approved"}, {"data", json::object()}},
             approver_);
        wait_for(reference, "payment_requested", 1);
        return reference;
    }

    int count(const std::string& reference, const std::string& event) const {
        int count = 0;
        const auto journal = ask("/" + reference + "/journal?limit=200");
        for (const auto& line : journal.at("items"))
            if (line.at("event") == event && line.at("refusal").is_null()) ++count;
        return count;
    }
    // That many times, and no more a moment later.
    void wait_for(const std::string& reference, const std::string& event, int times) const {
        for (int i = 0; i < 600 && count(reference, event) < times; ++i) rest();
        CAPTURE(ask("/" + reference + "/journal?limit=200").dump().substr(0, 4000));
        REQUIRE_EQ(count(reference, event), times);
    }
    std::string state(const std::string& reference) const {
        return ask("/" + reference).at("state").get<std::string>();
    }
    static void rest() {
        constexpr auto pause = std::chrono::milliseconds{50};
        tests::Chance{}.rest(pause, pause);
    }

private:
    static constexpr auto hook = "/webhooks/payments";

    std::string config() const { return scratch_ / "doorstep.toml"; }
    httplib::Client client() const { return httplib::Client{server_.url()}; }
    static httplib::Headers head(const std::string& token) {
        return {{"Authorization", "Bearer " + token}};
    }

    const adapters::ScratchFolder scratch_{"payment-services"};
    const tests::Neighbourhood neighbours_{scratch_.path()};
    Simulator service_;
    tests::Server server_{config(), scratch_ / "log"};
    std::string token_;
    std::string approver_;  // Another one: who sends a sign-up in does not approve it.
};

std::string seconds_ago(int seconds) {
    const auto now = std::chrono::system_clock::now() - std::chrono::seconds{seconds};
    return std::to_string(
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
}

}  // namespace

TEST_CASE("an invoice is paid and paid back through Stripe") {
    const Registry registry{"stripe", true};
    const auto reference = registry.invoiced();
    CHECK_EQ(registry.state(reference), "payment_due");
    const auto payment =
        registry.service().post("/sim/pay", {{"application", reference}, {"by", "bank"}});
    registry.service().post("/sim/settle", {{"payment", payment["id"]}});
    registry.wait_for(reference, "payment_received", 1);
    CHECK_NE(registry.state(reference), "payment_due");

    for (const auto cents : {500, 700})
        registry.service().post("/sim/refund",
                                {{"payment", payment["id"]}, {"amount_cents", cents}});
    registry.wait_for(reference, "payment_reversed", 2);
    CHECK_EQ(registry.state(reference), "payment_due");

    registry.service().post("/sim/again");
    const json late = {{"id", "evt_last"}, {"type", "something.new"}, {"data", {{"object", {}}}}};
    const auto signature = [&](const std::string& key, const std::string& at) {
        return httplib::Headers{
            {"Stripe-Signature",
             "t=" + at + ",v1=" + simulators::hex_hmac(key, at + "." + late.dump())}};
    };
    CHECK_EQ(registry.deliver(late.dump(), signature(secret, seconds_ago(0))), 200);
    CHECK_EQ(registry.deliver(late.dump(), signature(old_secret, seconds_ago(0))), 200);
    CHECK_EQ(registry.deliver(late.dump(), signature(secret, seconds_ago(400))), 401);
    CHECK_EQ(registry.deliver(late.dump(), signature("whsec_other", seconds_ago(0))), 401);
    CHECK_EQ(registry.deliver(late.dump(), {}), 401);
    registry.wait_for(reference, "payment_received", 1);
    registry.wait_for(reference, "payment_reversed", 2);
}

TEST_CASE("an invoice is paid and paid back through Mollie") {
    for (const bool is_signed : {false, true}) {
        CAPTURE(is_signed);
        const Registry registry{"mollie", is_signed};
        const auto reference = registry.invoiced();
        registry.service().post("/sim/pay", {{"application", reference}, {"status", "expired"}});
        const auto payment = registry.service().post("/sim/pay", {{"application", reference}});
        registry.wait_for(reference, "payment_received", 1);
        registry.service().post("/sim/refund", {{"payment", payment["id"]}, {"value", "5.00"}});
        registry.service().post("/sim/chargeback", {{"payment", payment["id"]}, {"value", "7.05"}});
        registry.wait_for(reference, "payment_reversed", 2);
        CHECK_EQ(registry.state(reference), "payment_due");

        const std::string hint = "id=tr_unknown";
        const auto form = "application/x-www-form-urlencoded";
        CHECK_EQ(registry.deliver(hint, {}, form), is_signed ? 401 : 200);
        const json event = {{"id", "event_last"}, {"entityId", "pl_unknown"}};
        const auto signature = "sha256=" + simulators::hex_hmac(secret, event.dump());
        CHECK_EQ(registry.deliver(event.dump(), {{"X-Mollie-Signature", signature}}),
                 is_signed ? 200 : 401);
        registry.wait_for(reference, "payment_received", 1);
    }
}

}  // namespace payment_services_test
