// An office with a database of its own, through whose engine a test sends real events.

#pragma once

#include <doctest/doctest.h>

#include <string>

#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/store.hpp"
#include "adapters/postgres/work_desk.hpp"
#include "engine/engine.hpp"
#include "states/codec.hpp"
#include "tests/database.hpp"
#include "tests/states/applications.hpp"

namespace tests {

struct WorkOffice {
    Database database = {};
    postgres::Pool pool{database.address(), 4};
    postgres::Store store{pool};
    states::OnboardingWorkflow workflow{terms()};
    engine::Engine engine{workflow, store};
    postgres::Reading reading{pool};
    postgres::WorkDesk desk{pool};

    struct One {
        engine::CaseId id;
        std::string reference;
    };

    template <class E>
    One send(engine::CaseId to, const E& happened) {
        return send(to, happened, whoever_may(E::name));
    }
    template <class E>
    One send(engine::CaseId to, const E& happened, const engine::Actor& actor) {
        const auto outcome = engine.submit({.to = to,
                                            .event = states::event(happened),
                                            .from = actor,
                                            .source = "test",
                                            .delivery = std::to_string(++sent_)});
        CAPTURE(outcome.line.event);
        REQUIRE(outcome.kind == engine::Outcome::Kind::decided);
        return {outcome.after.value().id, outcome.line.reference};
    }

    One submitted(const states::SignUp& sign_up = asking_for({be})) {
        return send({}, states::Submitted{sign_up, {}});
    }
    One named(const std::string& organisation) {
        auto sign_up = asking_for({be});
        sign_up.organisation.name = organisation;
        return submitted(sign_up);
    }
    // As far as its contract, with an agreement of this name.
    One contract_out(const std::string& agreement) {
        const auto one = submitted();
        send(one.id, states::Approved{});
        return send(one.id, states::ContractPrepared{".be", agreement, 1});
    }
    One to_pay(const std::string& agreement, const std::string& message) {
        const auto one = contract_out(agreement);
        send(one.id, states::ContractSigned{agreement});
        return send(one.id, states::InvoiceIssued{"VF-2026-00012", {302'500}, message});
    }
    One completed(const std::string& agreement) {
        const auto one = to_pay(agreement, "+++000/0000/00101+++");
        send(one.id, states::PaymentReceived{{302'500}, "payment-" + agreement});
        send(one.id, states::ActivationSent{});
        send(one.id, states::LetterPrinted{"letter-1", "100017"});
        send(one.id, states::LetterPosted{"letter-1"});
        send(one.id, states::Activated{});
        send(one.id, states::ProfileSaved{profile_of({"billing", "technical"})});
        return send(one.id, states::DomainRegistered{"voorbeeld.be"});
    }

    std::string ask(const std::string& statement) const { return database.ask(statement); }

    // References of a view, in its order.
    std::string in(adapters::QueueFilter filter) {
        std::string all;
        for (const auto& row : desk.page(filter).rows)
            all += (all.empty() ? "" : " ") + row.reference;
        return all;
    }

private:
    int sent_ = 0;
};

}  // namespace tests
