#include "adapters/proof/entry.hpp"

#include <charconv>

namespace proof {
namespace {

class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_{text} {}

    bool is_at_end() const { return rest_.empty(); }

    bool take(std::string_view expected) {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(expected.size());
        return true;
    }

    bool text(std::string_view& value) {
        if (!take("\"")) return false;
        for (std::size_t i = 0; i < rest_.size(); ++i) {
            const char c = rest_[i];
            if (c == '"') {
                value = rest_.substr(0, i);
                rest_.remove_prefix(i + 1);
                return true;
            }
            if (static_cast<unsigned char>(c) < 0x20) return false;
            if (c == '\\') {
                const auto size = escape_at(i + 1);
                if (size == 0) return false;
                i += size;
            }
        }
        return false;
    }

    bool texts(std::vector<std::string_view>& values) {
        values.clear();
        if (!take("[")) return false;
        if (take("]")) return true;
        do
            if (!text(values.emplace_back())) return false;
        while (take(","));
        return take("]");
    }

    bool number(std::int64_t& value) {
        const auto read = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        const auto size = static_cast<std::size_t>(read.ptr - rest_.data());
        if (size == 0 || value < 0 || (size > 1 && rest_[0] == '0')) return false;
        rest_.remove_prefix(size);
        return true;
    }

private:
    // How long an escape is after its backslash; 0 for one that RFC 8785 does not write.
    std::size_t escape_at(std::size_t at) const {
        constexpr std::string_view shorts = "\"\\bfnrt";
        if (at >= rest_.size()) return 0;
        if (shorts.find(rest_[at]) != std::string_view::npos) return 1;
        const auto code = rest_.substr(at, 5);
        if (code.size() != 5 || !code.starts_with("u00")) return 0;
        int value = 0;
        const auto read = std::from_chars(code.data() + 3, code.data() + 5, value, 16);
        if (read.ptr != code.data() + 5 || value >= 0x20) return 0;
        const bool has_short =
            value == 8 || value == 9 || value == 10 || value == 12 || value == 13;
        const bool is_lower = code.find_first_of("ABCDEF") == std::string_view::npos;
        return is_lower && !has_short ? 5 : 0;
    }

    std::string_view rest_;
};

}  // namespace

bool read_line(std::string_view entry, LineEntry& line) {
    Scanner scan{entry};
    line.has_data = line.is_refused = false;
    line.data = line.refusal = {};
    if (!(scan.take("{\"actor\":") && scan.text(line.actor) && scan.take(",\"app\":") &&
          scan.text(line.app) && scan.take(",\"at\":") && scan.text(line.at)))
        return false;
    if (scan.take(",\"data\":")) {
        if (!scan.text(line.data)) return false;
        line.has_data = true;
    }
    if (!(scan.take(",\"delivery\":") && scan.text(line.delivery) && scan.take(",\"effects\":") &&
          scan.texts(line.effects) && scan.take(",\"event\":") && scan.text(line.event) &&
          scan.take(",\"from\":") && scan.text(line.from) && scan.take(",\"guards\":") &&
          scan.texts(line.guards) && scan.take(",\"prev\":") && scan.text(line.previous)))
        return false;
    if (scan.take(",\"refusal\":")) {
        if (!scan.text(line.refusal)) return false;
        line.is_refused = true;
    }
    return scan.take(",\"role\":") && scan.text(line.role) && scan.take(",\"seq\":") &&
           scan.number(line.number) && scan.take(",\"source\":") && scan.text(line.source) &&
           scan.take(",\"to\":") && scan.text(line.to) && scan.take(",\"v\":1,\"workflow\":") &&
           scan.text(line.workflow) && scan.take("}") && scan.is_at_end();
}

std::optional<RulesEntry> read_rules(std::string_view entry) {
    Scanner scan{entry};
    RulesEntry rules;
    if (scan.take("{\"kind\":\"rules\",\"sha256\":") && scan.text(rules.sha256) &&
        scan.take(",\"v\":1,\"workflow\":") && scan.text(rules.workflow) && scan.take("}") &&
        scan.is_at_end())
        return rules;
    return std::nullopt;
}

}  // namespace proof
