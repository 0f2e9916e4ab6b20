#include "adapters/config/calendar.hpp"

#include <toml++/toml.h>

#include <array>
#include <cstdio>
#include <sstream>
#include <stdexcept>

namespace config {
namespace {

// Columns of TOML's reader count characters, and offsets here are bytes.
std::size_t offset_of(const std::string& text, const toml::source_position& place) {
    std::size_t at = 0;
    for (toml::source_index line = 1; line < place.line; ++line) at = text.find('\n', at) + 1;
    const auto continues = [&](std::size_t i) {
        return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
    };
    for (toml::source_index column = 1; column < place.column; ++column) do
            ++at;
        while (continues(at));
    return at;
}

toml::table parsed(const std::string& text) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        throw std::invalid_argument{std::string{error.description()}};
    }
}

std::string quoted(const std::string& name) {
    std::ostringstream text;
    text << toml::value<std::string>{name};
    return text.str();
}

std::string day_text(std::chrono::year_month_day day) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return text.data();
}

}  // namespace

Holidays holidays_in(const std::string& toml) {
    const auto root = parsed(toml);
    Holidays holidays;
    const auto* array = root.get_as<toml::array>("holidays");
    if (!array) return holidays;
    for (const auto& element : *array) {
        const auto* table = element.as_table();
        const auto* node = table ? table->get("day") : &element;
        const auto date = node ? node->value_exact<toml::date>() : std::nullopt;
        if (!date) continue;
        holidays[std::chrono::year{date->year} / std::chrono::month{date->month} /
                 std::chrono::day{date->day}] =
            table ? (*table)["name"].value_or(std::string{}) : "";
    }
    return holidays;
}

std::string with_holidays(const std::string& toml, const Holidays& holidays) {
    const auto root = parsed(toml);
    const auto* array = root.get_as<toml::array>("holidays");
    if (!array) throw std::invalid_argument{"the catalogue has no list of holidays"};
    std::string list = "[\n";
    for (const auto& [day, name] : holidays)
        list += "    " +
                (name.empty() ? day_text(day)
                              : "{ day = " + day_text(day) + ", name = " + quoted(name) + " }") +
                ",\n";
    list += "]";
    const auto begin = offset_of(toml, array->source().begin);
    const auto end = offset_of(toml, array->source().end);
    return toml.substr(0, begin) + list + toml.substr(end);
}

}  // namespace config
