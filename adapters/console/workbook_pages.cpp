// Workbooks of auditors: the list, one of them with its sample and findings, and the check sheet of
// an application in a sample.

#include <algorithm>

#include "adapters/console/desk.hpp"
#include "adapters/pages/answer.hpp"
#include "states/messages.hpp"

namespace console {
namespace {

using adapters::Workbook;
using adapters::WorkbookDesk;
using nlohmann::json;

constexpr auto base = "/console/workbooks";
const std::vector<std::string> keepers{"auditor"};

std::string said(const Visit& visit, const std::string& key) {
    return states::message(visit.language, "workbook." + key);
}

std::string address_of(const Workbook& workbook) {
    return std::string{base} + "/" + std::to_string(workbook.number);
}

std::string address_of(const Workbook& workbook, const adapters::CheckSheet& sheet) {
    return address_of(workbook) + "/sheets/" + sheet.reference;
}

json standing_view(const Workbook& workbook, const Visit& visit) {
    return {{"closed", workbook.closed.has_value()},
            {"standing", said(visit, workbook.closed ? "standing.closed" : "standing.open")}};
}

json options_view(const auto& names, const std::string& topic, const std::string& chosen,
                  const Visit& visit) {
    auto all = json::array();
    for (const auto name : names)
        all.push_back({{"value", name},
                       {"label", said(visit, topic + std::string{name})},
                       {"selected", name == chosen}});
    return all;
}

// ---- All of them --------------------------------------------------------------------------------

struct Typed {
    pages::Form form = {};
    json problems = json::array();
};

http::Response list_page(const Visit& visit, const Typed& typed) {
    const auto found = visit.site.parts.workbooks.list(visit.caller());
    const auto* workbooks = std::get_if<std::vector<Workbook>>(&found);
    if (!workbooks) return visit.trouble(403, "not_yours");
    const Names names{visit};
    auto rows = json::array();
    for (const auto& workbook : *workbooks) {
        auto row = standing_view(workbook, visit);
        row["href"] = address_of(workbook);
        row["title"] = workbook.opened.text;
        row["who"] = names.of(workbook.opened.who);
        row["moment"] = moment_of(workbook.opened.at, visit.language);
        row["at"] = engine::rfc3339(workbook.opened.at);
        row["sheets"] =
            std::to_string(workbook.complete()) + "/" + std::to_string(workbook.sheets.size());
        row["findings"] = std::to_string(workbook.findings.size());
        rows.push_back(std::move(row));
    }
    const auto& form = typed.form;
    return visit.page(
        "workbooks", visit.word("console.workbooks.title"),
        {{"problems", typed.problems},
         {"rows", rows},
         {"empty", rows.empty()},
         {"keeps", visit.caller().may("auditor")},
         {"title", form.value("title")},
         {"from", form.value("from")},
         {"until", form.value("until")},
         {"size", form.value("size")},
         {"seed", form.value("seed")},
         {"size_hint", visit.word("console.workbooks.size_hint",
                                  {{"most", std::to_string(WorkbookDesk::sample_max)}})},
         {"title_error", error_at(typed.problems, "title")},
         {"size_error", error_at(typed.problems, "size")},
         {"of", options_view(adapters::populations, "of.",
                             form.has("of") ? form.value("of") : "touched", visit)}});
}

http::Response open_one(const Visit& visit, const pages::Form& form) {
    auto given = json::object();
    for (const auto* field : {"title", "from", "until", "of", "seed"})
        if (auto text = form.value(field); !text.empty()) given[field] = std::move(text);
    if (const auto size = form.value("size"); !size.empty()) given["size"] = number_in(size);
    const auto opened = visit.site.parts.workbooks.open(visit.caller(), given);
    if (const auto* invalid = std::get_if<adapters::Invalid>(&opened))
        return list_page(visit, {form, problems_view(invalid->problems, visit.language)});
    const auto* workbook = std::get_if<Workbook>(&opened);
    if (!workbook) return visit.trouble(403, "not_yours");
    return pages::see_other(address_of(*workbook) + "?done=opened");
}

// ---- One of them --------------------------------------------------------------------------------

json said_view(const adapters::Said& what, const Names& names, const Visit& visit) {
    return {{"text", what.text},
            {"who", names.of(what.who)},
            {"moment", moment_of(what.at, visit.language)}};
}

json finding_view(const Workbook& workbook, const adapters::Finding& finding, const Typed& typed,
                  const Names& names, const Visit& visit) {
    const auto number = std::to_string(finding.number);
    const auto* sheet = workbook.sheet(finding.reference);
    auto replies = json::array();
    for (const auto& reply : finding.replies) replies.push_back(said_view(reply, names, visit));
    const bool is_open = !finding.settled && !workbook.closed;
    const bool failed = typed.form.value("finding") == number;
    return {{"number", number},
            {"title", said(visit, "finding") + " " + number},
            {"reference", finding.reference},
            {"href", sheet ? address_of(workbook, *sheet) : ""},
            {"severity", said(visit, "severity." + finding.severity)},
            {"tag", finding.severity == "major"   ? "bad"
                    : finding.severity == "minor" ? "warn"
                                                  : ""},
            {"said", said_view(finding.said, names, visit)},
            {"replies", replies},
            {"settled", finding.settled ? said_view(*finding.settled, names, visit) : json(false)},
            {"replies_to", is_open},
            {"settles", is_open && visit.caller().may("auditor")},
            {"id", failed ? "text" : "text-" + number},
            {"typed", failed ? typed.form.exactly("text") : ""}};
}

std::string quoted(const std::string& text) {  // As a shell reads it back.
    std::string all = "'";
    for (const auto c : text) all += c == '\'' ? "'\\''" : std::string{c};
    return all + "'";
}

// What somebody else needs to draw the same sample, after docs/audit.md.
json drawn_view(const Workbook& workbook, const Visit& visit) {
    const auto period = workbook.from.empty() && workbook.until.empty()
                            ? visit.word("console.workbooks.period_all")
                            : workbook.from + " – " + workbook.until;
    return {{"period", period},
            {"of", said(visit, "of." + workbook.of)},
            {"population", std::to_string(workbook.population)},
            {"population_sha256", workbook.population_sha256},
            {"population_list",
             "/console/reports/file?kind=population&format=csv&from=" + workbook.from +
                 "&until=" + workbook.until + "&head=" + std::to_string(workbook.head)},
            {"seed", workbook.seed},
            {"seed_line", "seed=" + quoted(workbook.seed)},
            {"head", std::to_string(workbook.head)},
            {"root", workbook.root},
            {"size", std::to_string(workbook.sheets.size())}};
}

http::Response workbook_page(const Visit& visit, const Workbook& workbook, const Typed& typed) {
    const Names names{visit};
    auto sheets = json::array();
    for (const auto& sheet : workbook.sheets)
        sheets.push_back(
            {{"reference", sheet.reference},
             {"href", address_of(workbook, sheet)},
             {"complete", sheet.is_complete()},
             {"answered", std::to_string(sheet.answers.size()) + "/" +
                              std::to_string(adapters::workbook_checks.size())},
             {"noes", std::to_string(std::ranges::count_if(sheet.answers, [](const auto& each) {
                  return each.second.answer == "no";
              }))}});
    auto findings = json::array();
    for (const auto& finding : workbook.findings)
        findings.push_back(finding_view(workbook, finding, typed, names, visit));
    auto among = json::array();
    for (const auto& sheet : workbook.sheets)
        among.push_back({{"value", sheet.reference},
                         {"selected", sheet.reference == typed.form.value("reference")}});
    const bool keeps = visit.caller().may("auditor") && !workbook.closed;
    const bool finds = typed.form.value("what") == "found";
    const bool closes = typed.form.value("what") == "closed";
    auto data = standing_view(workbook, visit);
    data.update(
        {{"problems", typed.problems},
         {"base", address_of(workbook)},
         {"title", workbook.opened.text},
         {"opened", said_view(workbook.opened, names, visit)},
         {"drawn", drawn_view(workbook, visit)},
         {"sheets", sheets},
         {"findings", findings},
         {"has_findings", !findings.empty()},
         {"keeps", keeps},
         {"among", among},
         {"severities", options_view(adapters::severities, "severity.",
                                     finds ? typed.form.value("severity") : "", visit)},
         {"found_id", finds ? "text" : "found"},
         {"found", finds ? typed.form.exactly("text") : ""},
         {"close_id", closes ? "text" : "conclusion"},
         {"conclusion", closes ? typed.form.exactly("text") : ""},
         {"closed_by", workbook.closed ? said_view(*workbook.closed, names, visit) : json(false)},
         {"digest", workbook.digest}});
    return visit.page("workbook", said(visit, "title") + ": " + workbook.opened.text,
                      std::move(data), notice_in(visit, "workbooks"));
}

std::optional<Workbook> workbook_in(const Visit& visit) {
    auto found = visit.site.parts.workbooks.show(visit.caller(),
                                                 number_in(visit.request.parameter("number")));
    if (auto* workbook = std::get_if<Workbook>(&found)) return std::move(*workbook);
    return std::nullopt;
}

http::Response show_one(const Visit& visit) {
    const auto workbook = workbook_in(visit);
    return workbook ? workbook_page(visit, *workbook, {}) : visit.trouble(404, "no_workbook");
}

const char* done_by(const std::string& what) { return what == "found" ? "added" : what.c_str(); }

// A finding, a word about one, or the end: what= says which.
http::Response write_in(const Visit& visit, const pages::Form& form) {
    const auto before = workbook_in(visit);
    if (!before) return visit.trouble(404, "no_workbook");
    const auto what = form.value("what");
    json entry{{"text", form.value("text")}};
    if (what == "found") {
        entry["severity"] = form.value("severity");
        if (const auto reference = form.value("reference"); !reference.empty())
            entry["reference"] = reference;
    } else if (what != "closed") {
        entry["finding"] = number_in(form.value("finding"));
    }
    const auto added = visit.site.parts.workbooks.add(visit.caller(), before->number, what, entry);
    if (std::holds_alternative<Workbook>(added))
        return pages::see_other(address_of(*before) + "?done=" + done_by(what));
    if (const auto* invalid = std::get_if<adapters::Invalid>(&added))
        return workbook_page(visit, *before,
                             {form, problems_view(invalid->problems, visit.language)});
    return visit.trouble(403, "not_yours");
}

// ---- One check sheet ----------------------------------------------------------------------------

struct TypedSheet {
    json answers = json::object();  // By the names of the checks: those that were changed.
    json problems = json::array();
};

// As it was typed, or as it stands.
json check_view(const adapters::CheckSheet& sheet, std::string_view check, const TypedSheet& typed,
                const Names& names, const Visit& visit) {
    const auto name = std::string{check};
    const auto field = "answers." + name;
    const auto changed = typed.answers.find(name);
    const bool is_typed = changed != typed.answers.end();
    const auto known = sheet.answers.find(check);
    const bool answered = known != sheet.answers.end();
    const auto answer = is_typed   ? changed->at("answer").get<std::string>()
                        : answered ? known->second.answer
                                   : std::string{};
    const auto remark = is_typed   ? changed->at("remark").get<std::string>()
                        : answered ? known->second.remark
                                   : std::string{};
    auto answers = options_view(adapters::check_answers, "answer.", answer, visit);
    for (auto& each : answers)
        each["id"] = pages::anchor_of(field + ".") + each["value"].get<std::string>();
    return {{"field", field},
            {"id", pages::anchor_of(field)},
            {"question", said(visit, "check." + name)},
            {"answers", answers},
            {"remark", remark},
            {"error", error_at(typed.problems, field + ".remark")},
            {"by", answered ? names.of(known->second.who) + ", " +
                                  moment_of(known->second.at, visit.language)
                            : ""}};
}

http::Response sheet_page(const Visit& visit, const Workbook& workbook,
                          const adapters::CheckSheet& sheet, const TypedSheet& typed) {
    const Names names{visit};
    auto checks = json::array();
    for (const auto check : adapters::workbook_checks)
        checks.push_back(check_view(sheet, check, typed, names, visit));
    auto problems = typed.problems;
    for (auto& problem : problems)  // The question says more than the name of its field.
        for (const auto& check : checks)
            if (problem["field"].get<std::string>().starts_with(check["field"].get<std::string>()))
                problem["label"] = check["question"];
    const auto title = visit.word("console.workbooks.sheet") + ": " + sheet.reference;
    return visit.page("check_sheet", title,
                      {{"problems", problems},
                       {"title", title},
                       {"href", address_of(workbook, sheet)},
                       {"workbook", address_of(workbook)},
                       {"workbook_title", workbook.opened.text},
                       {"reference", sheet.reference},
                       {"seen", workbook.entries},
                       {"dossier", "/console/reports/file?kind=dossier&format=pdf&application=" +
                                       sheet.reference},
                       {"checks", checks},
                       {"keeps", visit.caller().may("auditor") && !workbook.closed}},
                      notice_in(visit, "workbooks"));
}

http::Response with_sheet(const Visit& visit, const auto& answer) {
    const auto workbook = workbook_in(visit);
    const auto* sheet = workbook ? workbook->sheet(visit.request.parameter("reference")) : nullptr;
    return sheet ? answer(*workbook, *sheet) : visit.trouble(404, "no_workbook");
}

http::Response show_sheet(const Visit& visit) {
    return with_sheet(visit, [&](const auto& workbook, const auto& sheet) {
        return sheet_page(visit, workbook, sheet, {});
    });
}

bool same(const adapters::CheckSheet& one, const adapters::CheckSheet& other,
          std::string_view check) {
    const auto mine = one.answers.find(check);
    const auto theirs = other.answers.find(check);
    if (mine == one.answers.end() || theirs == other.answers.end())
        return mine == one.answers.end() && theirs == other.answers.end();
    return mine->second.at == theirs->second.at;
}

// What differs from what was shown.
json answers_in(const pages::Form& form, const adapters::CheckSheet& shown) {
    auto answers = json::object();
    for (const auto check : adapters::workbook_checks) {
        const auto field = "answers." + std::string{check};
        const auto answer = form.value(field + ".answer");
        const auto remark = form.value(field + ".remark");
        const auto known = shown.answers.find(check);
        const bool same = known == shown.answers.end()
                              ? answer.empty() && remark.empty()
                              : answer == known->second.answer && remark == known->second.remark;
        if (!same) answers[std::string{check}] = {{"answer", answer}, {"remark", remark}};
    }
    return answers;
}

// The workbook as this page has shown it: others may have written in it since.
Workbook shown_by(const Visit& visit, const Workbook& now, std::int64_t seen) {
    const auto found = visit.site.parts.workbooks.entries(visit.caller(), now.number);
    const auto* entries = std::get_if<std::vector<adapters::WorkbookEntry>>(&found);
    if (!entries || seen < 1 || seen >= now.entries) return now;
    return adapters::read_workbook(now.number, {entries->begin(), entries->begin() + seen});
}

// Of answers that somebody else has given meanwhile: they are looked at before they are replaced.
std::vector<states::Problem> crossed(const Visit& visit, const json& answers,
                                     const adapters::CheckSheet& shown,
                                     const adapters::CheckSheet& now) {
    std::vector<states::Problem> problems;
    for (const auto& [check, answer] : answers.items())
        if (!same(shown, now, check)) {
            const auto& theirs = now.answers.find(check)->second;
            problems.push_back(
                {"answers." + check + ".remark",
                 "sheet_changed",
                 {{"answer", said(visit, "answer." + theirs.answer)}, {"remark", theirs.remark}}});
        }
    return problems;
}

http::Response save_sheet(const Visit& visit, const pages::Form& form) {
    return with_sheet(visit, [&](const auto& workbook, const auto& sheet) -> http::Response {
        const auto saved = address_of(workbook, sheet) + "?done=checked";
        const auto shown = shown_by(visit, workbook, number_in(form.value("seen")));
        const auto answers = answers_in(form, *shown.sheet(sheet.reference));
        if (answers.empty()) return pages::see_other(saved);
        const auto again = [&](const std::vector<states::Problem>& problems) {
            return sheet_page(visit, workbook, sheet,
                              {answers, problems_view(problems, visit.language)});
        };
        if (const auto problems = crossed(visit, answers, *shown.sheet(sheet.reference), sheet);
            !problems.empty())
            return again(problems);
        const auto added =
            visit.site.parts.workbooks.add(visit.caller(), workbook.number, "checked",
                                           {{"reference", sheet.reference}, {"answers", answers}});
        if (std::holds_alternative<Workbook>(added)) return pages::see_other(saved);
        if (const auto* invalid = std::get_if<adapters::Invalid>(&added))
            return again(invalid->problems);
        return visit.trouble(403, "not_yours");
    });
}

}  // namespace

std::vector<http::Route> workbook_routes(const std::shared_ptr<const Site>& site) {
    const std::string one = std::string{base} + "/{number}";
    const std::string sheet = one + "/sheets/{reference}";
    return {
        page_for(site, base, concerned, [](const Visit& visit) { return list_page(visit, {}); }),
        form_for(site, base, keepers, open_one),
        page_for(site, one, concerned, show_one),
        form_for(site, one, concerned, write_in),
        page_for(site, sheet, concerned, show_sheet),
        form_for(site, sheet, keepers, save_sheet)};
}

}  // namespace console
