#include "adapters/workbook.hpp"

#include <algorithm>
#include <stdexcept>

#include "adapters/case_notes.hpp"
#include "adapters/sha256.hpp"
#include "engine/journal.hpp"
#include "states/fields.hpp"

namespace adapters {
namespace {

using nlohmann::json;
using states::Problem;
using Problems = std::vector<Problem>;

std::string text_in(const json& object, const char* field) {
    const auto found = object.find(field);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

bool one_of(const auto& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

// ---- Judging one entry --------------------------------------------------------------------------

bool is_blank(const json& text) {
    return text.is_null() || (text.is_string() && text.get_ref<const std::string&>().empty());
}

// What people write at length: with line breaks, which Fields::text() does not take.
void judge_text(states::Fields& fields, const char* name, Problems& problems) {
    const auto& text = fields.at(name);
    if (!fields.readable()) return;
    if (!text.is_string() && !text.is_null())
        fields.refuse(name, "wrong_type", {{"expected", "string"}});
    else
        std::ranges::move(
            check_note(text.is_null() ? "" : text.get<std::string>(), fields.path(name)),
            std::back_inserter(problems));
}

void judge_answer(states::Fields answer, Problems& problems) {
    const auto chosen = answer.needed_text("answer");
    if (!one_of(check_answers, chosen) && !answer.refused("answer"))
        answer.refuse("answer", "check_answer");
    const auto& remark = answer.at("remark");
    if (!is_blank(remark))
        judge_text(answer, "remark", problems);
    else if (chosen == "no")
        answer.refuse("remark", "check_remark");
    answer.refuse_unknown();
}

void judge_sheet(const Workbook& workbook, states::Fields& said, Problems& problems) {
    const auto reference = said.needed_text("reference");
    if (!workbook.sheet(reference) && !said.refused("reference"))
        said.refuse("reference", "sheet_unknown");
    auto answers = said.object("answers");
    const auto& given = said.at("answers");
    if (given.empty()) said.refuse("answers", "missing");
    for (const auto check : workbook_checks)
        if (given.contains(check)) judge_answer(answers.object(check), problems);
    answers.refuse_unknown();
}

void judge_finding(const Workbook& workbook, states::Fields& said, Problems& problems) {
    const auto reference = said.text("reference");
    if (!reference.empty() && !workbook.sheet(reference)) said.refuse("reference", "sheet_unknown");
    const auto severity = said.needed_text("severity");
    if (!one_of(severities, severity) && !said.refused("severity"))
        said.refuse("severity", "finding_severity");
    judge_text(said, "text", problems);
}

void judge_word(const Workbook& workbook, states::Fields& said, Problems& problems) {
    const auto* finding = workbook.finding(said.integer("finding").value_or(0));
    if (!finding) {
        if (!said.refused("finding")) said.refuse("finding", "finding_unknown");
    } else if (finding->settled) {
        said.refuse("finding", "finding_settled");
    }
    judge_text(said, "text", problems);
}

void judge_conclusion(const Workbook& workbook, states::Fields& said, Problems& problems) {
    if (const auto open = workbook.sheets.size() - workbook.complete(); open > 0)
        problems.push_back({"sheets", "sheets_open", {{"count", std::to_string(open)}}});
    if (const auto open = workbook.open(); open > 0)
        problems.push_back({"findings", "findings_open", {{"count", std::to_string(open)}}});
    judge_text(said, "text", problems);
}

// ---- Reading what was written -------------------------------------------------------------------

Said said_in(const WorkbookEntry& entry, const char* field = "text") {
    return {text_in(entry.said, field), entry.who, entry.at};
}

void open(Workbook& workbook, const WorkbookEntry& entry) {
    const auto& said = entry.said;
    workbook.opened = said_in(entry, "title");
    workbook.from = text_in(said, "from");
    workbook.until = text_in(said, "until");
    workbook.of = text_in(said, "of");
    workbook.seed = text_in(said, "seed");
    workbook.population = said.at("population").get<std::int64_t>();
    workbook.population_sha256 = text_in(said, "population_sha256");
    workbook.head = said.at("head").get<std::int64_t>();
    workbook.root = text_in(said, "root");
    for (const auto& reference : said.at("sample"))
        workbook.sheets.push_back({reference.get<std::string>(), {}});
}

template <class Things, class Key, class Member>
auto& the(Things& things, const Key& key, Member member) {
    const auto found = std::ranges::find(things, key, member);
    if (found == things.end()) throw std::runtime_error{"a workbook's entry is about nothing"};
    return *found;
}

void add(Workbook& workbook, const WorkbookEntry& entry) {
    const auto& said = entry.said;
    if (entry.what == "opened") {
        open(workbook, entry);
    } else if (entry.what == "checked") {
        auto& sheet = the(workbook.sheets, text_in(said, "reference"), &CheckSheet::reference);
        for (const auto& [check, answer] : said.at("answers").items())
            sheet.answers[check] = {text_in(answer, "answer"), text_in(answer, "remark"), entry.who,
                                    entry.at};
    } else if (entry.what == "found") {
        workbook.findings.push_back({.number = static_cast<int>(workbook.findings.size()) + 1,
                                     .reference = text_in(said, "reference"),
                                     .severity = text_in(said, "severity"),
                                     .said = said_in(entry)});
    } else if (entry.what == "closed") {
        workbook.closed = said_in(entry);
        workbook.digest = text_in(said, "digest");
    } else {
        auto& finding = the(workbook.findings, said.at("finding").get<int>(), &Finding::number);
        if (entry.what == "replied")
            finding.replies.push_back(said_in(entry));
        else
            finding.settled = said_in(entry);
    }
    workbook.entries = entry.number;
}

json json_of(const Said& said) {
    return {{"text", said.text}, {"who", said.who}, {"at", engine::rfc3339(said.at)}};
}

json json_of(const std::optional<Said>& said) { return said ? json_of(*said) : json(nullptr); }

json json_of(const CheckSheet& sheet) {
    auto answers = json::object();
    for (const auto& [check, answer] : sheet.answers)
        answers[check] = {{"answer", answer.answer},
                          {"remark", answer.remark},
                          {"who", answer.who},
                          {"at", engine::rfc3339(answer.at)}};
    return {
        {"reference", sheet.reference}, {"complete", sheet.is_complete()}, {"answers", answers}};
}

json json_of(const Finding& finding) {
    auto replies = json::array();
    for (const auto& reply : finding.replies) replies.push_back(json_of(reply));
    return {{"number", finding.number},
            {"reference", finding.reference.empty() ? json(nullptr) : json(finding.reference)},
            {"severity", finding.severity},
            {"said", json_of(finding.said)},
            {"replies", replies},
            {"settled", json_of(finding.settled)}};
}

}  // namespace

const CheckSheet* Workbook::sheet(std::string_view reference) const {
    const auto found = std::ranges::find(sheets, reference, &CheckSheet::reference);
    return found == sheets.end() ? nullptr : &*found;
}

const Finding* Workbook::finding(std::int64_t number_of_it) const {
    const auto found = std::ranges::find(findings, number_of_it, &Finding::number);
    return found == findings.end() ? nullptr : &*found;
}

std::size_t Workbook::complete() const {
    return static_cast<std::size_t>(std::ranges::count_if(sheets, &CheckSheet::is_complete));
}

std::size_t Workbook::open() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        findings, [](const Finding& finding) { return !finding.settled.has_value(); }));
}

Workbook read_workbook(std::int64_t number, const std::vector<WorkbookEntry>& entries) {
    Workbook workbook{.number = number};
    for (const auto& entry : entries) add(workbook, entry);
    return workbook;
}

Problems flaws_of(const Workbook& workbook, std::string_view what, const json& given) {
    if (workbook.closed) return {{"what", "workbook_closed"}};
    Problems problems;
    states::Fields said{given, "", problems};
    if (what == "checked")
        judge_sheet(workbook, said, problems);
    else if (what == "found")
        judge_finding(workbook, said, problems);
    else if (what == "replied" || what == "settled")
        judge_word(workbook, said, problems);
    else if (what == "closed")
        judge_conclusion(workbook, said, problems);
    else
        return {{"what", "workbook_entry"}};
    said.refuse_unknown();
    return problems;
}

std::string written(const WorkbookEntry& entry) {
    return std::to_string(entry.number) + ' ' + engine::rfc3339(entry.at) + ' ' + entry.who + ' ' +
           entry.what + ' ' + entry.said.dump() + '\n';
}

std::string digest_of(const std::vector<WorkbookEntry>& entries) {
    std::string text;
    for (const auto& entry : entries) text += written(entry);
    return sha256_of(text);
}

json workbook_json(const Workbook& workbook) {
    auto sheets = json::array();
    for (const auto& sheet : workbook.sheets) sheets.push_back(json_of(sheet));
    auto findings = json::array();
    for (const auto& finding : workbook.findings) findings.push_back(json_of(finding));
    return {{"number", workbook.number},
            {"opened", json_of(workbook.opened)},
            {"from", workbook.from},
            {"until", workbook.until},
            {"of", workbook.of},
            {"seed", workbook.seed},
            {"population", workbook.population},
            {"population_sha256", workbook.population_sha256},
            {"head", workbook.head},
            {"root", workbook.root},
            {"sheets", sheets},
            {"findings", findings},
            {"closed", json_of(workbook.closed)},
            {"digest", workbook.digest},
            {"entries", workbook.entries}};
}

}  // namespace adapters
