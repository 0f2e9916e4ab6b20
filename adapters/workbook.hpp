// The auditor's workbook: a random sample of applications, a check sheet for each of them, what was
// found, what those concerned replied, and the conclusion.
//
// A workbook is the line of its entries, which are only ever added; what it says now is read from
// them.  Each check sheet asks the same questions, workbook_checks; their words and all others
// stand in states/messages/workbook.*.json.

#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/workflow.hpp"
#include "states/sign_up.hpp"

namespace adapters {

// Stored names, in the order in which they are asked.
inline constexpr std::array<std::string_view, 9> workbook_checks{"identity", "four_eyes", "reasons",
                                                                 "contract", "payment",   "codes",
                                                                 "clocks",   "privacy",   "proof"};
inline constexpr std::array<std::string_view, 3> check_answers{"yes", "no", "not_applicable"};
inline constexpr std::array<std::string_view, 3> severities{"observation", "minor", "major"};

// What a sample is drawn from: whatever something happened to in the period, or what was decided
// on, or ended, in it.
inline constexpr std::array<std::string_view, 3> populations{"touched", "decided", "ended"};

struct WorkbookEntry {
    int number = 1;  // From 1 in each workbook, without gaps.
    engine::Time at;
    std::string who;   // "staff:17"
    std::string what;  // opened, checked, found, replied, settled, closed
    nlohmann::json said = nlohmann::json::object();
};

struct Said {
    std::string text;
    std::string who;
    engine::Time at;
};

struct CheckAnswer {
    std::string answer;  // Of check_answers.
    std::string remark;
    std::string who;
    engine::Time at;
};

struct CheckSheet {
    std::string reference;
    std::map<std::string, CheckAnswer, std::less<>> answers;  // By the names of the checks.
    bool is_complete() const { return answers.size() == workbook_checks.size(); }
};

struct Finding {
    int number = 0;         // From 1 in each workbook.
    std::string reference;  // Empty: of no one application.
    std::string severity;   // Of severities.
    Said said;
    std::vector<Said> replies = {};
    std::optional<Said> settled = {};
};

struct Workbook {
    std::int64_t number = 0;
    Said opened;                  // Its title.
    std::string from, until, of;  // "2026-01-01", both included, may be empty; of populations.
    std::string seed;
    std::int64_t population = 0;
    std::string population_sha256;   // Of the references in order, each with "\n" after it.
    std::int64_t head = 0;           // Entries of the audit log that the population was read from,
    std::string root;                // and the root of their tree, in base64.
    std::vector<CheckSheet> sheets;  // In the order in which they were drawn.
    std::vector<Finding> findings;
    std::optional<Said> closed = {};  // The conclusion,
    std::string digest;               // and the SHA-256 of the entries before it.
    int entries = 0;

    const CheckSheet* sheet(std::string_view reference) const;
    const Finding* finding(std::int64_t number) const;
    std::size_t complete() const;  // So many sheets.
    std::size_t open() const;      // So many findings.
};

Workbook read_workbook(std::int64_t number, const std::vector<WorkbookEntry>&);

// What is wrong with an entry for a workbook as it is, all at once.  `given` is an object:
//   checked  {"reference","answers":{check:{"answer","remark"}}}; a "no" needs a remark
//   found    {"reference" or none,"severity","text"}
//   replied, settled  {"finding","text"}
//   closed   {"text"}: when each sheet is complete and each finding settled
std::vector<states::Problem> flaws_of(const Workbook&, std::string_view what,
                                      const nlohmann::json& given);

// One line an entry: number, time, who, what, said as canonical JSON, between single spaces.
std::string written(const WorkbookEntry&);
std::string digest_of(const std::vector<WorkbookEntry>&);  // The SHA-256 of all of these lines.

nlohmann::json workbook_json(const Workbook&);

}  // namespace adapters
