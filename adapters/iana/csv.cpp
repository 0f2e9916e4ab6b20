#include "adapters/iana/csv.hpp"

#include <algorithm>

#include "engine/fault.hpp"

namespace iana {
namespace {

class Reader {
public:
    explicit Reader(std::string_view text) : rest_{text} {}

    std::vector<CsvRow> rows() {
        std::vector<CsvRow> all;
        while (!rest_.empty()) all.push_back(row());
        return all;
    }

private:
    [[noreturn]] void refuse(int line, const std::string& why) const {
        throw engine::Rejected{"line " + std::to_string(line) + ": " + why};
    }

    CsvRow row() {
        auto row = CsvRow{.line = line_, .fields = {}};
        while (true) {
            row.fields.push_back(rest_.starts_with('"') ? quoted() : plain());
            if (rest_.starts_with(',')) {
                rest_.remove_prefix(1);
                continue;
            }
            if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
            if (!rest_.starts_with('\n'))
                refuse(row.line, rest_.empty() ? "the file ends in the middle of it"
                                               : "something stands behind a closing quote");
            rest_.remove_prefix(1);
            ++line_;
            return row;
        }
    }

    std::string plain() {
        const auto end = std::min(rest_.find_first_of(",\n\""), rest_.size());
        if (rest_.substr(end).starts_with('"')) refuse(line_, "a quote stands inside of a field");
        auto text = std::string{rest_.substr(0, end)};
        rest_.remove_prefix(end);
        if (rest_.starts_with('\n') && text.ends_with('\r')) text.pop_back();
        return text;
    }

    std::string quoted() {
        const int began = line_;
        std::string text;
        rest_.remove_prefix(1);
        while (true) {
            const auto quote = rest_.find('"');
            if (quote == std::string_view::npos) refuse(began, "a quote is never closed");
            for (const char c : rest_.substr(0, quote)) line_ += c == '\n' ? 1 : 0;
            text += rest_.substr(0, quote);
            rest_.remove_prefix(quote + 1);
            if (!rest_.starts_with('"')) return text;
            text += '"';
            rest_.remove_prefix(1);
        }
    }

    std::string_view rest_;
    int line_ = 1;
};

}  // namespace

std::vector<CsvRow> read_csv(std::string_view text) { return Reader{text}.rows(); }

}  // namespace iana
