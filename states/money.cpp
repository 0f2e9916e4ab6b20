#include "states/money.hpp"

#include <algorithm>

namespace states {
namespace {

bool digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<Money> read_money(std::string_view text) {
    const auto point = text.find('.');
    const auto whole = text.substr(0, point);
    const auto part = point == std::string_view::npos ? "00" : text.substr(point + 1);
    if (whole.empty() || whole.size() > 12 || part.size() != 2) return {};
    if (!digits(whole) || !digits(part)) return {};
    auto money = Money{};
    for (const auto& run : {whole, part})
        for (const char c : run) money.cents = money.cents * 10 + (c - '0');
    return money;
}

std::string write_money(Money money) {
    // Unsigned, because the smallest integer has no positive twin.
    auto cents = static_cast<std::uint64_t>(money.cents);
    if (money.cents < 0) cents = ~cents + 1;
    const auto part = std::to_string(cents % 100);
    return (money.cents < 0 ? "-" : "") + std::to_string(cents / 100) +
           (part.size() < 2 ? ".0" : ".") + part;
}

}  // namespace states
