#include "adapters/csv.hpp"

#include <algorithm>
#include <array>

namespace adapters {
namespace {

// ＝ ＋ － ＠: a spreadsheet that folds widths reads them as the ASCII ones.
constexpr std::array<std::string_view, 10> formula_starts = {
    "=", "+", "-", "@", "\t", "\r", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

bool is_number(std::string_view field) {
    if (field.starts_with('-')) field.remove_prefix(1);
    return !field.empty() && field.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_formula(std::string_view field) {
    return std::ranges::any_of(formula_starts,
                               [&](auto start) { return field.starts_with(start); }) &&
           !is_number(field);
}

void append(std::string& line, std::string_view field) {
    line += '"';
    if (is_formula(field)) line += '\'';
    for (const char c : field) {
        if (c == '"') line += '"';
        line += c;
    }
    line += '"';
}

}  // namespace

std::string csv_line(const std::vector<std::string>& fields) {
    std::string line;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) line += ',';
        append(line, fields[i]);
    }
    return line + "\r\n";
}

}  // namespace adapters
