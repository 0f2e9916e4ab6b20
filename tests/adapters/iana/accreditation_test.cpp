// Applications with IANA IDs: judged by the list, kept as evidence, told to whoever asks why.

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/adapters/iana/bureau.hpp"

namespace accreditation_test {

using namespace states;
using namespace tests;

namespace {

const auto list =
    list_of({"292,MarkMonitor Inc.,Accredited,https://rdap.example/",
             "1497,Voorbeeld Hosting,Accredited,", "6,asf,Terminated,", "500,Odd One,Reserved,"});

Wish own(int id) { return {".vlaanderen", states::Role::direct, id, "doc"}; }
Wish partner(int id) { return {".vlaanderen", states::Role::reseller, id, "doc"}; }

const adapters::Caller someone{.id = "staff:1", .roles = {"approver"}, .door = "page"};

struct Listed : Bureau {
    Listed() { desk.import(list, "list.csv", "cli"); }
};

}  // namespace

TEST_CASE("an accredited applicant with its own name has nothing to explain") {
    Listed bureau;
    const auto id = bureau.applied("Voorbeeld Hosting BV", {be, own(1497)});
    const auto answer = bureau.check(id);
    CHECK_EQ(answer.outcome, "valid");
    CHECK_EQ(answer.evidence.size(), 1);
    CHECK_EQ(bureau.warnings(id), "");
    const auto evidence = bureau.book.latest("iana", "1497").value();
    CHECK_EQ(evidence.of.number, id.number);
    CHECK_EQ(evidence.code, "iana_valid");
    CHECK_EQ(evidence.values.at("likeness"), "same_words");
    CHECK_EQ(evidence.source_version, bureau.lists.latest()->sha256);
}

TEST_CASE("unknown, terminated, reserved and foreign ids are doubts of their own") {
    Listed bureau;
    const auto told = [&](const Wish& wish, const std::string& account = "") {
        const auto id = bureau.applied("Voorbeeld Hosting BV", {be, wish}, account);
        const auto outcome = bureau.check(id).outcome;
        auto text = outcome + " " + bureau.warnings(id);
        bureau.send(id, event(Withdrawn{"Another plan."}), "applicant");
        return text;
    };
    CHECK_EQ(told(own(7)), "invalid iana_id_unknown");
    CHECK_EQ(told(own(6)), "invalid iana_id_terminated");
    CHECK_EQ(told(own(500)), "invalid iana_id_reserved");
    CHECK_EQ(told(own(292)), "doubtful iana_name_doubtful");
    CHECK_EQ(told(partner(292)), "valid ");
    CHECK_EQ(told(partner(6)), "invalid iana_id_terminated");
}

TEST_CASE("two registrars never share an id, but one of them may have two applications") {
    Listed bureau;
    const auto first = bureau.applied("Voorbeeld Hosting BV", {own(1497)});
    CHECK_EQ(bureau.check(first).outcome, "valid");
    const auto second = bureau.applied("Voorbeeld Hosting", {own(1497)});
    CHECK_EQ(bureau.check(second).outcome, "invalid");
    const auto warning = bureau.facts(second).warnings.front();
    CHECK_EQ(warning.problem.code, "iana_id_taken");
    CHECK_EQ(warning.problem.values.at("reference"),
             bureau.reading.dossier(first)->snapshot.reference);
    const auto reseller = bureau.applied("Somebody", {be, partner(1497)});
    CHECK_EQ(bureau.check(reseller).outcome, "valid");

    bureau.send(first, event(Withdrawn{"Another plan."}), "applicant");
    bureau.send(second, event(CheckRenewed{"iana"}), "clerk");
    CHECK_EQ(bureau.check(second).outcome, "valid");
    CHECK_EQ(bureau.warnings(second), "");

    const auto known = bureau.applied("Voorbeeld Hosting BV", {own(292)}, "reg-7");
    bureau.check(known);
    const auto same = bureau.applied("MarkMonitor", {own(292)}, "reg-7");
    CHECK_EQ(bureau.check(same).outcome, "valid");
}

TEST_CASE("without a list nobody is refused, and an approver may do without it") {
    Bureau bureau;
    const auto id = bureau.applied("Voorbeeld Hosting BV", {own(1497)});
    CHECK_EQ(bureau.check(id).outcome, "unavailable");
    CHECK_EQ(bureau.warnings(id), "iana_unavailable");
    const auto problem = bureau.facts(id).warnings.front().problem;
    bureau.send(id, event(WarningAccepted{problem.field, problem.code, "We know them."}),
                "approver");
    CHECK_EQ(bureau.send(id, event(Approved{}), "approver").state.state, "contract_preparing");

    // Looked up again once there is one.
    const auto other = bureau.applied("Voorbeeld Hosting BV", {own(292)});
    bureau.check(other);
    bureau.desk.import(list, "list.csv", "cli");
    bureau.send(other, event(CheckRenewed{"iana"}), "clerk");
    CHECK_EQ(bureau.check(other).outcome, "doubtful");
}

TEST_CASE("performed twice, a check finds what it found, whatever the list says by then") {
    Listed bureau;
    const auto id = bureau.applied("Voorbeeld Hosting BV", {own(1497)});
    const auto works = bureau.store.claim_effects(100, std::chrono::seconds{60});
    const auto work = *std::ranges::find_if(works, [](const engine::Work& each) {
        return each.effect.name == CheckAccreditation::name;
    });
    const auto check = decode<CheckAccreditation>(work.effect.data);
    const auto once = bureau.accreditation.perform(check, work).value();
    bureau.desk.import(
        list_of({"292,MarkMonitor Inc.,Accredited,", "1497,Gone,Terminated,", "6,asf,Terminated,",
                 "500,Odd One,Reserved,", "501,New,Accredited,"}),
        "newer.csv", "cli");
    const auto again = bureau.accreditation.perform(check, work).value();
    CHECK_EQ(again.data.text, once.data.text);
    CHECK_EQ(bureau.book.of(id).size(), 1);
}

TEST_CASE("a termination raises a task on every application that names the id, and only once") {
    Listed bureau;
    const auto direct = bureau.applied("Voorbeeld Hosting BV", {own(1497)});
    const auto reseller = bureau.applied("Somebody", {be, partner(1497)}, "");
    const auto stranger = bureau.applied("MarkMonitor", {own(292)});
    const auto given_up = bureau.applied("Nobody", {be, partner(1497)});
    for (const auto id : {direct, reseller, stranger, given_up}) bureau.check(id);
    bureau.send(given_up, event(Withdrawn{"Another plan."}), "applicant");
    bureau.database.ask("update cases set state = 'completed' where id = " +
                        std::to_string(reseller.number));

    auto newer = list;
    newer.replace(newer.find("Hosting,Accredited"), 18, "Hosting,Terminated");
    CHECK_EQ(bureau.desk.import(newer, "newer.csv", "cli").tasks, 2);
    CHECK_EQ(bureau.desk.import(newer, "newer.csv", "cli").tasks, 0);
    CHECK_EQ(bureau.database.ask("select string_agg(case_id || ' ' || queue || ' ' || kind || ' ' "
                                 "|| (details ->> 'iana_id'), ', ' order by case_id) from tasks"),
             std::to_string(direct.number) + " review iana_terminated 1497, " +
                 std::to_string(reseller.number) + " review iana_terminated 1497");
}

TEST_CASE("whoever asks why an application is believed is told, in its language") {
    Listed bureau;
    const auto id = bureau.applied("Voorbeeld Hosting BV", {own(292)});
    bureau.check(id);
    bureau.send(id,
                event(WarningAccepted{"products[0].iana_id", "iana_name_doubtful", "Same group."}),
                "approver");
    const auto reference = bureau.reading.dossier(id)->snapshot.reference;
    bureau.database.advance("3 days");
    const auto why = bureau.grounds.of(someone, reference, "nl").value();
    const auto& item = why.at("items")[0];
    CHECK_EQ(item.at("check"), "iana");
    CHECK_EQ(item.at("outcome"), "doubtful");
    CHECK_EQ(item.at("age_days"), 3);
    CHECK_EQ(item.at("explanation"),
             "IANA vermeldt 292 als MarkMonitor Inc., geaccrediteerd. De namen hebben geen woord "
             "gemeen.");
    const auto outcome = [&](const std::string& check) {
        for (const auto& each : why.at("items"))
            if (each.at("check") == check) return each.at("outcome").get<std::string>();
        return std::string{"none"};
    };
    for (const auto* check :
         {"country", "postal_code", "phone", "mobile", "email", "website", "vat_digits"})
        CHECK_EQ(outcome(check), "valid");
    REQUIRE_EQ(why.at("warnings").size(), 1);
    const auto& warning = why.at("warnings")[0];
    CHECK_EQ(warning.at("accepted_by"), "approver:1");
    CHECK_EQ(warning.at("reason"), "Same group.");
    CHECK_EQ(warning.at("standing"), true);
    CHECK_FALSE(warning.at("at").is_null());

    // What was accepted is told for good, even when it stands no more.
    bureau.send(id, event(CheckRenewed{"iana"}), "clerk");
    const auto later = bureau.grounds.of(someone, reference, "en").value().at("warnings");
    REQUIRE_EQ(later.size(), 2);
    CHECK_EQ(later[0].at("code"), "iana_awaited");
    CHECK_EQ(later[1].at("standing"), false);
    CHECK_EQ(later[1].at("reason"), "Same group.");
    CHECK(later[1].at("sentence").get<std::string>().find("MarkMonitor Inc.") != std::string::npos);
    CHECK_FALSE(bureau.grounds.of(someone, "A-1999-000001", "en"));
}

TEST_CASE("evidence is added and never changed, and what is personal can be erased") {
    Listed bureau;
    const auto id = bureau.applied("Voorbeeld Hosting BV", {own(1497)});
    bureau.check(id);
    for (const auto* change : {"update evidence set outcome = 'invalid'", "delete from evidence",
                               "update evidence_details set subject = '1'"})
        CHECK_THROWS_AS(bureau.database.ask(change), pqxx::sql_error);
    const auto kept = bureau.book.of(id).front();
    auto other = kept;
    other.outcome = "invalid";
    CHECK_EQ(bureau.book.add(other).outcome, "valid");  // Under its key there is one already.
    bureau.database.ask("delete from evidence_details");
    const auto erased = bureau.book.of(id).front();
    CHECK(erased.erased);
    CHECK_EQ(erased.outcome, "valid");
    CHECK_EQ(erased.subject, "");
    CHECK_EQ(bureau.grounds.of(someone, bureau.reading.dossier(id)->snapshot.reference, "en")
                 ->at("items")[0]
                 .at("explanation"),
             "");
}

}  // namespace accreditation_test
