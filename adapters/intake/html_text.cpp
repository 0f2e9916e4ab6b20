#include "adapters/intake/html_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <set>
#include <vector>

#include "adapters/intake/charset.hpp"
#include "adapters/intake/words.hpp"
#include "states/text.hpp"

namespace intake {
namespace {

constexpr std::size_t tables_max = 30;  // Inside one another; deeper ones are read as plain text.

struct LineOnPage {
    int depth = 0;  // Of quotes.
    std::string text;
};

struct Cell {
    std::vector<LineOnPage> lines;
    std::string open;  // The line that is being written.
    bool blank = false;
};

struct TableOnPage {
    std::vector<Cell> row;  // The cells that are closed.
    bool in_cell = false;
};

std::string utf8(std::uint32_t point) {
    if (point == 0 || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000))
        return "\xEF\xBF\xBD";
    std::string text;
    if (point < 0x80) return {static_cast<char>(point)};
    const auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
    if (point < 0x800) {
        byte(0xC0 | (point >> 6));
    } else {
        if (point < 0x10000) {
            byte(0xE0 | (point >> 12));
        } else {
            byte(0xF0 | (point >> 18));
            byte(0x80 | ((point >> 12) & 0x3F));
        }
        byte(0x80 | ((point >> 6) & 0x3F));
    }
    byte(0x80 | (point & 0x3F));
    return text;
}

// At an "&"; moves `at` behind what it has read.
std::string reference(std::string_view html, std::size_t& at) {
    constexpr std::size_t longest = 12;
    const auto rest = html.substr(at + 1, longest);
    std::uint32_t point = 0;
    std::size_t size = 0;
    if (rest.starts_with('#')) {
        const bool hex = rest.size() > 1 && (rest[1] == 'x' || rest[1] == 'X');
        const auto* begin = rest.data() + (hex ? 2 : 1);
        const auto* end = rest.data() + rest.size();
        const auto read = std::from_chars(begin, end, point, hex ? 16 : 10);
        if (read.ec == std::errc{}) size = static_cast<std::size_t>(read.ptr - rest.data());
    } else {
        while (size < rest.size() && std::isalnum(static_cast<unsigned char>(rest[size])) != 0)
            ++size;
        point = entity(rest.substr(0, size));
        if (point == 0) size = 0;
    }
    ++at;
    if (size == 0) return "&";
    at += size;
    if (at < html.size() && html[at] == ';') ++at;
    return utf8(point);
}

std::string attribute(std::string_view tag, std::string_view name) {
    const auto low = states::lower_ascii(tag);
    for (auto at = low.find(name); at != std::string::npos; at = low.find(name, at + 1)) {
        const auto equals = at + name.size();
        if (at == 0 || low[at - 1] > ' ') continue;
        if (equals >= low.size() || low[equals] != '=') continue;
        auto value = tag.substr(equals + 1);
        if (value.empty()) return {};
        const char quote = value.front();
        if (quote == '"' || quote == '\'') {
            value.remove_prefix(1);
            return std::string{value.substr(0, value.find(quote))};
        }
        return std::string{value.substr(0, value.find_first_of(" \t\n"))};
    }
    return {};
}

class Writer {
public:
    Writer() { cells_.emplace_back(); }

    void text(std::string_view words) {
        auto& cell = cells_.back();
        for (const char c : words) {
            if (c == ' ' || c == '\n' || c == '\t') {
                cell.blank = true;
                continue;
            }
            if (cell.blank && !cell.open.empty()) cell.open += ' ';
            cell.blank = false;
            cell.open += c;
        }
    }

    void verbatim(std::string_view words) {
        for (const char c : words)
            if (c == '\n')
                end_line(true);
            else
                cells_.back().open += c;
    }

    // A block of its own; an empty line is kept where a <br> made it.
    void end_line(bool keep_empty = false) {
        auto& cell = cells_.back();
        if (!cell.open.empty() || keep_empty) cell.lines.push_back({depth_, std::move(cell.open)});
        cell.open.clear();
        cell.blank = false;
    }

    void quote(int by) {
        end_line();
        constexpr int most = 20;
        depth_ = std::clamp(depth_ + by, 0, most);
    }

    void open_table() {
        end_line();
        if (tables_.size() < tables_max) {
            tables_.emplace_back();
        } else {
            ++unread_;
        }
    }

    void close_table() {
        if (unread_ > 0) {
            --unread_;
            return;
        }
        if (tables_.empty()) return;
        end_row();
        tables_.pop_back();
    }

    void end_row() {
        if (tables_.empty() || unread_ > 0) return end_line();
        end_cell();
        auto row = std::move(tables_.back().row);
        tables_.back().row.clear();
        std::erase_if(row, [](const Cell& cell) {
            return std::ranges::all_of(cell.lines,
                                       [](const LineOnPage& l) { return l.text.empty(); });
        });
        auto& below = cells_.back().lines;
        constexpr std::size_t lines_max = 6;  // What has more is layout, and no table.
        const bool is_row = row.size() > 1 && std::ranges::all_of(row, [](const Cell& cell) {
                                return cell.lines.size() <= lines_max;
                            });
        if (is_row) {
            below.push_back(joined(row));
            return;
        }
        for (auto& cell : row)
            for (auto& line : cell.lines) below.push_back(std::move(line));
    }

    void open_cell() {
        if (tables_.empty() || unread_ > 0) return text(" ");
        end_cell();
        tables_.back().in_cell = true;
        cells_.emplace_back();
    }

    void end_cell() {
        if (tables_.empty() || unread_ > 0 || !tables_.back().in_cell) return;
        end_line();
        tables_.back().row.push_back(std::move(cells_.back()));
        cells_.pop_back();
        tables_.back().in_cell = false;
    }

    std::string finish() {
        while (!tables_.empty()) {
            unread_ = 0;
            close_table();
        }
        end_line();
        std::string all;
        for (const auto& line : cells_.front().lines) {
            for (int i = 0; i < line.depth; ++i) all += '>';
            if (line.depth > 0) all += ' ';
            all.append(line.text).append("\n");
        }
        return all;
    }

private:
    static LineOnPage joined(const std::vector<Cell>& row) {
        auto line = LineOnPage{row.front().lines.front().depth, {}};
        for (const auto& cell : row) {
            if (&cell != &row.front()) line.text += '\t';
            bool first = true;
            for (const auto& each : cell.lines) {
                if (each.text.empty()) continue;
                if (!first) line.text += '\v';
                first = false;
                for (const char c : each.text) line.text += c == '\t' ? ' ' : c;
            }
        }
        return line;
    }

    std::vector<Cell> cells_;  // The page, and the open cell of each table in another.
    std::vector<TableOnPage> tables_;
    int unread_ = 0;
    int depth_ = 0;
};

const std::set<std::string_view>& blocks() {
    static const std::set<std::string_view> names = {
        "address", "article",  "aside",  "caption", "center", "dd",    "div",    "dl",
        "dt",      "fieldset", "footer", "form",    "h1",     "h2",    "h3",     "h4",
        "h5",      "h6",       "header", "hr",      "li",     "main",  "ol",     "p",
        "pre",     "section",  "ul",     "tbody",   "thead",  "tfoot", "legend", "option"};
    return names;
}

// What nobody sees.
bool is_hidden(std::string_view name) {
    constexpr std::array<std::string_view, 5> names = {"script", "style", "title", "template",
                                                       "noscript"};
    return std::ranges::find(names, name) != names.end();
}

class HtmlReader {
public:
    explicit HtmlReader(std::string_view html) : html_{html}, last_end_{html.rfind('>')} {}

    std::string read() {
        std::size_t at = 0;
        while (at < html_.size()) {
            if (html_[at] == '<' && last_end_ != std::string_view::npos && at < last_end_ &&
                begins_tag(at))
                at = markup(at);
            else if (html_[at] == '&')
                write(reference(html_, at));
            else
                at = words(at);
        }
        return writer_.finish();
    }

private:
    bool begins_tag(std::size_t at) const {
        const auto next = at + 1 < html_.size() ? html_[at + 1] : ' ';
        return std::isalpha(static_cast<unsigned char>(next)) != 0 || next == '/' || next == '!' ||
               next == '?';
    }

    void write(std::string_view words) {
        const auto shown = clean(words);
        if (pre_ > 0)
            writer_.verbatim(shown);
        else
            writer_.text(shown);
    }

    std::size_t words(std::size_t at) {
        auto end = html_.find_first_of("<&", at + 1);
        if (end == std::string_view::npos) end = html_.size();
        if (pre_ > 0)
            writer_.verbatim(html_.substr(at, end - at));
        else
            writer_.text(html_.substr(at, end - at));
        return end;
    }

    std::size_t markup(std::size_t at) {
        if (html_.substr(at).starts_with("<!--")) {
            if (comments_) {
                const auto end = html_.find("-->", at + 4);
                if (end != std::string_view::npos) return end + 3;
                comments_ = false;  // Nobody need look for another end.
            }
            return html_.find('>', at) + 1;
        }
        const auto end = html_.find('>', at);
        auto tag = html_.substr(at + 1, end - at - 1);
        const bool closing = tag.starts_with('/');
        if (closing) tag.remove_prefix(1);
        std::size_t size = 0;
        while (size < tag.size() && std::isalnum(static_cast<unsigned char>(tag[size])) != 0)
            ++size;
        const auto name = states::lower_ascii(tag.substr(0, size));
        if (!closing && is_hidden(name)) return behind_hidden(name, end + 1);
        constexpr std::size_t of_interest = 2000;
        element(name, closing, tag.substr(0, of_interest));
        return end + 1;
    }

    std::size_t behind_hidden(const std::string& name, std::size_t from) {
        if (endless_.contains(name)) return from;
        for (auto at = html_.find("</", from); at != std::string_view::npos;
             at = html_.find("</", at + 2))
            if (states::lower_ascii(html_.substr(at + 2, name.size())) == name) return at;
        endless_.insert(name);
        return from;
    }

    void element(const std::string& name, bool closing, std::string_view tag) {
        if (name == "br") return writer_.end_line(true);
        if (name == "blockquote") return writer_.quote(closing ? -1 : 1);
        if (name == "table") return closing ? writer_.close_table() : writer_.open_table();
        if (name == "tr") return writer_.end_row();
        if (name == "td" || name == "th") return closing ? writer_.end_cell() : writer_.open_cell();
        if (name == "pre") pre_ = std::max(0, pre_ + (closing ? -1 : 1));
        if (name == "input" && !closing) return input(tag);
        if (name == "li" && !closing) {
            writer_.end_line();
            return writer_.text("- ");
        }
        if (blocks().contains(name)) writer_.end_line();
    }

    void input(std::string_view tag) {
        const auto type = states::lower_ascii(attribute(tag, "type"));
        if (type == "checkbox" || type == "radio")
            writer_.text(states::lower_ascii(tag).find("checked") != std::string::npos ? " [x] "
                                                                                       : " [ ] ");
        else if (type.empty() || type == "text" || type == "email" || type == "tel")
            writer_.text(attribute(tag, "value"));
    }

    std::string_view html_;
    std::size_t last_end_;
    bool comments_ = true;
    std::set<std::string> endless_;
    int pre_ = 0;
    Writer writer_;
};

}  // namespace

std::string text_of_html(std::string_view html) { return HtmlReader{html}.read(); }

}  // namespace intake
