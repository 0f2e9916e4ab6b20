// Where statement files become bookings, on a real database with the real workflow.

#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <sstream>
#include <string>

#include "adapters/bank/importer.hpp"
#include "adapters/postgres/bank_book.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/refund_book.hpp"
#include "adapters/postgres/store.hpp"
#include "states/codec.hpp"
#include "tests/adapters/bank/coda_files.hpp"
#include "tests/database.hpp"
#include "tests/states/applications.hpp"

namespace tests {

inline std::string message_number(std::int64_t number) {
    const auto base = coda_number(number, 10);
    const auto rest = number % 97;
    return base + coda_number(rest == 0 ? 97 : rest, 2);
}

struct Office {
    explicit Office(std::optional<states::Money> second_person_above = {})
        : catalogue{with(second_person_above)} {}
    static states::Catalogue with(std::optional<states::Money> second_person_above) {
        auto catalogue = terms();
        catalogue.second_person_above = second_person_above;
        return catalogue;
    }

    Database database;
    postgres::Pool pool{database.address(), 4};
    postgres::Store store{pool};
    postgres::Reading reading{pool};
    states::Catalogue catalogue;
    states::OnboardingWorkflow workflow{catalogue};
    engine::Engine engine{workflow, store};
    postgres::BankBook book{pool};
    postgres::RefundBook refund_book{pool};
    bank::Importer importer{engine,      reading, book, "EUR", catalogue.second_person_above,
                            &refund_book};
    int messages = 0;

    engine::CaseId send(engine::CaseId to, const engine::Event& event, const std::string& role) {
        const auto outcome = engine.submit({.to = to,
                                            .event = event,
                                            .from = as(role),
                                            .source = "test",
                                            .delivery = std::to_string(++messages)});
        REQUIRE(outcome.kind == engine::Outcome::Kind::decided);
        return outcome.after.value().id;
    }
    engine::CaseId signed_contract() {
        using namespace states;
        const auto id = send({}, event(Submitted{asking_for({be}), {}}), "applicant");
        send(id, event(Approved{}), "approver");
        send(id, event(ContractPrepared{".be", "agreement-" + std::to_string(id.number), 1}),
             "system");
        return send(id, event(ContractSigned{"agreement-" + std::to_string(id.number)}),
                    "provider");
    }
    engine::CaseId invoiced(const std::string& message) {
        const auto id = signed_contract();
        const auto marked = "+++" + message.substr(0, 3) + "/" + message.substr(3, 4) + "/" +
                            message.substr(7) + "+++";
        return send(id, states::event(states::InvoiceIssued{"2026-1", {302'500}, marked}),
                    "system");
    }
    adapters::Imported import(const std::string& text) {
        std::istringstream stream{text};
        return importer.import({.id = "cli", .roles = {"finance"}}, stream, "statement.cod", {});
    }
    states::Facts facts(engine::CaseId id) {
        return states::decode<states::Facts>(reading.dossier(id)->snapshot.state.facts);
    }
    std::string state(engine::CaseId id) { return reading.dossier(id)->snapshot.state.state; }

    // Of one who has signed, paid and keyed in its codes.
    engine::CaseId activated(const std::string& message) {
        using namespace states;
        const auto id = invoiced(message);
        import(coda_file({{.cents = 302'500, .structured = message }}, "001"));
        send(id, event(LetterPrinted{"letter-1", "reg-1"}), "system");
        send(id, event(LetterPosted{"letter-1"}), "clerk");
        send(id, event(ActivationSent{}), "system");
        return send(id, event(Activated{}), "system");
    }
    std::string reference(engine::CaseId id) { return reading.dossier(id)->snapshot.reference; }
    std::string mails(engine::CaseId id) const {  // Texts that were told, in their order.
        return database.ask(
            "select coalesce(string_agg(data->>'text', ' ' order by id), '') from outbox "
            "where effect = 'tell' and case_id = " +
            std::to_string(id.number));
    }
    std::string tasks(const std::string& kind) const {  // How many are open.
        return database.ask("select count(*) from tasks where closed_at is null and kind = '" +
                            kind + "'");
    }
    std::string suggestion(const std::string& field) const {  // Of the only movement that waits.
        return database.ask("select suggestions->0->" + field +
                            " from movements where state = 'queued'");
    }
    std::string why() const {
        return database.ask("select reason->>'code' from movements order by id desc limit 1");
    }
};

}  // namespace tests
