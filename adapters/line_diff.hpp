// How two texts differ, line by line.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace adapters {

struct DiffLine {
    enum class Is { same, removed, added };
    Is is = Is::same;
    std::string text;
    int line = 0;  // In the new text; of what was removed, in the old one.
    bool operator==(const DiffLine&) const = default;
};

// The fewest lines that are removed and added; what is removed comes before what takes its place.
// Texts of thousands of changed lines are told as replaced as a whole.
std::vector<DiffLine> line_diff(std::string_view before, std::string_view after);

// Only what has changed, each change with some lines around it; between two such parts one stretch
// is left out, which an empty `same` of line 0 stands for.
std::vector<DiffLine> changes_only(const std::vector<DiffLine>&, int around = 3);

}  // namespace adapters
