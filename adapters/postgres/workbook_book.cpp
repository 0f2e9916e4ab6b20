#include "adapters/postgres/workbook_book.hpp"

#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/rows.hpp"

namespace postgres {
namespace {

adapters::WorkbookEntry entry_of(const pqxx::row& row) {
    return {.number = row["number"].as<int>(),
            .at = time_of(row["at"]),
            .who = row["who"].as<std::string>(),
            .what = row["what"].as<std::string>(),
            .said = nlohmann::json::parse(row["said"].as<std::string>())};
}

}  // namespace

std::int64_t WorkbookBook::open(const adapters::WorkbookEntry& entry) {
    return ask(pool_, "open_workbook", entry.who, entry.said.dump())[0][0].as<std::int64_t>();
}

bool WorkbookBook::add(std::int64_t workbook, const adapters::WorkbookEntry& entry) {
    return ask(pool_, "add_to_workbook", workbook, entry.number, entry.who, entry.what,
               entry.said.dump())
               .affected_rows() == 1;
}

std::vector<adapters::WorkbookEntry> WorkbookBook::entries(std::int64_t workbook) {
    std::vector<adapters::WorkbookEntry> entries;
    for (const auto& row : ask(pool_, "workbook_entries", workbook))
        entries.push_back(entry_of(row));
    return entries;
}

std::map<std::int64_t, std::vector<adapters::WorkbookEntry>> WorkbookBook::all() {
    std::map<std::int64_t, std::vector<adapters::WorkbookEntry>> all;
    for (const auto& row : ask(pool_, "all_workbook_entries"))
        all[row["workbook"].as<std::int64_t>()].push_back(entry_of(row));
    return all;
}

}  // namespace postgres
