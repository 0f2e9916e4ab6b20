// The figures of the start page, counted once for all who look within a while: with many
// applications that takes a second.

#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/work_figures.hpp"
#include "engine/workflow.hpp"

namespace console {

struct Figures {
    engine::Time at;
    std::vector<adapters::Ageing> ageing;
    std::vector<adapters::LeadTime> lead_times;
    std::vector<adapters::Reached> funnel;
    std::vector<adapters::Breaches> forecast;
};

class RecentFigures {
public:
    static constexpr int days_back = 90;
    static constexpr int days_ahead = 14;

    // Not older than that; while somebody else is counting, those that there are.
    std::shared_ptr<const Figures> not_older_than(std::chrono::minutes, adapters::WorkFigures&,
                                                  const std::string& time_zone, engine::Time now);

private:
    std::shared_ptr<const Figures> latest();

    std::mutex counting_;
    std::mutex turn_;
    std::shared_ptr<const Figures> latest_;
};

}  // namespace console
