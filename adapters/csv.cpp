#include "adapters/csv.hpp"

#include <algorithm>
#include <array>

namespace adapters {
namespace {

// ＝ ＋ － ＠: a spreadsheet that folds widths reads them as the ASCII ones.
constexpr std::array<std::string_view, 10> formula_starts = {
    "=", "+", "-", "@", "\t", "\r", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

// At which some spreadsheet begins another cell: one whose list separator is not the comma takes no
// quotes for such either, when it opens the file, and so a cell can begin within a field.
constexpr std::string_view cell_ends = ";\t\r\n";

bool is_number(std::string_view cell) {
    if (cell.starts_with('-')) cell.remove_prefix(1);
    return !cell.empty() && cell.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_formula(std::string_view cell) {
    return std::ranges::any_of(formula_starts,
                               [&](auto start) { return cell.starts_with(start); }) &&
           !is_number(cell);
}

// What may become a cell within a field, without the quotes and spaces that it may lose there.
bool hides_formula(std::string_view cell) {
    const auto begin = cell.find_first_not_of("\" ");
    return begin != std::string_view::npos && is_formula(cell.substr(begin));
}

void append(std::string& line, std::string_view field) {
    line += '"';
    if (is_formula(field)) line += '\'';
    for (std::size_t i = 0; i < field.size(); ++i) {
        if (field[i] == '"') line += '"';
        line += field[i];
        if (cell_ends.find(field[i]) == std::string_view::npos) continue;
        const auto rest = field.substr(i + 1);
        if (hides_formula(rest.substr(0, rest.find_first_of(cell_ends)))) line += '\'';
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
