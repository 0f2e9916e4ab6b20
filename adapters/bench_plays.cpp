#include "adapters/bench_plays.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "states/codec.hpp"
#include "states/events.hpp"

namespace adapters {
namespace {

const auto applicant = engine::Actor{"token:website", "applicant"};
const auto approver = engine::Actor{"staff:18", "approver"};
const auto ourselves = engine::Actor{"system", "system"};

states::Profile profile() {
    states::Profile filled;
    for (const auto* kind : {"billing", "technical", "administrative", "abuse"})
        filled.contacts.push_back({.kind = kind,
                                   .alias = kind,
                                   .name = "An Peeters",
                                   .email = "an@voorbeeld.example",
                                   .phone = "+32.16284970"});
    return filled;
}

}  // namespace

Play onboarding(const states::Catalogue& catalogue) {
    using namespace states;
    return [product = plain_product(catalogue)](Worker& worker) {
        const auto total = Money{302'500};
        worker.begin();
        worker.submit(applicant, [&](const std::string& name) {
            return event(Submitted{sign_up_for(product, name), {}});
        });
        worker.submit(approver, [](const std::string&) { return event(Approved{}); });
        worker.submit(ourselves, [&](const std::string& name) {
            return event(ContractPrepared{product, "agreement-" + name, 1});
        });
        worker.receive("esign", [](const std::string& name) {
            return event(ContractSigned{"agreement-" + name});
        });
        worker.submit(ourselves, [&](const std::string& name) {
            return event(InvoiceIssued{"2026-" + name, total, "+++000/0000/00101+++"});
        });
        worker.submit(ourselves, [](const std::string& name) {
            return event(PaymentRequested{"https://pay.example/" + name});
        });
        worker.submit(ourselves, [](const std::string& name) {
            return event(LetterPrinted{"letter-" + name, "reg-" + name});
        });
        worker.receive("payments", [&](const std::string& name) {
            return event(PaymentReceived{total, "payment-" + name});
        });
        worker.submit(ourselves, [](const std::string&) { return event(ActivationSent{}); });
        worker.receive("letters", [](const std::string& name) {
            return event(LetterPosted{"letter-" + name});
        });
        worker.submit(ourselves, [](const std::string&) { return event(states::Activated{}); });
        worker.submit(applicant, [](const std::string&) { return event(ProfileSaved{profile()}); });
        worker.receive("registry", [&](const std::string& name) {
            return event(DomainRegistered{"voorbeeld-" + name + product});
        });
    };
}

// The event of a step is its number, and the state is the number of the last; the first opens.
engine::Answer SevenSteps::decide(const engine::Case& before, const engine::Event& event,
                                  const engine::Actor&, engine::Time) const {
    const auto expected =
        before.state == first().state ? "0" : std::to_string(std::stoi(before.state) + 1);
    if (event.name != expected) return engine::Refusal{engine::Refusal::Reason::too_early};
    auto decision = engine::Decision{.next = {.state = event.name}, .entered = true};
    if (event.name != std::to_string(steps_of_seven))
        decision.effects.push_back({"step", event.data});
    return decision;
}

Play seven_steps() {
    const auto step = [](int number) {
        return [number](const std::string& name) {
            const auto done = nlohmann::json{
                {"actor_ip", "127.0.0.1"},
                {"application", name},
                {"fields",
                 {{"country", "GB"}, {"iana_id", 9999}, {"legal_name", "Example Registrar Ltd"}}},
                {"note", std::string(90, 'n')},
                {"provider", "example"},
                {"reason", "sanctions screening passed"},
                {"reference", std::string(36, 'r')},
                {"step", number}};
            return engine::Event{std::to_string(number), {done.dump()}};
        };
    };
    return [step](Worker& worker) {
        worker.begin();
        for (int number = 0; number <= steps_of_seven; ++number)
            if (number == 3 || number == 4 || number == 7)
                worker.receive("signals", step(number));
            else
                worker.submit(ourselves, step(number));
    };
}

}  // namespace adapters
