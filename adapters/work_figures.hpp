// Figures for the start page of staff's console: what is old, what is slow, what is going to be
// late.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace adapters {

// Where the buckets of ageing begin, in days since an application was opened.
constexpr std::array<int, 6> ageing_buckets = {0, 8, 15, 31, 61, 91};

struct Ageing {  // Of the open applications that are in this step.
    int step = 0;
    std::array<std::int64_t, ageing_buckets.size()> count = {};
};

// In days.  Gross is from entering to leaving a step, all stays in it together; net is without the
// states in which the ball was with the applicant, and without holds.
struct LeadTime {
    int step = 0;
    std::int64_t count = 0;
    double gross_median = 0, gross_p90 = 0;
    double net_median = 0, net_p90 = 0;
};

struct Reached {
    int step = 0;  // 1 to 7; 8 for those that are completed.
    std::int64_t count = 0;
};

struct Breaches {     // Clocks that run out on a day, if nobody does anything.
    std::string day;  // "2026-11-28", in the registry's time zone.
    std::int64_t count = 0;
};

constexpr int expected_days_of = 5;  // Fewer applications than these tell nothing.

class WorkFigures {
public:
    virtual ~WorkFigures() = default;

    virtual std::vector<Ageing> ageing() = 0;                     // Of all seven steps.
    virtual std::vector<LeadTime> lead_times(int last_days) = 0;  // Of steps left in these days.
    virtual std::vector<Reached> funnel(int last_days) = 0;       // Of those opened in these days.
    // Today, from now on, and the days after; as many as asked for.
    virtual std::vector<Breaches> forecast(int days, const std::string& time_zone) = 0;

    // Median of days from submitted to completed of those that asked for the same products, in any
    // order; empty if fewer than five did.
    virtual std::optional<double> expected_days(std::vector<std::string> products) = 0;
};

}  // namespace adapters
