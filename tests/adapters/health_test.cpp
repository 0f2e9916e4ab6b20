#include "adapters/health.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace health_test {

namespace {

using adapters::Checkup;
using adapters::checkups;
using adapters::Condition;
using adapters::Vital;

const auto noon = engine::Time{std::chrono::hours{12}};
const auto later = noon + std::chrono::hours{1};

Checkup of(const std::string& neighbour, const std::vector<Vital>& vitals,
           const std::set<std::string>& configured) {
    const auto all = checkups(vitals, configured);
    const auto found = std::ranges::find(all, neighbour, &Checkup::neighbour);
    REQUIRE(found != all.end());
    return *found;
}

}  // namespace

TEST_CASE("a neighbour that is not configured is off, and one without any work is quiet") {
    CHECK_EQ(of("esign", {}, {}).condition, Condition::off);
    CHECK_EQ(of("esign", {}, {"esign"}).condition, Condition::quiet);
}

TEST_CASE("the latest success of all its work counts, and the oldest trouble") {
    const std::vector<Vital> vitals{
        {.name = "effect/send_contract", .waiting = 2, .since = later, .trouble = "503"},
        {.name = "effect/void_contract", .waiting = 1, .since = noon, .last_good = noon},
        {.name = "provider/esign", .last_good = later},
        {.name = "effect/tell", .parked = 1, .since = noon, .trouble = "no such mailbox"}};
    const auto esign = of("esign", vitals, {"esign"});
    CHECK_EQ(esign.condition, Condition::troubled);
    CHECK_EQ(esign.waiting, 3);
    CHECK_EQ(esign.parked, 0);
    CHECK(esign.since == noon);
    CHECK(esign.last_good == later);
    CHECK_EQ(esign.trouble, "503");
    CHECK_EQ(of("mail_out", vitals, {"mail_out"}).condition, Condition::stuck);
}

TEST_CASE("what is parked needs a person even if its neighbour is configured no longer") {
    const std::vector<Vital> vitals{{.name = "effect/check_vat", .parked = 1, .since = noon}};
    CHECK_EQ(of("vies", vitals, {}).condition, Condition::stuck);
}

TEST_CASE("a trouble that is over is told no longer") {
    const std::vector<Vital> vitals{
        {.name = "mailbox", .since = noon, .last_good = later, .trouble = "was away"}};
    const auto box = of("mail_in", vitals, {"mail_in"});
    CHECK_EQ(box.condition, Condition::well);
    CHECK_EQ(box.trouble, "");
    CHECK_FALSE(box.since);
}

TEST_CASE("every neighbour is there once, whatever is known") {
    const auto all = checkups({}, {});
    std::set<std::string> names;
    for (const auto& checkup : all) names.insert(checkup.neighbour);
    CHECK_EQ(names.size(), all.size());
    CHECK(names.contains("webhooks"));
}

}  // namespace health_test
