#include "adapters/console/bars.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace console {
namespace {

constexpr int row_height = 22;
constexpr int bars_from = 200;     // Where bars begin, after their labels.
constexpr double bars_room = 300;  // For the longest; its figure comes after it.

std::string escaped(const std::string& text) {
    std::string safe;
    for (const char c : text) safe += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string{c};
    return safe;
}

void draw(std::ostringstream& svg, double value, double most, std::size_t y, const char* kind) {
    if (value <= 0) return;
    svg << "<rect class=\"" << kind << "\" x=\"" << bars_from << "\" y=\"" << y + 3 << "\" width=\""
        << std::max(1L, std::lround(value / most * bars_room)) << "\" height=\"16\" rx=\"2\"/>";
}

}  // namespace

std::string bars(const std::vector<Bar>& rows) {
    double most = 1;
    for (const auto& row : rows) most = std::max({most, row.value, row.far});
    std::ostringstream svg;
    svg << R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 )"
        << rows.size() * row_height << R"(" aria-hidden="true" class="bars">)";
    std::size_t y = 0;
    for (const auto& row : rows) {
        draw(svg, row.far, most, y, "far");
        draw(svg, row.value, most, y, "near");
        const auto end =
            bars_from + std::lround(std::max(row.value, row.far) / most * bars_room) + 8;
        svg << "<text x=\"0\" y=\"" << y + 16 << "\">" << escaped(row.label) << "</text><text x=\""
            << end << "\" y=\"" << y + 16 << "\">" << escaped(row.figure) << "</text>";
        y += row_height;
    }
    svg << "</svg>";
    return svg.str();
}

}  // namespace console
