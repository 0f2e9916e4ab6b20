// Where applications are checked against IANA's list, on a real database with the real workflow.

#pragma once

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "adapters/grounds.hpp"
#include "adapters/iana/accreditation.hpp"
#include "adapters/iana/desk.hpp"
#include "adapters/iana/importing.hpp"
#include "adapters/postgres/evidence_book.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/registrar_lists.hpp"
#include "adapters/postgres/store.hpp"
#include "engine/engine.hpp"
#include "states/codec.hpp"
#include "tests/adapters/iana/lists.hpp"
#include "tests/database.hpp"
#include "tests/states/applications.hpp"

namespace tests {

struct Bureau {
    Database database;
    postgres::Pool pool{database.address(), 4};
    postgres::Store store{pool};
    postgres::Reading reading{pool};
    states::OnboardingWorkflow workflow{terms()};
    engine::Engine engine{workflow, store};
    postgres::EvidenceBook book{pool};
    postgres::RegistrarLists lists{pool};
    iana::Accreditation accreditation{lists, book};
    iana::Desk desk{lists};
    adapters::Grounds grounds{reading, book};
    int messages = 0;

    engine::Snapshot send(engine::CaseId to, const engine::Event& event, const std::string& role) {
        const auto outcome = engine.submit({.to = to,
                                            .event = event,
                                            .from = as(role),
                                            .source = "test",
                                            .delivery = std::to_string(++messages)});
        REQUIRE(outcome.kind == engine::Outcome::Kind::decided);
        return outcome.after.value();
    }
    engine::CaseId applied(const std::string& name, std::vector<states::Wish> products,
                           const std::string& account = "") {
        auto sign_up = asking_for(std::move(products), account);
        sign_up.organisation.name = name;
        return send({}, states::event(states::Submitted{sign_up, {}}), "applicant").id;
    }

    // Performs what was asked for and has the answers heard, as the outbox would; returns the last
    // one of this application.
    states::CheckAnswered check(engine::CaseId id) {
        for (const auto& work : store.claim_effects(100, std::chrono::seconds{60})) {
            if (work.effect.name == states::CheckAccreditation::name) {
                const auto event = accreditation.perform(
                    states::decode<states::CheckAccreditation>(work.effect.data), work);
                answers[work.of.number] = states::decode<states::CheckAnswered>(event->data);
                send(work.of, *event, "system");
            }
            store.finish(work.claim, "");
        }
        return answers.at(id.number);
    }
    std::map<std::int64_t, states::CheckAnswered> answers;

    states::Facts facts(engine::CaseId id) {
        return states::decode<states::Facts>(reading.dossier(id)->snapshot.state.facts);
    }
    // "iana_name_doubtful, …"
    std::string warnings(engine::CaseId id) {
        std::string text;
        for (const auto& warning : facts(id).warnings)
            text += (text.empty() ? "" : ", ") + warning.problem.code;
        return text;
    }
};

}  // namespace tests
