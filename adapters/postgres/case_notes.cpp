#include "adapters/postgres/case_notes.hpp"

#include "adapters/case_number.hpp"
#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/rows.hpp"

namespace postgres {
namespace {

using Problems = std::vector<states::Problem>;

std::int64_t number_of(const std::string& reference) {
    return adapters::case_number_in(reference).value_or(0);
}

}  // namespace

CaseNotes::Added CaseNotes::add(const std::string& reference, const std::string& author,
                                const std::string& text) {
    if (auto problems = adapters::check_note(text); !problems.empty()) return problems;
    const auto rows = ask(pool_, "add_case_note", number_of(reference), reference, author, text);
    if (rows.empty()) return Problems{{"reference", "application_unknown"}};
    return rows[0][0].as<std::int64_t>();
}

CaseNotes::Added CaseNotes::supersede(const std::string& reference, std::int64_t note,
                                      const std::string& author, const std::string& text) {
    if (auto problems = adapters::check_note(text); !problems.empty()) return problems;
    const auto row =
        ask(pool_, "supersede_case_note", note, number_of(reference), reference, author, text)[0];
    if (row["old"].is_null()) return Problems{{"note", "note_unknown"}};
    if (row["new"].is_null()) return Problems{{"note", "note_superseded"}};
    return row["new"].as<std::int64_t>();
}

std::vector<adapters::CaseNote> CaseNotes::list(const std::string& reference) {
    std::vector<adapters::CaseNote> notes;
    for (const auto& row : ask(pool_, "notes_of_case", number_of(reference), reference))
        notes.push_back({.id = row["id"].as<std::int64_t>(),
                         .author = row["author"].as<std::string>(),
                         .text = row["text"].as<std::string>(),
                         .at = time_of(row["at"]),
                         .supersedes = row["supersedes"].as<std::int64_t>(),
                         .superseded_by = row["superseded_by"].as<std::int64_t>()});
    return notes;
}

}  // namespace postgres
