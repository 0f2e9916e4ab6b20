#include "adapters/papers/report_paper.hpp"

#include <algorithm>
#include <numeric>

#include "adapters/papers/figures.hpp"
#include "adapters/papers/pdf_a.hpp"
#include "adapters/papers/sheet.hpp"
#include "adapters/report_formats.hpp"
#include "states/messages.hpp"

namespace papers {
namespace {

using adapters::Cells;

constexpr double letters_size = 7.5;

bool is_hash(const std::string& text) {
    constexpr std::size_t sha256_digits = 64;
    return text.size() == sha256_digits &&
           text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string shown(const std::string& column, const std::string& value,
                  const std::string& language) {
    constexpr std::size_t digits_shown = 16;
    if (is_hash(value)) return value.substr(0, digits_shown) + "…";
    return adapters::report_cell(column, value, language);
}

std::size_t longest_word(const std::string& text) {
    std::size_t longest = 0;
    for (std::size_t from = 0; from <= text.size();) {
        const auto to = std::min(text.find(' ', from), text.size());
        longest = std::max(longest, to - from);
        from = to + 1;
    }
    return longest;
}

// As wide as what stands in them, within bounds: a word needs room, and a sentence can be broken.
std::vector<Column> columns_of(const Cells& heads, const std::vector<Row>& rows) {
    constexpr std::size_t word_max = 20;
    constexpr std::size_t most = 34;
    constexpr std::size_t space = 3;  // Between columns, and as letters differ.
    std::vector<std::size_t> weights;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        auto word = longest_word(heads[i]);
        auto longest = heads[i].size();
        for (const auto& row : rows) {
            word = std::max(word, longest_word(row.cells[i]));
            longest = std::max(longest, row.cells[i].size());
        }
        const auto least = std::min(word, word_max) + space;
        weights.push_back(std::max(least, std::min(longest, most)));
    }
    const auto all = std::accumulate(weights.begin(), weights.end(), std::size_t{0});
    std::vector<Column> columns;
    for (std::size_t i = 0; i < heads.size(); ++i)
        columns.push_back(
            {.head = heads[i],
             .width = text_width * static_cast<double>(weights[i]) / static_cast<double>(all)});
    return columns;
}

}  // namespace

std::string report_paper(const Letterhead& from, const Cells& columns,
                         const std::vector<Cells>& rows, const adapters::ReportStamp& stamp) {
    const auto& language = stamp.language;
    const auto say = [&](const std::string& key) { return states::message(language, key); };
    const auto key = "report." + stamp.query.kind;
    Cells heads;
    for (const auto& column : columns) heads.push_back(adapters::report_heading(column, language));
    std::vector<Row> table;
    for (const auto& cells : rows) {
        Row row{.size = letters_size};
        for (std::size_t i = 0; i < cells.size(); ++i)
            row.cells.push_back(shown(columns[i], cells[i], language));
        table.push_back(std::move(row));
    }
    std::vector<Row> said;
    for (const auto& [label, value] : adapters::stamp_lines(stamp))
        said.push_back({.cells = {label, value}, .size = 8.5});
    const Cover cover{
        .title = say(key + ".title"),
        .author = from.name,
        .language = language,
        .date = std::chrono::floor<std::chrono::days>(stamp.head.at),
        .foot = {from.name + " · " + say(key + ".title"),
                 say("report.stamp.as_of") + " " + engine::rfc3339(stamp.head.at) + " · " +
                     say("report.stamp.log_size") + " " + std::to_string(stamp.head.size)}};
    const auto widths = columns_of(heads, table);
    const auto draw = [&](Sheet& sheet) {
        draw_letterhead(sheet, from, language, "");
        sheet.flow("H1", cover.title, {.size = 17, .bold = true, .ink = Ink::accent});
        sheet.skip(2 * mm);
        sheet.flow("P", say(key + ".text"), body);
        sheet.skip(4 * mm);
        sheet.table({{.head = say("report.stamp.what"), .width = 55 * mm},
                     {.head = say("report.stamp.value"), .width = text_width - 55 * mm}},
                    said);
        sheet.skip(7 * mm);
        if (table.empty())
            sheet.flow("P", say("report.empty"), body);
        else
            sheet.table(widths, table, letters_size);
    };
    Sheet counting{cover, 0};
    draw(counting);
    Sheet sheet{cover, counting.pages()};
    draw(sheet);
    return archivable(sheet.finish(), cover, "");
}

}  // namespace papers
