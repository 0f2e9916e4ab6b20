// Reports on a real database: what each one says of the same stories, who may have it, that the
// same question about the same head has the same bytes, and that it was asked stays on record.

#include "adapters/reports.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "adapters/sha256.hpp"
#include "states/messages.hpp"
#include "tests/report_office.hpp"

namespace reports_test {

namespace {

using adapters::Caller;
using nlohmann::json;
using Registry = tests::ReportOffice;

const Caller clerk{.id = "staff:17", .roles = {"clerk"}, .door = "page"};
const engine::Actor an{"staff:17", "clerk"};
const engine::Actor bo{"staff:18", "approver"};

}  // namespace

TEST_CASE("every report can be asked, in every format, and has its words in every language") {
    Registry registry;
    const auto one = registry.completed("agreement-1");
    const auto given = json{{"application", one.reference}};
    for (const auto& kind : adapters::report_kinds()) {
        CAPTURE(kind.name);
        const auto takes = std::ranges::find(kind.takes, "application") != kind.takes.end();
        for (const auto* format : {"csv", "json", "pdf"}) {
            auto asked = takes ? given : json::object();
            asked["kind"] = kind.name;
            asked["format"] = format;
            CHECK_GT(registry.file(asked).size(), 10);
        }
        auto asked = takes ? given : json::object();
        asked["kind"] = kind.name;
        asked["format"] = "json";
        const auto said = json::parse(registry.file(asked));
        CHECK_EQ(said["stamp"]["log_size"], registry.log.size());
        for (const auto* language : {"en", "nl", "fr"}) {
            for (const auto& column : said["columns"])
                CHECK_NOTHROW(
                    states::message(language, "report.column." + column.get<std::string>()));
            CHECK_NOTHROW(states::message(language, "report." + std::string{kind.name} + ".text"));
        }
    }
}

TEST_CASE("the dossier tells every line, and the register how each application stands") {
    Registry registry;
    const auto one = registry.named("Eerste BV");
    registry.send(one.id, states::Approved{}, bo);
    const auto two = registry.named("Tweede BV");
    registry.send(two.id, states::Rejected{"Not an organisation."}, bo);
    CHECK_EQ(registry.rows({{"kind", "dossier"}, {"application", two.reference}},
                           {"part", "event", "who", "state", "detail"}),
             "journal submitted applicant:1 in_review \n"
             "journal rejected staff:18 rejected Not an organisation.\n");
    CHECK_EQ(
        registry.rows({{"kind", "register"}}, {"reference", "organisation", "state", "reason"}),
        one.reference + " Eerste BV contract_preparing \n" + two.reference +
            " Tweede BV rejected Not an organisation.\n");
    CHECK_EQ(registry.rows({{"kind", "register"}, {"until", "2020-01-01"}}, {"reference"}), "");
    CHECK_EQ(registry.rows({{"kind", "ageing"}}, {"reference", "state", "days"}),
             one.reference + " contract_preparing 0\n");
}

TEST_CASE("the register and ageing tell of the line that led there, not of later ones") {
    Registry registry;
    const auto gone = registry.to_pay("agreement-1", "+++000/0000/00101+++");
    registry.send(gone.id, states::Withdrawn{"Another plan."}, an);
    registry.send(gone.id, states::CreditNoteIssued{"C-1", "VF-2026-00012"});
    registry.send(gone.id, states::LegalHoldPlaced{"A court wants it."}, bo);
    const auto here = registry.named("Tweede BV");
    registry.database.advance("3 days");
    registry.send(here.id, states::TimeIsUp{});
    const auto refused = registry.engine.submit({.to = here.id,
                                                 .event = states::event(states::Activated{}),
                                                 .from = tests::whoever_may("activated"),
                                                 .source = "test",
                                                 .delivery = "refused"});
    REQUIRE_EQ(registry.ask("select count(*) from journal where not decided"), "1");
    CHECK_EQ(registry.rows({{"kind", "register"}}, {"reference", "state", "who", "reason"}),
             gone.reference + " withdrawn staff:17 Another plan.\n" + here.reference +
                 " in_review applicant:1 \n");
    const std::vector<std::string> columns{"reference", "state", "step", "waiting_for", "days"};
    CHECK_EQ(registry.rows({{"kind", "ageing"}}, columns),
             here.reference + " in_review 2 staff 3\n");
    // Whose turn it was is not known any more, once more was decided.
    auto then = json{{"kind", "ageing"}, {"head", std::to_string(registry.log.size())}};
    const auto held = registry.to_pay("agreement-2", "+++000/0000/00202+++");
    registry.send(held.id, states::Held{"Under inquiry."}, bo);
    registry.send(here.id, states::Approved{}, bo);
    CHECK_EQ(registry.rows(then, columns), here.reference + " in_review 2  3\n");
    CHECK_NE(registry.rows({{"kind", "ageing"}}, columns).find(held.reference + " on_hold 4 "),
             std::string::npos);
}

TEST_CASE("the register has the name that the sign-up had at its head") {
    Registry registry;
    const auto one = registry.named("Eerste BV");
    registry.log.seal_some();
    auto sign_up = tests::asking_for({tests::be});
    sign_up.organisation.name = "Andere BV";
    const auto then = json{{"kind", "register"}, {"head", std::to_string(registry.log.size())}};
    registry.send(one.id, states::SignUpCorrected{sign_up, {}}, an);
    CHECK_EQ(registry.rows(then, {"organisation"}), "Eerste BV\n");
    CHECK_EQ(registry.rows({{"kind", "register"}}, {"organisation"}), "Andere BV\n");
}

TEST_CASE("who decides alone on what it took in is found, and a reason makes it a choice") {
    Registry registry;
    const auto wish = tests::asking_for({tests::be});
    const auto kept = registry.send({}, states::Submitted{wish, {}}, an);
    registry.send(kept.id, states::Approved{}, bo);
    const auto alone = registry.send({}, states::Submitted{wish, {}}, {"staff:18", "clerk"});
    registry.send(alone.id, states::Approved{"Everybody else is ill."}, bo);
    CHECK_EQ(registry.rows({{"kind", "duties"}}, {"reference", "first", "second", "verdict"}),
             kept.reference + " staff:17 staff:18 kept\n" + alone.reference +
                 " staff:18 staff:18 set_aside\n");
    CHECK_EQ(registry.rows({{"kind", "overrides"}}, {"reference", "event", "reason"}),
             alone.reference + " glass_broken Everybody else is ill.\n");
    CHECK_EQ(registry.rows({{"kind", "decisions"}, {"who", "staff:17"}},
                           {"reference", "event", "intake"}),
             kept.reference + " approved staff:17\n");
}

TEST_CASE("what is kept, what is held, and what was erased by two people") {
    Registry registry;
    const auto kept = registry.named("Eerste BV");
    registry.send(kept.id, states::Rejected{"Not an organisation."}, bo);
    registry.send(kept.id, states::LegalHoldPlaced{"A court wants it."}, bo);
    const auto gone = registry.named("Tweede BV");
    registry.send(gone.id, states::Rejected{"Not an organisation."}, bo);
    registry.send(gone.id, states::ErasureProposed{"request", "By mail."}, an);
    registry.send(gone.id, states::ErasureConfirmed{}, bo);
    const std::vector<std::string> columns{"kind",   "reference", "state",
                                           "is_due", "who",       "approver"};
    CHECK_EQ(registry.rows({{"kind", "retention"}}, columns),
             "application " + kept.reference + " rejected   \napplication " + gone.reference +
                 " erased  staff:17 staff:18\n");
    // When the time has come it is due, unless it is erased already.
    registry.catalogue.keep_ended = {0, false};
    registry.named("Derde BV");
    CHECK_EQ(registry.rows({{"kind", "retention"}}, columns),
             "application " + kept.reference + " rejected yes  \napplication " + gone.reference +
                 " erased  staff:17 staff:18\n");
    CHECK_EQ(registry.rows({{"kind", "retention"}, {"until", "2001-01-01"}}, columns), "");
}

TEST_CASE("the same question about the same head has the same bytes") {
    Registry registry;
    registry.named("Eerste BV");
    const auto asked = json{{"kind", "register"}};
    const auto first = registry.file(asked);
    CHECK_EQ(registry.file(asked), first);
    auto then = asked;
    then["head"] = std::to_string(registry.log.size());
    const auto kept = registry.file(then);
    registry.named("Tweede BV");
    const auto later = registry.file(asked);
    CHECK_NE(later, first);
    CHECK_EQ(later, registry.file(asked));
    CHECK_EQ(kept, registry.file(then));  // Whenever it is asked; of every kind: report_heads_test.
    for (const auto* head : {"99999999", "-1", "now"}) {
        then["head"] = head;
        CHECK_EQ(registry.file(then), "head report_head\n");
    }
}

TEST_CASE("that a report was given out stays on record, with the file's hash") {
    Registry registry;
    registry.named("Eerste BV");
    const auto text = registry.file({{"kind", "ageing"}});
    const auto runs =
        std::get<std::vector<adapters::ReportRun>>(registry.reports.runs(registry.auditor, 5));
    REQUIRE_EQ(runs.size(), 1);
    CHECK_EQ(runs[0].who, "staff:3");
    CHECK_EQ(runs[0].rows, 1);
    CHECK_EQ(runs[0].sha256, adapters::sha256_of(text));
    CHECK(std::holds_alternative<adapters::Forbidden>(registry.reports.runs(clerk, 5)));
    for (const auto* change : {"update report_runs set who = 'x'", "delete from report_ends",
                               "truncate report_runs cascade"})
        CHECK_THROWS(registry.ask(change));
}

TEST_CASE("a report is for its roles, and what is wrong with a question is told by its fields") {
    Registry registry;
    CHECK_EQ(registry.file({{"kind", "duties"}}, clerk), "forbidden");
    CHECK_EQ(registry.file({{"kind", "letters"}}, clerk).substr(0, 3), "\xEF\xBB\xBF");
    CHECK_EQ(registry.file({{"kind", "asked"}}), "not found");
    CHECK_EQ(registry.file({{"kind", "dossier"}}), "application missing\n");
    CHECK_EQ(registry.file({{"kind", "register"},
                            {"from", "soon"},
                            {"application", "A-1999-000001"},
                            {"format", "xls"},
                            {"colour", "blue"}}),
             "colour unknown_field\nformat report_format\nfrom day_format\n"
             "application application_unknown\n");
    std::set<json> kinds;
    const auto list = registry.reports.kinds(clerk, "en");
    for (const auto& item : list["items"]) kinds.insert(item["kind"]);
    CHECK_EQ(kinds, std::set<json>{"ageing", "correspondence", "dossier", "letters", "register"});
}

TEST_CASE("a filter that a report does not take is refused, not stamped on everybody's rows") {
    Registry registry;
    const auto one = registry.named("Eerste BV");
    const json filters{{"from", "2026-01-01"},
                       {"until", "2099-01-01"},
                       {"application", one.reference},
                       {"who", "staff:3"}};
    for (const auto& kind : adapters::report_kinds())
        for (const auto& [field, text] : filters.items()) {
            CAPTURE(kind.name);
            CAPTURE(field);
            json asked{{"kind", kind.name}, {field, text}};
            if (kind.needs_application) asked["application"] = one.reference;
            const auto takes = std::ranges::find(kind.takes, field) != kind.takes.end();
            const auto said = registry.file(asked);
            CHECK_EQ(said == field + " report_filter\n", !takes);
            if (takes) CHECK_NE(said.find(text.get<std::string>()), std::string::npos);
        }
    const auto list = registry.reports.kinds(clerk, "en");
    CHECK_EQ(list["items"][0]["takes"], json{"from", "until", "application"});
    for (const auto* language : {"en", "nl", "fr"})
        CHECK_NE(states::sentence({"who", "report_filter", {{"name", "Finance"}}}, language)
                     .find("Finance"),
                 std::string::npos);
}

TEST_CASE("reports with reasons are noted as readings of personal data") {
    Registry registry;
    registry.named("Eerste BV");
    for (const auto* kind : {"overrides", "letters", "lead_times"}) {
        const Caller reader{
            .id = std::string{"token:"} + kind, .roles = {"auditor"}, .door = "api"};
        registry.file({{"kind", kind}}, reader);
    }
    registry.readings.write_all();
    CHECK_EQ(registry.ask("select string_agg(who, ' ' order by who) from readings"),
             "token:letters token:overrides");
}

TEST_CASE("money is told by invoice, and a name that looks like a formula is none") {
    Registry registry;
    registry.named("=1+1");
    const auto csv = registry.file({{"kind", "register"}});
    CHECK_NE(csv.find("\"'=1+1\""), std::string::npos);
    CHECK_NE(csv.find("\"Root of the log\""), std::string::npos);
    CHECK_EQ(registry.rows({{"kind", "finance"}}, {"kind"}), "");
}

}  // namespace reports_test
