// adapters::WorkFigures on PostgreSQL.

#pragma once

#include "adapters/postgres/pool.hpp"
#include "adapters/work_figures.hpp"

namespace postgres {

class WorkFigures final : public adapters::WorkFigures {
public:
    explicit WorkFigures(Pool& pool) : pool_{pool} {}

    std::vector<adapters::Ageing> ageing() override;
    std::vector<adapters::LeadTime> lead_times(int last_days) override;
    std::vector<adapters::Reached> funnel(int last_days) override;
    std::vector<adapters::Breaches> forecast(int days, const std::string& time_zone) override;
    std::optional<double> expected_days(std::vector<std::string> products) override;

private:
    Pool& pool_;
};

}  // namespace postgres
