// Bars with their labels, as SVG: drawn from the same numbers as the table beside them.

#pragma once

#include <string>
#include <vector>

namespace console {

struct Bar {
    std::string label;
    std::string figure;  // As its reader's language writes it.
    double value = 0;
    double far = 0;  // An outline beyond it, for a P90; 0: none.
};

// A drawing of 600 by 22 for each bar; no colours of its own, and nothing is drawn for 0.
std::string bars(const std::vector<Bar>&);

}  // namespace console
