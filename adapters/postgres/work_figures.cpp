#include "adapters/postgres/work_figures.hpp"

#include <algorithm>
#include <sstream>

namespace postgres {
namespace {

constexpr int steps = 7;
constexpr double seconds_a_day = 86400;

// Two statements: the second one has to see what the first has written.
template <class... Arguments>
pqxx::result ask_figures(Pool& pool, const char* statement, const Arguments&... arguments) {
    return at_once(pool, [&](pqxx::transaction_base& t) {
        t.exec_prepared("follow_work");
        return t.exec_prepared(statement, arguments...);
    });
}

struct Percentiles {
    double median = 0, p90 = 0;  // Days.
};

Percentiles read_percentiles(const pqxx::field& array) {  // "{3600,7200}", in seconds.
    auto text = array.as<std::string>();
    std::ranges::replace_if(
        text, [](char c) { return c == '{' || c == ',' || c == '}'; }, ' ');
    auto numbers = std::istringstream{text};
    Percentiles read;
    numbers >> read.median >> read.p90;
    return {.median = read.median / seconds_a_day, .p90 = read.p90 / seconds_a_day};
}

}  // namespace

std::vector<adapters::Ageing> WorkFigures::ageing() {
    std::vector<adapters::Ageing> all;
    for (int step = 1; step <= steps; ++step) all.push_back({.step = step});
    Array beginnings;
    for (const int days : adapters::ageing_buckets) beginnings.add(std::int64_t{days});
    for (const auto& row : ask_figures(pool_, "work_ageing", beginnings.text())) {
        const auto step = row["step"].as<int>();
        const auto bucket = std::max(row["bucket"].as<int>(), 1);
        if (step < 1 || step > steps) continue;
        all[static_cast<std::size_t>(step - 1)].count[static_cast<std::size_t>(bucket - 1)] +=
            row["count"].as<std::int64_t>();
    }
    return all;
}

std::vector<adapters::LeadTime> WorkFigures::lead_times(int last_days) {
    std::vector<adapters::LeadTime> all;
    for (const auto& row : ask_figures(pool_, "lead_times", last_days)) {
        const auto gross = read_percentiles(row["gross"]);
        const auto net = read_percentiles(row["net"]);
        all.push_back({.step = row["step"].as<int>(),
                       .count = row["count"].as<std::int64_t>(),
                       .gross_median = gross.median,
                       .gross_p90 = gross.p90,
                       .net_median = net.median,
                       .net_p90 = net.p90});
    }
    return all;
}

std::vector<adapters::Reached> WorkFigures::funnel(int last_days) {
    std::vector<adapters::Reached> all;
    for (const auto& row : ask_figures(pool_, "work_funnel", last_days))
        all.push_back({row["step"].as<int>(), row["count"].as<std::int64_t>()});
    return all;
}

std::vector<adapters::Breaches> WorkFigures::forecast(int days, const std::string& time_zone) {
    std::vector<adapters::Breaches> all;
    for (const auto& row : ask_figures(pool_, "work_forecast", days, time_zone))
        all.push_back({row["day"].as<std::string>(), row["count"].as<std::int64_t>()});
    return all;
}

std::optional<double> WorkFigures::expected_days(std::vector<std::string> products) {
    std::ranges::sort(products);
    products.erase(std::unique(products.begin(), products.end()), products.end());
    const auto row = ask_figures(pool_, "expected_days", array_of(products))[0];
    if (row["count"].as<int>() < adapters::expected_days_of) return std::nullopt;
    return row["days"].as<double>();
}

}  // namespace postgres
