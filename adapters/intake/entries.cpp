#include "adapters/intake/entries.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "adapters/intake/charset.hpp"
#include "adapters/intake/words.hpp"
#include "states/text.hpp"

namespace intake {
namespace {

constexpr std::size_t label_max = 120;    // Bytes.
constexpr std::size_t line_max = 4000;    // What is longer holds no label.
constexpr std::size_t entries_max = 500;  // Of one part.

struct Found {
    const Label* label = nullptr;
    std::string product;
};

// Without "1.", "a)", "*" and the like in front of it.
std::string_view without_bullet(std::string_view text) {
    constexpr std::array<std::string_view, 9> marks = {
        "* ",           "- ",           "+ ", "\xE2\x80\xA2", "\xC2\xB7", "\xE2\x80\x93 ",
        "\xE2\x96\xAA", "\xE2\x97\x8F", "o "};
    while (true) {
        text = states::trimmed(text);
        for (const auto mark : marks)
            if (text.starts_with(mark)) return states::trimmed(text.substr(mark.size()));
        std::size_t end = 0;
        while (end < text.size() && end < 3 &&
               std::isalnum(static_cast<unsigned char>(text[end])) != 0)
            ++end;
        const bool number = end > 0 && std::ranges::all_of(text.substr(0, end), [](char c) {
                                return c >= '0' && c <= '9';
                            });
        const char sign = end < text.size() ? text[end] : ' ';
        const bool numbered = number && (sign == '.' || sign == ')');
        const bool lettered = end == 1 && sign == ')';
        if (!numbered && !lettered) return text;
        text.remove_prefix(end + 1);
    }
}

std::string without_brackets(std::string_view text) {
    std::string kept;
    int open = 0;
    for (const char c : text) {
        if (c == '(' || c == '[') ++open;
        if (open == 0) kept += c;
        if ((c == ')' || c == ']') && open > 0) --open;
    }
    return kept;
}

const Label* plain_label(std::string_view text) {
    if (const auto* label = label_of(folded(text))) return label;
    if (const auto* label = label_of(folded(without_brackets(text)))) return label;
    // "Naam / Name / Nom"
    if (text.find('/') == std::string_view::npos) return nullptr;
    const Label* first = nullptr;
    while (!text.empty()) {
        const auto end = text.find('/');
        if (const auto* label = label_of(folded(text.substr(0, end))))
            if (!first) first = label;
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return first;
}

}  // namespace

std::vector<Named> products_in(std::string_view text, const states::Catalogue& catalogue,
                               bool bare) {
    constexpr std::size_t most = 100;  // Each is compared with all before it.
    std::vector<Named> found;
    const auto low = states::lower_ascii(text);
    const auto part_of_word = [&](std::size_t at) {
        return at < low.size() && (std::isalnum(static_cast<unsigned char>(low[at])) != 0 ||
                                   static_cast<unsigned char>(low[at]) >= 0x80);
    };
    const auto look_for = [&](const std::string& product, std::string_view word) {
        for (auto at = low.find(word); at != std::string::npos && found.size() < most;
             at = low.find(word, at + 1)) {
            const auto end = at + word.size();
            const char before = at == 0 ? ' ' : low[at - 1];
            if (at > 0 && (part_of_word(at - 1) || before == '.' || before == '@' ||
                           before == '-' || before == '/' || before == '_'))
                if (before != '/' || part_of_word(at >= 2 ? at - 2 : low.size())) continue;
            const char after = end < low.size() ? low[end] : ' ';
            if (part_of_word(end) || after == '@' || after == '_') continue;
            if ((after == '.' || after == '-') && part_of_word(end + 1)) continue;
            const bool known = std::ranges::any_of(found, [&](const Named& other) {
                return other.at <= at && at < other.at + other.size;
            });
            if (!known) found.push_back({product, at, word.size()});
        }
    };
    for (const auto& product : catalogue.products) {
        const auto name = states::lower_ascii(product.name);
        look_for(product.name, name);
        if (bare && name.starts_with('.')) look_for(product.name, std::string_view{name}.substr(1));
    }
    std::ranges::sort(found, {}, &Named::at);
    return found;
}

namespace {

class Finder {
public:
    Finder(const std::vector<Line>& lines, const states::Catalogue& catalogue)
        : lines_{lines}, catalogue_{catalogue} {
        entries_.taken.resize(lines.size(), false);
    }

    Entries find() {
        for (std::size_t i = 0; i < lines_.size() && entries_.all.size() < entries_max;)
            i = look_at(i);
        return std::move(entries_);
    }

private:
    // A label with a product in it counts without the product: "IANA ID for .brussels".
    Found label(std::string_view text) const {
        text = without_bullet(text);
        while (text.ends_with('*') || text.ends_with('?') || text.ends_with(' '))
            text.remove_suffix(1);
        if (text.empty() || text.size() > label_max) return {};
        if (const auto* known = plain_label(text)) return {known, {}};
        const auto named = products_in(text, catalogue_, false);
        if (named.size() != 1) return {};
        auto rest = std::string{text};
        rest.erase(named.front().at, named.front().size);
        static const Label product{"product", {}};
        if (folded(rest).empty()) return {&product, named.front().product};
        if (const auto* known = plain_label(rest)) return {known, named.front().product};
        return {};
    }

    // Where a label may end: the mark, and how long it is.
    static std::vector<std::pair<std::size_t, std::size_t>> marks_in(std::string_view text) {
        struct Mark {
            std::string_view sign;
        };
        static constexpr std::array<std::string_view, 14> signs = {":",
                                                                   "\t",
                                                                   "\xEF\xBC\x9A",
                                                                   " - ",
                                                                   " \xE2\x80\x93 ",
                                                                   " \xE2\x80\x94 ",
                                                                   " = ",
                                                                   "=",
                                                                   "|",
                                                                   "...",
                                                                   "  ",
                                                                   "\xE2\x80\xA6",
                                                                   "->",
                                                                   "__"};
        std::vector<std::pair<std::size_t, std::size_t>> marks;
        for (const auto sign : signs) {
            int times = 0;
            for (auto at = text.find(sign); at != std::string_view::npos && times < 3;
                 at = text.find(sign, at + sign.size()), ++times)
                marks.emplace_back(at, sign.size());
        }
        std::ranges::sort(marks);
        return marks;
    }

    static std::string_view value_behind(std::string_view text) {
        constexpr std::string_view noise = " \t:.=|_>\xE2\x80\xA6";
        while (!text.empty()) {
            // A point may begin a product, ".be".
            if (text.front() == '.' && text.size() > 1 &&
                std::isalpha(static_cast<unsigned char>(text[1])) != 0)
                break;
            if (text.starts_with("- ") || text.starts_with("\t")) {
                text.remove_prefix(1);
                continue;
            }
            const auto c = static_cast<unsigned char>(text.front());
            if (c >= 0x80 && !text.starts_with("\xE2\x80\xA6")) break;
            if (noise.find(text.front()) == std::string_view::npos) break;
            text.remove_prefix(text.starts_with("\xE2\x80\xA6") ? 3 : 1);
        }
        text = states::trimmed(text);
        while (text.ends_with('|') || text.ends_with('_')) {
            text.remove_suffix(1);
            text = states::trimmed(text);
        }
        return text;
    }

    // One label at the front of the text, and where its value begins.
    std::optional<std::pair<Found, std::size_t>> leading(std::string_view text) const {
        for (const auto& [at, size] : marks_in(text.substr(0, label_max + 20))) {
            if (at == 0) continue;
            const auto found = label(text.substr(0, at));
            if (found.label) return std::pair{found, at + size};
        }
        return {};
    }

    // "VAT BE 0123.456.749", "Tel +32 16 28 49 70": nothing between them, but the value's form.
    std::optional<std::pair<Found, std::size_t>> touching(std::string_view text) const {
        static const std::set<std::string_view> of_form = {
            "organisation.vat_number", "representative.phone", "representative.mobile",
            "representative.email", "organisation.website"};
        const auto body = without_bullet(text);
        const auto offset =
            text.size() >= body.size() ? static_cast<std::size_t>(body.data() - text.data()) : 0;
        std::optional<std::pair<Found, std::size_t>> longest;
        std::size_t at = 0;
        for (int word = 0; word < 4; ++word) {
            at = body.find(' ', at);
            if (at == std::string_view::npos) break;
            const auto found = label(body.substr(0, at));
            const auto rest = states::trimmed(body.substr(at));
            ++at;
            if (!found.label || !of_form.contains(found.label->field)) continue;
            if (looks_right(found.label->field, rest)) longest = std::pair{found, offset + at};
        }
        return longest;
    }

    static bool looks_right(std::string_view field, std::string_view rest) {
        constexpr std::size_t longest = 60;
        if (rest.size() > longest) return false;
        const auto digits =
            std::ranges::count_if(rest, [](char c) { return c >= '0' && c <= '9'; });
        if (field == "representative.email")
            return rest.find('@') != std::string_view::npos &&
                   rest.find(' ') == std::string_view::npos;
        if (field == "organisation.website")
            return rest.find('.') != std::string_view::npos &&
                   rest.find(' ') == std::string_view::npos;
        if (field == "organisation.vat_number")
            return digits >= 7 && digits * 2 >= static_cast<std::ptrdiff_t>(rest.size()) - 4;
        return digits >= 7 && rest.find_first_not_of("0123456789+()./- ") == std::string::npos;
    }

    // Where in a value another label begins: "Jan  Last name: Peeters".
    std::optional<std::size_t> inner_label(std::string_view value) const {
        std::size_t from = 0;
        for (int times = 0; times < 12; ++times) {
            const auto mark = value.find_first_of(":\t|", from);
            if (mark == std::string_view::npos) return {};
            from = mark + 1;
            if (value[mark] != ':') {  // A cell ends here, and the next one may be a label.
                const auto rest = value.substr(mark + 1);
                if (leading(rest) || label(rest.substr(0, rest.find_first_of("\t|"))).label)
                    return mark + 1;
                continue;
            }
            if (value.substr(mark).starts_with("://")) continue;
            // The longest run of words before the colon that is a label.
            std::optional<std::size_t> begin;
            auto start = mark;
            for (int words = 0; words < 6 && start > 0; ++words) {
                while (start > 0 && value[start - 1] == ' ') --start;
                while (start > 0 && !ends_word(value[start - 1])) --start;
                const auto candidate = value.substr(start, mark - start);
                if (candidate.empty() || candidate.size() > label_max) break;
                if (start > 0 && label(candidate).label) begin = start;
                if (start > 0 && value[start - 1] != ' ') break;
            }
            if (begin) return begin;
        }
        return {};
    }
    static bool ends_word(char c) {
        return c == ' ' || c == ',' || c == ';' || c == '|' || c == '\t' || c == '\v';
    }

    std::size_t look_at(std::size_t i) {
        const auto& line = lines_[i];
        const auto text = states::trimmed(line.text);
        if (line.header || text.empty() || text.size() > line_max) {
            if (text.empty() && section_ == "other") section_.clear();
            return i + 1;
        }
        if (const auto rows = table_with_head(i)) return *rows;
        if (const auto ticked = tick_box(i, text)) return *ticked;
        if (const auto found = leading(text)) return labelled(i, text, *found);
        const auto whole = label(text.find_first_of("\t|") == std::string_view::npos
                                     ? text
                                     : text.substr(0, text.find_first_of("\t|")));
        if (whole.label) return alone(i, text, whole);
        if (const auto found = touching(text)) {
            add(i, found->first, text.substr(found->second), false);
            return i + 1;
        }
        return i + 1;
    }

    // Several labels in a row, and values below each.
    std::optional<std::size_t> table_with_head(std::size_t i) {
        const auto cells = cells_of(lines_[i].text);
        if (cells.size() < 3) return {};
        std::vector<Found> labels;
        int known = 0;
        for (const auto cell : cells) {
            labels.push_back(label(cell));
            if (labels.back().label) ++known;
        }
        if (known < 3 || known * 3 < static_cast<int>(cells.size()) * 2) return {};
        auto at = i + 1;
        while (at < lines_.size() &&
               (states::trimmed(lines_[at].text).empty() ||
                lines_[at].text.find_first_not_of("|-+= :\t") == std::string::npos))
            ++at;
        if (at == lines_.size()) return {};
        const auto values = cells_of(lines_[at].text);
        if (values.size() < 2 || values.size() > cells.size()) return {};
        entries_.taken[i] = true;
        for (std::size_t c = 0; c < values.size(); ++c)
            if (labels[c].label) add(at, labels[c], values[c], true);
        return at + 1;
    }

    static std::vector<std::string_view> cells_of(std::string_view text) {
        std::vector<std::string_view> cells;
        auto rest = states::trimmed(text);
        if (rest.starts_with('|')) rest.remove_prefix(1);
        if (rest.ends_with('|')) rest.remove_suffix(1);
        while (true) {
            const auto end = rest.find_first_of("\t|");
            cells.push_back(states::trimmed(rest.substr(0, end)));
            if (end == std::string_view::npos) return cells;
            rest.remove_prefix(end + 1);
        }
    }

    // "[x] Standing order"
    std::optional<std::size_t> tick_box(std::size_t i, std::string_view text) {
        struct Box {
            std::string_view sign;
            std::string_view means;
        };
        constexpr std::array<Box, 8> boxes = {{{"[x]", "yes"},
                                               {"[X]", "yes"},
                                               {"[ ]", "no"},
                                               {"[]", "no"},
                                               {"\xE2\x98\x91", "yes"},
                                               {"\xE2\x98\x92", "yes"},
                                               {"\xE2\x9C\x93", "yes"},
                                               {"\xE2\x98\x90", "no"}}};
        const auto body = without_bullet(text);
        for (const auto& [sign, means] : boxes) {
            if (!body.starts_with(sign)) continue;
            const auto found = label(body.substr(sign.size()));
            if (!found.label || found.label->field != "standing_order") return {};
            add(i, found, means, true);
            return i + 1;
        }
        return {};
    }

    std::size_t labelled(std::size_t i, std::string_view text,
                         const std::pair<Found, std::size_t>& found) {
        auto label = found.first;
        auto rest = text.substr(found.second);
        bool any = false;
        for (int pairs = 0; pairs < 12; ++pairs) {
            const auto inner = inner_label(rest);
            const auto value = value_behind(rest.substr(0, inner.value_or(rest.size())));
            const bool last = !inner;
            if (!value.empty() || !last) {
                if (!value.empty()) add(i, label, value, true);
                any = any || !value.empty();
            }
            if (last) {
                if (value.empty()) return any ? i + 1 : below(i, label);
                break;
            }
            rest.remove_prefix(*inner);
            const auto next = leading(rest);
            if (!next) break;
            label = next->first;
            rest.remove_prefix(next->second);
        }
        return with_more_lines(i);
    }

    // A label that fills its line, or its cell.
    std::size_t alone(std::size_t i, std::string_view text, const Found& found) {
        const auto cell = text.find_first_of("\t|");
        if (cell != std::string_view::npos) {
            const auto value = value_behind(text.substr(cell + 1));
            if (!value.empty()) {
                add(i, found, value, true);
                return with_more_lines(i);
            }
        }
        return below(i, found);
    }

    // In a list of products their names are no labels.
    bool is_label_line(std::size_t i, bool list = false) const {
        const auto text = states::trimmed(lines_[i].text);
        if (text.size() > line_max) return false;
        if (list && !products_in(text, catalogue_, true).empty()) return other_label(text);
        return leading(text) || label(text.substr(0, text.find_first_of("\t|"))).label;
    }

    // The value on the line below, or lines of an address or a list.
    std::size_t below(std::size_t i, const Found& found) {
        entries_.taken[i] = true;
        if (found.label->field.starts_with("section.")) return enter(i, found);
        if (found.label->field == "product") {  // Named alone it is wanted.
            add(i, found, states::trimmed(lines_[i].text), true);
            return i + 1;
        }
        const bool list = found.label->field == "products";
        auto at = i + 1;
        // One empty line may lie between; an answer inside a quote stands below without its marks.
        if (at < lines_.size() && states::trimmed(lines_[at].text).empty()) ++at;
        if (at >= lines_.size() || lines_[at].header || is_label_line(at, list) ||
            states::trimmed(lines_[at].text).empty())
            return enter(i, found);
        const bool answered = lines_[i].zone == Zone::quoted && lines_[at].zone == Zone::fresh;
        if (lines_[i].zone != lines_[at].zone && !answered) return i + 1;
        constexpr std::size_t longest = 200;
        if (states::trimmed(lines_[at].text).size() > longest) return i + 1;
        add(at, found, states::trimmed(lines_[at].text), true);
        if (list || is_address(found.label->field)) return with_more_lines(at);
        return at + 1;
    }

    // A label without a value may head a part of the form.
    std::size_t enter(std::size_t i, const Found& found) {
        const auto& field = found.label->field;
        if (field.starts_with("section."))
            section_ = field.substr(std::string_view{"section."}.size());
        else if (field == "organisation.name")
            section_ = "organisation";
        else if (field == "representative.name")
            section_ = "representative";
        return i + 1;
    }

    static bool is_address(std::string_view field) { return field == "organisation.address"; }

    // What follows an address or a list of products without a label of its own.
    std::size_t with_more_lines(std::size_t i) {
        entries_.taken[i] = true;
        if (entries_.all.empty() || entries_.all.back().line != i) return i + 1;
        auto& entry = entries_.all.back();
        const bool list = entry.field == "products";
        const bool address = is_address(entry.field);
        if (!list && !address) return i + 1;
        constexpr std::size_t lines_most = 8;
        auto at = i + 1;
        for (; at < lines_.size() && at <= i + lines_most; ++at) {
            const auto text = states::trimmed(lines_[at].text);
            constexpr std::size_t longest = 160;
            if (text.empty() || text.size() > longest || lines_[at].zone != lines_[i].zone ||
                lines_[at].header)
                break;
            const bool product = list && !products_in(text, catalogue_, true).empty();
            if (list && !product) break;
            if (!product && is_label_line(at)) break;
            if (product && other_label(text)) break;
            entry.value.append("\n").append(text);
            entries_.taken[at] = true;
        }
        return at;
    }
    bool other_label(std::string_view text) const {
        const auto found = leading(text);
        return found && found->first.label->field != "product";
    }

    void add(std::size_t i, const Found& found, std::string_view value, bool certain) {
        const auto& field = found.label->field;
        entries_.taken[i] = true;
        if (field.starts_with("section.")) {
            section_ = field.substr(std::string_view{"section."}.size());
            return;
        }
        constexpr std::size_t longest = 600;
        value = cut(value, longest);
        entries_.all.push_back({.field = field,
                                .language = found.label->language,
                                .product = found.product,
                                .section = section_,
                                .value = std::string{value},
                                .line = i,
                                .certain = certain});
    }

    const std::vector<Line>& lines_;
    const states::Catalogue& catalogue_;
    Entries entries_;
    std::string section_;
};

}  // namespace

Entries entries_of(const std::vector<Line>& lines, const states::Catalogue& catalogue) {
    return Finder{lines, catalogue}.find();
}

}  // namespace intake
