// What VIES and RDAP answer becomes evidence and an event, and what they do not answer is no "no".

#include "adapters/register_checks.hpp"

#include <doctest/doctest.h>

#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/messages.hpp"
#include "tests/adapters/iana/bureau.hpp"

namespace register_checks_test {

using namespace adapters;
using namespace states;

namespace {

// A book of its own and registers that answer what the test wants.
struct Registers : tests::Bureau {
    VatFinding vat;
    RegistrationFinding registration;
    int asked = 0;
    RegisterChecks checks{book,
                          [this](const CheckVat&) {
                              ++asked;
                              return vat;
                          },
                          [this](const ConfirmRegistration&) {
                              ++asked;
                              return registration;
                          }};
    engine::Work work = {
        .claim = {}, .key = "A-1/1/2", .of = {7}, .reference = "A-1", .effect = {}};

    std::optional<engine::Event> ask(bool awaited = false) {
        return checks.perform(CheckVat{.edition = 2,
                                       .awaited = awaited,
                                       .vat_number = "BE0123456749",
                                       .country = "BE",
                                       .organisation = {}},
                              work);
    }
    std::string told() {
        const auto answer = decode<CheckAnswered>(ask(true)->data);
        CHECK_EQ(answer.edition, 2);
        CHECK_EQ(answer.evidence.size(), 1);
        auto text = answer.outcome;
        for (const auto& problem : answer.problems)
            text += " " + problem.field + " " + problem.code;
        return text;
    }
    std::string claimed() {
        const auto event =
            checks.perform(ConfirmRegistration{"voorbeeld.be", "Voorbeeld", "reg-1", 0}, work)
                .value();
        return event.name + " " + event.data.text;
    }
};

}  // namespace

TEST_CASE("VIES confirms a number, and its proof is kept") {
    Registers registers;
    registers.vat = {.kind = VatFinding::Kind::valid,
                     .listed = "VOORBEELD HOSTING",
                     .likeness = {.kind = Likeness::Kind::same, .shared = {"voorbeeld", "hosting"}},
                     .proof = "WAPIAAAA1",
                     .date = "2026-11-28",
                     .good_for = std::chrono::days{30}};
    CHECK_EQ(registers.told(), "valid");
    CHECK_EQ(registers.told(), "valid");  // Performed again: nobody is asked twice.
    CHECK_EQ(registers.asked, 1);
    const auto evidence = registers.book.of({7}).front();
    CHECK_EQ(evidence.code, "vat_valid_named");
    CHECK_EQ(evidence.source_version, "WAPIAAAA1");
    CHECK(evidence.expires == evidence.at + std::chrono::days{30});
    CHECK_EQ(evidence.values.at("shared"), "voorbeeld, hosting");
}

TEST_CASE("a number that VIES does not know, or has under another name, is a doubt") {
    Registers unknown;
    unknown.vat = {.kind = VatFinding::Kind::invalid};
    CHECK_EQ(unknown.told(), "invalid organisation.vat_number vat_not_registered");
    Registers other;
    other.vat = {.kind = VatFinding::Kind::valid,
                 .listed = "ANDER BV",
                 .likeness = {.kind = Likeness::Kind::different}};
    CHECK_EQ(other.told(), "doubtful organisation.vat_number vat_name_differs");
}

TEST_CASE("unavailable is no answer: it is tried again, and its beginning is kept once") {
    Registers registers;
    registers.vat = {.kind = VatFinding::Kind::unavailable,
                     .trouble = "MS_UNAVAILABLE",
                     .retry_after = std::chrono::seconds{90}};
    for (int i = 0; i < 2; ++i) try {
            registers.ask();
            FAIL("an answer without one");
        } catch (const engine::Unavailable& error) {
            CHECK_EQ(std::string{error.what()}, "VIES: MS_UNAVAILABLE");
            CHECK(error.retry_after == std::chrono::seconds{90});
        }
    const auto all = registers.book.of({7});
    REQUIRE_EQ(all.size(), 1);
    CHECK_EQ(all.front().outcome, "unavailable");
    CHECK_EQ(states::message("en", "evidence." + all.front().code, all.front().values),
             "VIES is unavailable and will be tried again for BE0123456749: MS_UNAVAILABLE");
    registers.vat = {.kind = VatFinding::Kind::valid};
    CHECK_EQ(registers.told(), "valid");
    CHECK_EQ(registers.book.of({7}).size(), 2);
}

TEST_CASE("where VIES is not configured it is no news, unless somebody waits for it") {
    Registers registers;
    CHECK_FALSE(registers.ask());
    CHECK_EQ(registers.book.of({7}).front().code, "vat_unasked");
    CHECK_EQ(registers.told(), "unavailable");
}

TEST_CASE("a claimed domain name is confirmed, or is not") {
    using Kind = RegistrationFinding::Kind;
    const auto told = [](Kind kind) {
        Registers registers;
        registers.registration = {.kind = kind, .listed = "Voorbeeld Hosting"};
        return registers.claimed();
    };
    CHECK_EQ(told(Kind::confirmed), R"(domain_registered {"domain":"voorbeeld.be"})");
    CHECK_EQ(told(Kind::unasked), R"(domain_registered {"domain":"voorbeeld.be"})");
    CHECK_EQ(told(Kind::not_found),
             R"(registration_unconfirmed {"domain":"voorbeeld.be","why":"not_found"})");
    CHECK_EQ(told(Kind::other_registrar),
             R"(registration_unconfirmed {"domain":"voorbeeld.be","why":"other_registrar"})");
    CHECK_EQ(told(Kind::unclear),
             R"(registration_unconfirmed {"domain":"voorbeeld.be","why":"unclear"})");
    CHECK_THROWS_AS(told(Kind::unavailable), engine::Unavailable);
}

}  // namespace register_checks_test
