#include "adapters/line_diff.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace adapters {
namespace {

using Lines = std::vector<std::string_view>;
using Is = DiffLine::Is;

constexpr std::size_t cells_max = 16'000'000;  // 4000 by 4000 changed lines: 32 MB for a moment.

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

// The lengths of the longest common subsequence of what follows each pair of lines.
class Table {
public:
    Table(const Lines& before, const Lines& after)
        : width_{after.size() + 1}, cells_((before.size() + 1) * width_) {
        for (auto i = before.size(); i-- > 0;)
            for (auto j = after.size(); j-- > 0;)
                cells_[i * width_ + j] = before[i] == after[j]
                                             ? static_cast<std::uint16_t>(at(i + 1, j + 1) + 1)
                                             : std::max(at(i + 1, j), at(i, j + 1));
    }
    std::uint16_t at(std::size_t i, std::size_t j) const { return cells_[i * width_ + j]; }

private:
    std::size_t width_;
    std::vector<std::uint16_t> cells_;
};

class Writer {
public:
    void same(std::string_view text) {
        ++old_line_;
        all.push_back({Is::same, std::string{text}, ++new_line_});
    }
    void removed(std::string_view text) {
        all.push_back({Is::removed, std::string{text}, ++old_line_});
    }
    void added(std::string_view text) {
        all.push_back({Is::added, std::string{text}, ++new_line_});
    }
    std::vector<DiffLine> all;

private:
    int old_line_ = 0;
    int new_line_ = 0;
};

void write_middle(const Lines& before, const Lines& after, Writer& to) {
    if (before.size() * after.size() > cells_max) {
        for (const auto line : before) to.removed(line);
        for (const auto line : after) to.added(line);
        return;
    }
    const auto table = Table{before, after};
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < before.size() || j < after.size()) {
        if (i < before.size() && j < after.size() && before[i] == after[j]) {
            to.same(before[i++]);
            ++j;
        } else if (j == after.size() ||
                   (i < before.size() && table.at(i + 1, j) >= table.at(i, j + 1))) {
            to.removed(before[i++]);
        } else {
            to.added(after[j++]);
        }
    }
}

}  // namespace

std::vector<DiffLine> line_diff(std::string_view before, std::string_view after) {
    const auto old_lines = lines_of(before);
    const auto new_lines = lines_of(after);
    const auto shorter = std::min(old_lines.size(), new_lines.size());
    std::size_t head = 0;
    while (head < shorter && old_lines[head] == new_lines[head]) ++head;
    std::size_t tail = 0;
    while (tail < shorter - head &&
           old_lines[old_lines.size() - 1 - tail] == new_lines[new_lines.size() - 1 - tail])
        ++tail;
    const auto middle = [&](const Lines& lines) {
        return Lines(lines.begin() + static_cast<std::ptrdiff_t>(head),
                     lines.end() - static_cast<std::ptrdiff_t>(tail));
    };
    Writer writer;
    for (std::size_t i = 0; i < head; ++i) writer.same(new_lines[i]);
    write_middle(middle(old_lines), middle(new_lines), writer);
    for (auto i = new_lines.size() - tail; i < new_lines.size(); ++i) writer.same(new_lines[i]);
    return std::move(writer.all);
}

std::vector<DiffLine> changes_only(const std::vector<DiffLine>& all, int around) {
    const auto size = static_cast<int>(all.size());
    std::vector<bool> near(all.size());
    for (int i = 0; i < size; ++i) {
        if (all[static_cast<std::size_t>(i)].is == Is::same) continue;
        for (int j = std::max(0, i - around); j <= std::min(size - 1, i + around); ++j)
            near[static_cast<std::size_t>(j)] = true;
    }
    std::vector<DiffLine> kept;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (near[i])
            kept.push_back(all[i]);
        else if (!kept.empty() && kept.back() != DiffLine{})
            kept.emplace_back();
    }
    if (!kept.empty() && kept.back() == DiffLine{}) kept.pop_back();
    return kept;
}

}  // namespace adapters
