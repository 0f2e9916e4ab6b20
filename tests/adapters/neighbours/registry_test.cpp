#include "adapters/registry/registry.hpp"

#include <doctest/doctest.h>

#include "states/codec.hpp"
#include "states/events.hpp"
#include "tests/adapters/neighbours/seams.hpp"

namespace registry_test {

using registry::Registry;
using tests::work;

static_assert(adapters::Performs<Registry, states::OpenRegistration>);
static_assert(adapters::Listens<Registry>);

namespace {

struct Outside {
    explicit Outside(std::vector<std::string> flags = {})
        : system{tests::start("registry", receiver, std::move(flags))} {}

    tests::WebhookReceiver receiver;
    tests::Simulator system;
    Registry registry{tests::access(system), tests::send, tests::verify};

    void open() {
        CHECK_FALSE(registry.perform(
            states::OpenRegistration{"100001", "Voorbeeld Hosting BV", {".be", ".brussels"}},
            work("A-2026-000123/12/1")));
    }
    std::string next_domain() {
        const auto arrival = receiver.next();
        registry.verify(arrival, tests::now());
        const auto understood = registry.understand(arrival);
        CHECK_EQ(understood.reference, "A-2026-000123");
        REQUIRE(understood.event);
        CHECK_EQ(understood.event->name, "domain_registered");
        return states::decode<states::DomainRegistered>(understood.event->data).domain;
    }
};

}  // namespace

TEST_CASE("a new registrar may register, and its first domain name is told to us") {
    Outside outside;
    outside.open();
    const auto registrars = outside.system.created("registrars");
    REQUIRE_EQ(registrars.size(), 1);
    CHECK_EQ(registrars[0]["registrar_id"], "100001");
    CHECK_EQ(registrars[0]["products"], nlohmann::json::array({".be", ".brussels"}));
    outside.system.post("/sim/register",
                        {{"external_id", "A-2026-000123"}, {"domain", "Voorbeeld.be"}});
    CHECK_EQ(outside.next_domain(), "voorbeeld.be");
}

TEST_CASE("a reseller's domain name is told to us though it never was opened") {
    Outside outside;
    outside.system.post("/sim/register",
                        {{"external_id", "A-2026-000123"}, {"domain", "voorbeeld.brussels"}});
    CHECK_EQ(outside.next_domain(), "voorbeeld.brussels");
}

TEST_CASE("with --auto a new registrar registers its first domain name by itself") {
    Outside outside{{"--auto", "--delay-ms", "20"}};
    outside.open();
    CHECK_EQ(outside.next_domain(), "first-100001.be");
}

TEST_CASE("the complete record is handed over once") {
    Outside outside;
    const auto record = states::HandOver{
        .registrar_id = "100001",
        .sign_up = {.organisation = tests::organisation(),
                    .representative = tests::representative(),
                    .contract_language = "nl",
                    .prepayment = {250000},
                    .products = {{.product = ".be"}}},
        .profile = {.contacts = {{.kind = "billing", .alias = "b", .name = "An Peeters"}}},
        .first_domain = "voorbeeld.be"};
    outside.system.post("/sim/faults", {{"drop_after_create", 1}});
    CHECK_THROWS_AS(outside.registry.hand_over(record, work("A-2026-000123/14/1", 1)),
                    engine::Unavailable);
    outside.registry.hand_over(record, work("A-2026-000123/14/1", 2));
    const auto handovers = outside.system.created("handovers");
    REQUIRE_EQ(handovers.size(), 1);
    CHECK_EQ(handovers[0]["external_id"], "A-2026-000123");
    CHECK_EQ(handovers[0]["sign_up"]["organisation"]["name"], "Voorbeeld Hosting BV");
    CHECK_EQ(handovers[0]["profile"]["contacts"][0]["alias"], "b");
    CHECK_EQ(handovers[0]["first_domain"], "voorbeeld.be");
}

}  // namespace registry_test
