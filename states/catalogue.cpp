#include "states/catalogue.hpp"

#include <algorithm>
#include <stdexcept>

namespace states {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

bool works(sys_days day, const std::set<std::chrono::year_month_day>& holidays) {
    const auto weekday = std::chrono::weekday{day};
    return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday &&
           !holidays.contains(std::chrono::year_month_day{day});
}

}  // namespace

const Product* Catalogue::product(std::string_view name) const {
    const auto found = std::ranges::find(products, name, &Product::name);
    return found == products.end() ? nullptr : &*found;
}

const Clock& Catalogue::clock(std::string_view name) const {
    const auto found = clocks.find(name);
    if (found == clocks.end())
        throw std::out_of_range{"the catalogue has no clock \"" + std::string{name} + "\""};
    return found->second;
}

engine::Time Catalogue::after(engine::Time from, Span span) const {
    if (!span.working) return from + days{span.days};
    const auto today = std::chrono::floor<days>(from);
    auto day = today;
    for (int left = span.days; left > 0;) {
        day += days{1};
        if (works(day, holidays)) --left;
    }
    return from + (day - today);
}

}  // namespace states
