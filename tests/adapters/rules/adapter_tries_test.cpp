#include "adapters/adapter_tries.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "adapters/call.hpp"

namespace adapter_tries_test {

using adapters::AdapterTries;
using adapters::Tried;

namespace {

const adapters::Caller boss{.id = "staff:1", .roles = {"administrator"}, .door = "console"};

struct Board {
    std::vector<std::string> log;
    AdapterTries tries;

    explicit Board(std::function<std::string(const adapters::Trial&)> go, bool to_phone = false)
        : tries{[go = std::move(go), to_phone] {
                    return std::vector<AdapterTries::Way>{
                        {.adapter = "x", .place = "there", .to_phone = to_phone, .go = go},
                        {.adapter = "y", .place = ""}};
                },
                [this](const std::string& actor, const Tried& tried) {
                    log.push_back(actor + " " + tried.adapter + " " +
                                  std::string{adapters::name_of(tried.outcome)});
                }} {}

    std::string outcome() {
        const auto tried = tries.go(boss, "x", {});
        return std::string{adapters::name_of(std::get<Tried>(tried).outcome)};
    }
};

}  // namespace

TEST_CASE("what came of a try is told apart, and noted") {
    const auto outcome = [](auto what) {
        return Board{[what](const auto&) -> std::string { return what(); }}.outcome();
    };
    CHECK_EQ(outcome([] { return std::string{"HTTP 200"}; }), "fine");
    const auto status = [](int code) {
        return [code]() -> std::string { throw adapters::RefusedCall{"no", code, ""}; };
    };
    CHECK_EQ(outcome(status(401)), "unknown");
    CHECK_EQ(outcome(status(403)), "unknown");
    CHECK_EQ(outcome(status(404)), "reached");
    CHECK_EQ(outcome(status(422)), "refused");
    CHECK_EQ(outcome([]() -> std::string { throw engine::Unavailable{"busy"}; }), "away");
    CHECK_EQ(outcome([]() -> std::string { throw engine::Rejected{"no"}; }), "refused");
    CHECK_EQ(outcome([]() -> std::string { throw std::runtime_error{"no"}; }), "refused");

    Board board{[](const auto&) { return std::string(1000, 'x'); }};
    const auto tried = std::get<Tried>(board.tries.go(boss, "x", {}));
    CHECK_LT(tried.detail.size(), 310);
    CHECK_EQ(board.log, std::vector<std::string>{"staff:1 x fine"});
}

TEST_CASE("only administrators try, and only what is configured") {
    Board board{[](const auto&) { return std::string{}; }};
    for (const auto* role : {"clerk", "auditor", ""}) {
        const adapters::Caller other{.id = "staff:2", .roles = {role}, .door = "console"};
        CHECK(std::holds_alternative<adapters::Forbidden>(board.tries.list(other)));
        CHECK(std::holds_alternative<adapters::Forbidden>(board.tries.go(other, "x", {})));
    }
    CHECK(std::holds_alternative<adapters::NotFound>(board.tries.go(boss, "y", {})));
    CHECK(std::holds_alternative<adapters::NotFound>(board.tries.go(boss, "z", {})));
    CHECK(board.log.empty());
}

TEST_CASE("a text message needs a number that can get it") {
    std::string sent_to;
    Board board{[&](const adapters::Trial& trial) { return sent_to = trial.phone; }, true};
    const auto wrong = board.tries.go(boss, "x", {.phone = "016 28 49 70"});
    CHECK_EQ(std::get<adapters::Invalid>(wrong).problems.at(0).code, "phone_needed");
    CHECK(std::holds_alternative<Tried>(board.tries.go(boss, "x", {.phone = "+32 497 11 11 11"})));
    CHECK_EQ(sent_to, "+32.497111111");
}

}  // namespace adapter_tries_test
