// Amounts of money as whole cents, so that no rounding can hide in a comparison.

#pragma once

#include <compare>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace states {

struct Money {
    std::int64_t cents = 0;
    auto operator<=>(const Money&) const = default;
    friend Money operator+(Money a, Money b) { return {a.cents + b.cents}; }
    friend Money operator-(Money a, Money b) { return {a.cents - b.cents}; }
};

// "2500.00" as APIs write it.  Two decimals or none, no sign, at most twelve digits before the
// point; empty for everything else.
std::optional<Money> read_money(std::string_view);
std::string write_money(Money);  // "2500.00", "-12.50"

inline void to_json(nlohmann::json& json, const Money& money) { json = money.cents; }
inline void from_json(const nlohmann::json& json, Money& money) {
    money.cents = json.get<std::int64_t>();
}

}  // namespace states
