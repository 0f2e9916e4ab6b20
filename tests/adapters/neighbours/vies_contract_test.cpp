// Our calls and the simulator's answers, both held to the Commission's own contract of VIES.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "adapters/vies/vies.hpp"
#include "engine/fault.hpp"
#include "tests/adapters/neighbours/answers_in_memory.hpp"
#include "tests/adapters/neighbours/seams.hpp"
#include "tests/prism.hpp"

namespace vies_contract_test {

using Standing = vies::VatAnswer::Standing;

namespace {

const tests::Simulator& simulator() {
    static const tests::Simulator one{"vies"};
    return one;
}

// The contract does not say what it consumes, and without that every body is refused (415).
tests::Prism* prism() {
    static const auto one =
        tests::Prism::between("data/vies/swagger_publicVAT.yaml",
                              "consumes:\n  - \"application/json\"\n", simulator().url());
    return one.get();
}

struct Service {
    std::string body = {};  // Instead of ours.
    engine::Time now = tests::now();
    tests::AnswersInMemory kept{now};

    vies::VatAnswer check(const std::string& number,
                          const std::string& service = "check-vat-number") {
        vies::Vies asking{{.url = prism()->url(),
                           .requester = "BE0466158640",
                           .keep_for = {},
                           .service = service},
                          [this](adapters::Call call) {
                              if (!body.empty()) call.body = body;
                              return tests::send(call);
                          },
                          kept,
                          [this] { return now; }};
        return asking.check(number, tests::organisation());
    }
};

}  // namespace

TEST_CASE("the contract of VIES takes our question, and the simulator's answers") {
    if (!prism()) return;
    Service service;
    simulator().post("/sim/company", {{"number", "BE0123456749"},
                                      {"name", "VOORBEELD HOSTING BV"},
                                      {"address", "Philipssite 5\n3001 Leuven"}});
    const auto answer = service.check("BE0123456749");
    CHECK(answer.standing == Standing::valid);
    CHECK_FALSE(answer.consultation.empty());
    CHECK(service.check("DE123456788").standing == Standing::invalid);
    CHECK(service.check("BE100", vies::test_service).standing == Standing::valid);
    CHECK(service.check("BE200", vies::test_service).standing == Standing::invalid);
    CHECK_EQ(tests::send({.url = prism()->url() + "/check-status"}).status, 200);
}

TEST_CASE("… and its failures, with the status 400 at least") {
    if (!prism()) return;
    Service service;
    simulator().post("/sim/trouble",
                     {{"country", "FR"}, {"error", "MS_UNAVAILABLE"}, {"status", 400}});
    CHECK_EQ(service.check("FR11123456782").why, "MS_UNAVAILABLE");
    // That a failure may come with 200 is no part of the contract, and seen in the wild.
    CHECK_EQ(service.check("BE301", vies::test_service).why, "MS_UNAVAILABLE");
}

TEST_CASE("the contract of VIES is no rubber stamp") {
    if (!prism()) return;
    Service service;
    service.body = R"({"countryCode": ["BE"], "vatNumber": "0123456749"})";
    CHECK_THROWS_AS(service.check("BE0123456749"), engine::Rejected);
    service.body.clear();
    // Nor for the simulator: the kind of an answer's field.
    simulator().post(
        "/sim/instead",
        {{"body", {{"countryCode", "BE"}, {"vatNumber", "0123456749"}, {"valid", "true"}}}});
    CHECK_EQ(service.check("BE0123456749").why, "no_answer");
}

}  // namespace vies_contract_test
