#include "adapters/rule_desk.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <set>

#include "states/text.hpp"

namespace adapters {
namespace {

using states::Problem;
using Versioning = RuleVersions::Outcome;

constexpr std::size_t note_max = 1000;     // Characters.
constexpr std::size_t text_max = 200'000;  // Bytes.
constexpr std::size_t lines_max = 4000;

// "2026-12-01", a day that the calendar has.
std::optional<std::chrono::sys_days> day_of(const std::string& text) {
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = 0;
        for (auto i = at; i < at + length; ++i) {
            if (text[i] < '0' || text[i] > '9') return -1;
            value = value * 10 + (text[i] - '0');
        }
        return value;
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto month = number(5, 2);
    const auto day = number(8, 2);
    if (number(0, 4) < 0 || month < 0 || day < 0) return std::nullopt;
    const auto date = std::chrono::year{number(0, 4)} /
                      std::chrono::month{static_cast<unsigned>(month)} /
                      std::chrono::day{static_cast<unsigned>(day)};
    return date.ok() ? std::optional{std::chrono::sys_days{date}} : std::nullopt;
}

Problem problem_of(const RuleFlaw& flaw) {
    auto code = std::string{"rule_flaw"};
    if (flaw.line > 0) code += "_line";
    if (!flaw.key.empty()) code += "_key";
    return {"texts." + flaw.text,
            code,
            {{"line", std::to_string(flaw.line)}, {"key", flaw.key}, {"reason", flaw.reason}}};
}

void judge_note(const std::string& note, std::vector<Problem>& problems) {
    const auto points = states::read_utf8(note);
    if (!points)
        problems.push_back({"why", "not_utf8"});
    else if (states::trimmed(note).empty())
        problems.push_back({"why", "missing"});
    else if (points->size() > note_max)
        problems.push_back({"why", "too_long", {{"max", std::to_string(note_max)}}});
}

// Browsers send lines that end with CRLF; kept are lines as files have them.
std::string with_plain_ends(const std::string& text) {
    std::string plain;
    for (const char c : text)
        if (c != '\r') plain += c;
    if (!plain.empty() && !plain.ends_with('\n')) plain += '\n';
    return plain;
}

NewRule tidied(NewRule rule) {
    for (auto& [_, text] : rule.texts) text = with_plain_ends(text);
    rule.note = std::string{states::trimmed(with_plain_ends(rule.note))};
    return rule;
}

Invalid because(const std::string& code) { return {{{"version", code}}}; }

std::optional<Invalid> refused(Versioning outcome) {
    switch (outcome) {
        case Versioning::own: return because("rule_own");
        case Versioning::approved: return because("rule_approved");
        case Versioning::withdrawn: return because("rule_withdrawn");
        case Versioning::in_force: return because("rule_in_force");
        case Versioning::done:
        case Versioning::unknown: break;
    }
    return std::nullopt;
}

}  // namespace

bool RuleDesk::knows(const std::string& subject) const {
    return std::ranges::find(knowledge_.subjects, subject) != knowledge_.subjects.end();
}

RuleTexts RuleDesk::texts_in_force(const std::string& subject) {
    const auto approved = versions_.approved();
    const auto* version = in_force_at(knowledge_.now(), approved, subject);
    return version ? version->what.texts : knowledge_.in_files(subject);
}

Rules RuleDesk::in_force() { return rules_at(knowledge_.now(), versions_.approved()); }

RuleTexts RuleDesk::texts_before(const RuleVersion& version) {
    if (!version.in_force) return texts_in_force(version.what.subject);
    const auto approved = versions_.approved();
    const auto moment = *version.in_force - std::chrono::microseconds{1};
    const auto* before = in_force_at(moment, approved, version.what.subject);
    return before ? before->what.texts : knowledge_.in_files(version.what.subject);
}

std::variant<std::vector<RuleDesk::Subject>, Forbidden> RuleDesk::overview(const Caller& caller) {
    if (const auto no = unless_overseer(caller)) return *no;
    const auto all = versions_.list("");
    const auto now = knowledge_.now();
    std::vector<Subject> subjects;
    for (const auto& name : knowledge_.subjects) {
        Subject subject{.name = name};
        if (const auto* version = in_force_at(now, all, name)) subject.in_force = *version;
        for (const auto& version : all) {
            if (version.what.subject != name) continue;
            ++subject.versions;
            const auto standing = standing_of(version, all, now);
            if (standing == RuleStanding::proposed) subject.proposed.push_back(version);
            if (standing == RuleStanding::scheduled &&
                (!subject.next || *version.in_force < *subject.next->in_force))
                subject.next = version;
        }
        subjects.push_back(std::move(subject));
    }
    return subjects;
}

std::variant<std::vector<RuleDesk::Shown>, NotFound, Forbidden> RuleDesk::history(
    const Caller& caller, const std::string& subject) {
    if (const auto no = unless_overseer(caller)) return *no;
    if (!knows(subject)) return NotFound{};
    const auto all = versions_.list(subject);
    const auto now = knowledge_.now();
    std::vector<Shown> shown;
    for (const auto& version : all) shown.push_back({version, standing_of(version, all, now)});
    return shown;
}

std::variant<RuleDesk::Shown, NotFound, Forbidden> RuleDesk::show(const Caller& caller,
                                                                  std::int64_t number) {
    if (const auto no = unless_overseer(caller)) return *no;
    auto version = versions_.find(number);
    if (!version) return NotFound{};
    const auto standing =
        standing_of(*version, versions_.list(version->what.subject), knowledge_.now());
    return Shown{std::move(*version), standing};
}

std::vector<Problem> RuleDesk::problems_of(const NewRule& rule) {
    std::vector<Problem> problems;
    if (!knows(rule.subject)) {
        problems.push_back({"subject", "rule_subject_unknown", {{"name", rule.subject}}});
        return problems;
    }
    judge_note(rule.note, problems);
    if (!day_of(rule.effective))
        problems.push_back({"effective", "rule_day_format"});
    else if (rule.effective < knowledge_.today())
        problems.push_back({"effective", "rule_day_past"});
    judge_texts(rule, problems);
    return problems;
}

void RuleDesk::judge_texts(const NewRule& rule, std::vector<Problem>& problems) {
    const auto before = problems.size();
    const auto expected = knowledge_.in_files(rule.subject);
    for (const auto& [name, _] : expected) {
        const auto field = "texts." + name;
        const auto given = rule.texts.find(name);
        if (given == rule.texts.end() || states::trimmed(given->second).empty())
            problems.push_back({field, "missing"});
        else if (!states::read_utf8(given->second) || given->second.find('\0') != std::string::npos)
            problems.push_back({field, "not_utf8"});
        else if (given->second.size() > text_max ||
                 static_cast<std::size_t>(std::ranges::count(given->second, '\n')) > lines_max)
            problems.push_back(
                {field,
                 "rule_too_long",
                 {{"max", std::to_string(text_max)}, {"lines", std::to_string(lines_max)}}});
    }
    for (const auto& [name, _] : rule.texts)
        if (!expected.contains(name))
            problems.push_back({"texts." + name, "unknown_field", {{"name", name}}});
    if (problems.size() != before) return;
    if (rule.texts == texts_in_force(rule.subject)) {
        problems.push_back({"texts." + rule.texts.begin()->first, "rule_unchanged"});
        return;
    }
    judge_names(rule, problems);
    // Together with what counts on its day, and on every later day on which something changes: two
    // versions that are right by themselves need not be so together.
    auto approved = versions_.approved();
    const auto now = knowledge_.now();
    const auto start =
        std::max(now, day_of(rule.effective) ? engine::Time{*day_of(rule.effective)} : now);
    approved.push_back({.number = INT64_MAX, .what = rule, .in_force = start});
    std::set<engine::Time> moments{start};
    for (const auto& version : approved)
        if (*version.in_force > start) moments.insert(*version.in_force);
    for (const auto moment : moments) {
        const auto flaws = knowledge_.flaws(rules_at(moment, approved), rule.subject);
        for (const auto& flaw : flaws) problems.push_back(problem_of(flaw));
        if (!flaws.empty()) return;
    }
}

// A paper says the version of its text: two texts of one name could not be told apart by it.
void RuleDesk::judge_names(const NewRule& rule, std::vector<Problem>& problems) {
    auto earlier = std::vector{knowledge_.in_files(rule.subject)};
    for (const auto& version : versions_.list(rule.subject))
        if (!version.withdrawn) earlier.push_back(version.what.texts);
    for (const auto& each : rule.texts) {
        const auto& language = each.first;
        const auto& text = each.second;
        const auto name = knowledge_.name_of(rule.subject, text);
        if (name.empty()) continue;
        const auto takes = [&](const RuleTexts& texts) {
            const auto other = texts.find(language);
            return other != texts.end() && other->second != text &&
                   knowledge_.name_of(rule.subject, other->second) == name;
        };
        if (std::ranges::any_of(earlier, takes))
            problems.push_back({"texts." + language, "rule_name_taken", {{"name", name}}});
    }
}

std::variant<RuleVersion, Invalid, Forbidden> RuleDesk::propose(const Caller& caller,
                                                                const NewRule& given) {
    if (const auto no = unless_administrator(caller)) return *no;
    const auto rule = tidied(given);
    if (auto problems = problems_of(rule); !problems.empty()) return Invalid{std::move(problems)};
    return versions_.find(versions_.propose(rule, caller.id, knowledge_.time_zone)).value();
}

std::variant<RuleDesk::Shown, Invalid, NotFound, Forbidden> RuleDesk::approve(const Caller& caller,
                                                                              std::int64_t number,
                                                                              bool stepped_up) {
    if (const auto no = unless_administrator(caller)) return *no;
    const auto version = versions_.find(number);
    if (!version) return NotFound{};
    if (version->author == caller.id) return because("rule_own");
    if (version->withdrawn) return because("rule_withdrawn");
    if (version->approved) return because("rule_approved");
    if (!stepped_up) return because("rule_step_up");
    std::vector<Problem> problems;
    auto rule = version->what;
    rule.effective = std::max(rule.effective, knowledge_.today());
    judge_texts(rule, problems);
    if (!problems.empty()) return Invalid{std::move(problems)};
    const auto outcome = versions_.approve(number, caller.id);
    if (auto why = refused(outcome)) return std::move(*why);
    return std::get<Shown>(show(caller, number));
}

std::variant<RuleDesk::Shown, Invalid, NotFound, Forbidden> RuleDesk::withdraw(
    const Caller& caller, std::int64_t number) {
    if (const auto no = unless_administrator(caller)) return *no;
    const auto outcome = versions_.withdraw(number, caller.id);
    if (outcome == Versioning::unknown) return NotFound{};
    if (auto why = refused(outcome)) return std::move(*why);
    return std::get<Shown>(show(caller, number));
}

}  // namespace adapters
