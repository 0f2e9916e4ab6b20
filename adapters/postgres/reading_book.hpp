// adapters::ReadingBook on PostgreSQL.

#pragma once

#include <string>
#include <utility>

#include "adapters/postgres/pool.hpp"
#include "adapters/reading_log.hpp"

namespace postgres {

class ReadingBook final : public adapters::ReadingBook {
public:
    // Days are those of the registry's time zone.
    ReadingBook(Pool& pool, std::string time_zone)
        : pool_{pool}, time_zone_{std::move(time_zone)} {}

    void add(const std::vector<adapters::LoggedReading>&) override;
    std::vector<adapters::KeptReading> list(const adapters::ReadingsWanted&) override;
    std::vector<adapters::DayOfReading> days_of(engine::CaseId, int most) override;

private:
    Pool& pool_;
    std::string time_zone_;
};

}  // namespace postgres
