#include "adapters/postgres/reading_book.hpp"

#include <nlohmann/json.hpp>

#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/rows.hpp"

namespace postgres {
namespace {

using nlohmann::json;

}  // namespace

void ReadingBook::add(const std::vector<adapters::LoggedReading>& lines) {
    auto rows = json::array();
    for (const auto& line : lines)
        rows.push_back({{"ago", line.ago.count()},
                        {"who", line.who},
                        {"role", line.role},
                        {"door", line.door},
                        {"what", line.what},
                        {"case_id", line.of ? json(line.of->number) : json(nullptr)},
                        {"document", line.document.empty() ? json(nullptr) : json(line.document)}});
    ask(pool_, "add_readings", rows.dump());
}

std::vector<adapters::KeptReading> ReadingBook::list(const adapters::ReadingsWanted& wanted) {
    std::vector<adapters::KeptReading> found;
    for (const auto& row : ask(pool_, "readings", wanted.who, wanted.of.number, wanted.from,
                               wanted.until, time_zone_, wanted.before, wanted.limit))
        found.push_back(
            {.id = row["id"].as<std::int64_t>(),
             .at = time_of(row["at"]),
             .who = row["who"].as<std::string>(),
             .role = row["role"].as<std::string>(),
             .door = row["door"].as<std::string>(),
             .what = json::parse(row["what"].as<std::string>()).get<std::vector<std::string>>(),
             .reference = row["reference"].as<std::string>(),
             .document = row["document"].as<std::string>()});
    return found;
}

std::vector<adapters::DayOfReading> ReadingBook::days_of(engine::CaseId of, int most) {
    std::vector<adapters::DayOfReading> days;
    for (const auto& row : ask(pool_, "readers_of_case", of.number, time_zone_, most))
        days.push_back({.day = row["day"].as<std::string>(),
                        .role = row["kind"].as<std::string>(),
                        .times = row["times"].as<int>()});
    return days;
}

}  // namespace postgres
