#include "adapters/rule_desk.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "adapters/config_reading.hpp"
#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/rule_versions.hpp"
#include "adapters/rules_in_files.hpp"
#include "tests/database.hpp"

namespace rule_desk_test {

using adapters::Caller;
using adapters::Forbidden;
using adapters::Invalid;
using adapters::NewRule;
using adapters::NotFound;
using adapters::RuleDesk;
using adapters::RuleStanding;
using adapters::RuleVersion;

namespace {

constexpr auto zone = "Europe/Brussels";

struct Office {
    tests::Database database;
    postgres::Pool pool{database.address(), 2};
    postgres::Reading reading{pool};
    postgres::RuleVersions versions{pool};
    config::Config config = adapters::read_configuration("", {});
    RuleDesk desk{versions, adapters::rule_knowledge(
                                config, zone, [this] { return reading.now(); },
                                [this] { return reading.today(zone); })};
    Caller ada{.id = "staff:1", .roles = {"administrator"}, .door = "console"};
    Caller bob{.id = "staff:2", .roles = {"administrator"}, .door = "console"};

    Office() {  // The log of staff names members.
        for (const auto* name : {"ada", "bob"})
            database.ask(std::string{"select add_staff('cli', '"} + name + "@x', '" + name +
                         "@x', 'N', 'en', '{administrator}', null, 'UTC')");
    }

    std::string today() { return reading.today(zone); }

    NewRule rule(const std::string& subject, const std::string& from, const std::string& to) {
        NewRule rule{.subject = subject,
                     .texts = desk.texts_in_force(subject),
                     .note = "A test.",
                     .effective = today()};
        for (auto& [_, text] : rule.texts)
            if (const auto at = text.find(from); at != std::string::npos)
                text.replace(at, from.size(), to);
        return rule;
    }
    NewRule dearer(const std::string& amount) {
        return rule("catalogue", "prepayment_min = \"2500.00\"",
                    "prepayment_min = \"" + amount + "\"");
    }
    std::int64_t proposed(const NewRule& rule) {
        const auto version = desk.propose(ada, rule);
        if (const auto* invalid = std::get_if<Invalid>(&version))
            for (const auto& each : invalid->problems)
                FAIL(
                    each.field << ' ' << each.code << ' '
                               << (each.values.contains("reason") ? each.values.at("reason") : ""));
        return std::get<RuleVersion>(version).number;
    }
    std::string standing(std::int64_t number) {
        const auto shown = std::get<RuleDesk::Shown>(desk.show(ada, number));
        switch (shown.standing) {
            case RuleStanding::proposed: return "proposed";
            case RuleStanding::scheduled: return "scheduled";
            case RuleStanding::in_force: return "in force";
            case RuleStanding::past: return "past";
            case RuleStanding::withdrawn: return "withdrawn";
        }
        return {};
    }
    std::string minimum() {
        const auto text = desk.texts_in_force("catalogue").at("toml");
        const auto at = text.find("prepayment_min = \"") + 18;
        return text.substr(at, text.find('"', at) - at);
    }
};

std::vector<states::Problem> problems(const auto& answer) {
    const auto* invalid = std::get_if<Invalid>(&answer);
    return invalid ? invalid->problems : std::vector<states::Problem>{};
}

std::string codes(const auto& answer) {
    std::string all;
    for (const auto& each : problems(answer))
        all += (all.empty() ? "" : " ") + each.field + ":" + each.code;
    return all;
}

}  // namespace

TEST_CASE("a version takes two administrators, a phone key and a moment") {
    Office office;
    auto& desk = office.desk;
    const auto number = office.proposed(office.dearer("3000.00"));
    CHECK_EQ(office.standing(number), "proposed");
    CHECK_EQ(codes(desk.approve(office.ada, number, true)), "version:rule_own");
    CHECK_EQ(codes(desk.approve(office.bob, number, false)), "version:rule_step_up");
    const auto before = office.versions.stand();
    CHECK(std::holds_alternative<RuleDesk::Shown>(desk.approve(office.bob, number, true)));
    CHECK_EQ(office.standing(number), "scheduled");
    CHECK_EQ(office.minimum(), "2500.00");
    const auto scheduled = office.versions.stand();
    CHECK_NE(scheduled, before);
    CHECK_EQ(codes(desk.approve(office.bob, number, true)), "version:rule_approved");
    CHECK_EQ(codes(desk.withdraw(office.ada, number)),
             "version:rule_in_force");  // Within a moment.

    office.database.advance("1 minute");
    CHECK_EQ(office.standing(number), "in force");
    CHECK_EQ(office.minimum(), "3000.00");
    CHECK_NE(office.versions.stand(), scheduled);
    CHECK_EQ(codes(desk.withdraw(office.bob, number)), "version:rule_in_force");

    // Going back is a new version with the old text.
    const auto back = office.proposed(
        office.rule("catalogue", "prepayment_min = \"3000.00\"", "prepayment_min = \"2500.00\""));
    CHECK(std::holds_alternative<RuleDesk::Shown>(desk.approve(office.bob, back, true)));
    office.database.advance("1 minute");
    CHECK_EQ(office.standing(number), "past");
    CHECK_EQ(office.standing(back), "in force");
    CHECK_EQ(office.minimum(), "2500.00");
    CHECK_EQ(desk.texts_before(office.versions.find(back).value()),
             office.versions.find(number)->what.texts);
}

TEST_CASE("a day to come is waited for, and withdrawn before it") {
    Office office;
    auto later = office.dearer("3000.00");
    later.effective = "2099-01-01";
    const auto number = office.proposed(later);
    REQUIRE(std::holds_alternative<RuleDesk::Shown>(office.desk.approve(office.bob, number, true)));
    office.database.advance("1 day");
    CHECK_EQ(office.standing(number), "scheduled");
    // The first moment of the day where the registry is: an hour before UTC's.
    CHECK_EQ(engine::rfc3339(office.versions.find(number)->in_force.value()),
             "2098-12-31T23:00:00.000000Z");
    const auto all = std::get<std::vector<RuleDesk::Subject>>(office.desk.overview(office.ada));
    CHECK_EQ(all.front().name, "catalogue");
    CHECK_EQ(all.front().next->number, number);
    CHECK_FALSE(all.front().in_force);
    CHECK(std::holds_alternative<RuleDesk::Shown>(office.desk.withdraw(office.bob, number)));
    CHECK_EQ(office.standing(number), "withdrawn");
    CHECK_EQ(codes(office.desk.withdraw(office.bob, number)), "version:rule_withdrawn");
    CHECK_EQ(codes(office.desk.approve(office.bob, number, true)), "version:rule_withdrawn");
    CHECK(std::holds_alternative<NotFound>(office.desk.withdraw(office.bob, 99)));
    CHECK(std::holds_alternative<NotFound>(office.desk.approve(office.bob, 99, true)));
    CHECK(std::holds_alternative<NotFound>(office.desk.show(office.bob, 99)));
}

TEST_CASE("every flaw is named with its field") {
    Office office;
    auto& desk = office.desk;
    const auto of = [&](const NewRule& rule) { return codes(desk.propose(office.ada, rule)); };
    auto rule = office.dearer("3000.00");
    rule.note = " \r\n";
    rule.effective = "yesterday";
    CHECK_EQ(of(rule), "why:missing effective:rule_day_format");
    rule = office.dearer("3000.00");
    rule.effective = "2026-02-30";
    CHECK_EQ(of(rule), "effective:rule_day_format");
    rule.effective = "2020-01-01";
    rule.note = std::string(1001, 'x');
    CHECK_EQ(of(rule), "why:too_long effective:rule_day_past");
    CHECK_EQ(of(office.dearer("2500.00")), "texts.toml:rule_unchanged");
    CHECK_EQ(of({.subject = "mail/none", .texts = {}, .note = "x", .effective = "2099-01-01"}),
             "subject:rule_subject_unknown");
    rule = office.rule("mail/held", "e", "e ");
    rule.texts.erase("nl");
    rule.texts["de"] = "x";
    CHECK_EQ(of(rule), "texts.nl:missing texts.de:unknown_field");
    rule.texts = {
        {"en", "\xff"}, {"fr", std::string(200'001, 'x')}, {"nl", std::string(4002, '\n') + "x"}};
    CHECK_EQ(of(rule), "texts.en:not_utf8 texts.fr:rule_too_long texts.nl:rule_too_long");
}

TEST_CASE("a catalogue is judged as `doorstep config check` does, and with the texts that use it") {
    Office office;
    const auto found = problems(office.desk.propose(office.ada, office.dearer("cheap")));
    REQUIRE_EQ(found.size(), 1);
    CHECK_EQ(found[0].code, "rule_flaw_line_key");
    CHECK_EQ(found[0].values.at("key"), "prepayment_min");
    CHECK_EQ(found[0].values.at("line"), "9");
    CHECK(found[0].values.at("reason").find("two decimals") != std::string::npos);

    const auto broken = problems(
        office.desk.propose(office.ada, office.rule("catalogue", "currency = ", "currency ")));
    REQUIRE_EQ(broken.size(), 1);
    CHECK_EQ(broken[0].code, "rule_flaw_line");

    // A text that mails say cannot go.
    const auto gone = problems(office.desk.propose(
        office.ada, office.rule("catalogue", "support_email = ", "another_email = ")));
    CHECK_FALSE(gone.empty());
}

TEST_CASE("a text says the same in every language, and only what there is") {
    Office office;
    auto rule = office.rule("mail/payment_reminder", "{{rest}}", "{{rests}}");
    auto found = problems(office.desk.propose(office.ada, rule));
    REQUIRE_FALSE(found.empty());
    CHECK_EQ(found[0].field, "texts.en");
    CHECK_EQ(found[0].code, "rule_flaw_line_key");
    CHECK_EQ(found[0].values.at("key"), "en/payment_reminder.mustache");
    CHECK(found[0].values.at("reason").find("{{rests}}") != std::string::npos);
    CHECK_EQ(found[0].values.at("line"), "8");

    rule = office.rule("mail/payment_reminder", "{{rest}}", "{{rest}}");
    rule.texts["nl"] += "{{organisation}}\n";
    found = problems(office.desk.propose(office.ada, rule));
    REQUIRE_EQ(found.size(), 1);
    CHECK_EQ(found[0].field, "texts.nl");
    CHECK(found[0].values.at("reason").find("{{organisation}}") != std::string::npos);

    rule = office.rule("mail/signature", "{{registry}}", "{{registry}}!");
    CHECK(std::holds_alternative<RuleVersion>(office.desk.propose(office.ada, rule)));
}

TEST_CASE("another text of a paper has another version on it") {
    Office office;
    auto rule = office.rule("paper/security_letter", "\n\n", "\n\n- One more.\n\n");
    CHECK_EQ(codes(office.desk.propose(office.ada, rule)),
             "texts.en:rule_name_taken texts.fr:rule_name_taken texts.nl:rule_name_taken");
    for (auto& [_, text] : rule.texts)
        text.replace(text.find("Version: ") + 9, text.find('\n') - 9, "2099.1");
    CHECK(std::holds_alternative<RuleVersion>(office.desk.propose(office.ada, rule)));
}

TEST_CASE("what fits by itself has to fit to what comes") {
    Office office;
    // A catalogue that has one more text, from a day on; and a mail that says it, from the day
    // before.
    auto catalogue = office.rule("catalogue", "[texts]\n", "[texts]\nslogan = \"For all.\"\n");
    catalogue.effective = "2099-01-02";
    const auto first = office.proposed(catalogue);
    REQUIRE(std::holds_alternative<RuleDesk::Shown>(office.desk.approve(office.bob, first, true)));
    auto mail = office.rule("mail/signature", "{{registry}}", "{{registry}} {{slogan}}");
    mail.effective = "2099-01-01";
    CHECK_FALSE(problems(office.desk.propose(office.ada, mail)).empty());
    mail.effective = "2099-01-03";
    const auto second = office.proposed(mail);
    REQUIRE(std::holds_alternative<RuleDesk::Shown>(office.desk.approve(office.bob, second, true)));
    // The catalogue cannot lose it again before the mail does.
    auto without = office.dearer("3000.00");
    without.effective = "2099-01-04";
    CHECK_FALSE(problems(office.desk.propose(office.ada, without)).empty());
}

TEST_CASE("administrators write, auditors read, others do neither") {
    Office office;
    const auto number = office.proposed(office.dearer("3000.00"));
    for (const auto* role : {"clerk", "approver", "finance", "auditor", ""}) {
        const Caller other{.id = "staff:9", .roles = {role}, .door = "console"};
        CHECK(std::holds_alternative<Forbidden>(
            office.desk.propose(other, office.dearer("4000.00"))));
        CHECK(std::holds_alternative<Forbidden>(office.desk.approve(other, number, true)));
        CHECK(std::holds_alternative<Forbidden>(office.desk.withdraw(other, number)));
        const bool reads = other.may("auditor");
        CHECK_EQ(std::holds_alternative<Forbidden>(office.desk.overview(other)), !reads);
        CHECK_EQ(std::holds_alternative<Forbidden>(office.desk.history(other, "catalogue")),
                 !reads);
        CHECK_EQ(std::holds_alternative<Forbidden>(office.desk.show(other, number)), !reads);
    }
    CHECK(std::holds_alternative<NotFound>(office.desk.history(office.ada, "mail/none")));
}

TEST_CASE("nothing written is ever changed, and the database holds to four eyes") {
    Office office;
    const auto number = office.proposed(office.dearer("3000.00"));
    for (const auto* statement : {"update rule_versions set note = 'x'",
                                  "delete from rule_versions", "truncate rule_versions cascade",
                                  "insert into rule_approvals (version, approver, in_force_at) "
                                  "values (1, 'staff:1', clock())"})
        CHECK_THROWS(office.database.ask(statement));
    REQUIRE(std::holds_alternative<RuleDesk::Shown>(office.desk.approve(office.bob, number, true)));
    CHECK_THROWS(office.database.ask("delete from rule_approvals"));
    CHECK_EQ(office.database.ask("select string_agg(what, ' ' order by line) from staff_log "
                                 "where what like 'rule%'"),
             "rule_proposed rule_approved");
}

TEST_CASE("every built-in text is without a flaw, and all of them are rules") {
    Office office;
    const auto subjects = adapters::rule_subjects();
    CHECK_EQ(subjects.size(), 1 + 38 + 4);
    for (const auto& subject : subjects) {
        CAPTURE(subject);
        const auto texts = adapters::rule_in_files(office.config, subject);
        CHECK_EQ(texts.size(), subject == "catalogue" ? 1 : 3);
        const auto flaws = adapters::rule_flaws(office.config, {{subject, texts}}, subject);
        for (const auto& flaw : flaws) FAIL_CHECK(flaw.key << ": " << flaw.reason);
    }
}

}  // namespace rule_desk_test
