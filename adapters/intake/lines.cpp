#include "adapters/intake/lines.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "adapters/intake/words.hpp"
#include "states/data_files.hpp"
#include "states/text.hpp"

namespace intake {
namespace {

constexpr std::size_t of_interest = 300;  // No mark of a mail program is longer.

// How many > a line begins with; removes them.
int take_quotes(std::string_view& text) {
    int depth = 0;
    auto rest = text;
    while (true) {
        auto next = rest;
        if (next.starts_with(' ') && depth > 0) next.remove_prefix(1);
        if (!next.starts_with('>')) break;
        next.remove_prefix(1);
        rest = next;
        ++depth;
    }
    if (depth > 0 && rest.starts_with(' ')) rest.remove_prefix(1);
    if (depth > 0) text = rest;
    return depth;
}

// The labels of a mail's head in the text.
std::string header_name(std::string_view text) {
    const auto colon = text.find(':');
    constexpr std::size_t longest = 24;
    if (colon > longest) return {};  // Or there is none.
    static const std::vector<std::pair<std::string_view, std::set<std::string_view>>> names = {
        {"from", {"from", "van", "de", "von", "expediteur"}},
        {"date", {"sent", "date", "verzonden", "verstuurd", "datum", "envoye", "gesendet"}},
        {"to", {"to", "aan", "a", "an", "destinataire", "cc"}},
        {"subject", {"subject", "onderwerp", "objet", "sujet", "betreff"}}};
    const auto name = folded(text.substr(0, colon));
    for (const auto& [what, words] : names)
        if (words.contains(name)) return std::string{what};
    return {};
}

class Zones {
public:
    Zones(std::vector<Line>& lines, std::vector<int>& depths, const Reading& reading)
        : lines_{lines}, depths_{depths}, reading_{reading}, zone_{reading.zone} {}

    void mark() {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            auto& line = lines_[i];
            if (depths_[i] < base_ && !states::trimmed(line.text).empty()) leave();
            if (depths_[i] > base_) {
                line.zone = Zone::quoted;
                continue;
            }
            line.zone = signature_ ? Zone::signature : zone_;
            if (zone_ == Zone::quoted) continue;
            look_at(i);
        }
    }

private:
    void leave() {
        base_ = 0;
        zone_ = reading_.zone;
        signature_ = false;
    }

    std::size_t next_written(std::size_t i) const {
        for (++i; i < lines_.size(); ++i)
            if (!states::trimmed(lines_[i].text).empty()) break;
        return i;
    }

    void look_at(std::size_t i) {
        const auto text = std::string_view{lines_[i].text}.substr(0, of_interest);
        if (states::trimmed(text).empty()) return;
        const auto words = folded(text);
        const bool marked = text.starts_with("--") || text.starts_with("__") ||
                            states::trimmed(text).ends_with(':') || text.starts_with("==");
        if (marked && says("forwarded", words)) return begin(i, Zone::forwarded);
        if (marked && says("original", words)) return begin(i, of_original());
        if (is_attribution(i, text, words)) return attribution(i);
        if (header_name(text) == "from" && is_head(i)) return head(i);
        if (!signature_ && begins_signature(i, text, words)) signature_ = true;
    }

    Zone of_original() const { return reading_.forward ? Zone::forwarded : Zone::quoted; }

    // What follows belongs to another mail.  In one that is already forwarded only older ones are
    // below, and those are quotes.
    void begin(std::size_t i, Zone zone) {
        lines_[i].zone = zone;
        lines_[i].header = true;
        signature_ = false;
        zone_ =
            zone_ == Zone::forwarded && zone == Zone::forwarded && base_ > 0 ? Zone::quoted : zone;
        const auto next = next_written(i);
        if (next >= lines_.size()) return;
        base_ = depths_[next];
        if (header_name(lines_[next].text).empty()) return;
        mark_head(next);
    }

    void mark_head(std::size_t i) {
        constexpr std::size_t longest = 12;
        const auto end = std::min(lines_.size(), i + longest);
        for (; i < end && !states::trimmed(lines_[i].text).empty(); ++i)
            if (!header_name(lines_[i].text).empty()) lines_[i].header = true;
    }

    // "On Monday An wrote:", sometimes on two lines.
    bool is_attribution(std::size_t i, std::string_view text, std::string_view words) const {
        const auto line = states::trimmed(text);
        if (!line.ends_with(':')) return false;
        if (!says("wrote", words)) return false;
        const bool dated = line.find_first_of("0123456789@<") != std::string_view::npos;
        const bool wrapped =
            i > 0 && lines_[i - 1].text.find_first_of("0123456789@<") != std::string::npos;
        return dated || wrapped;
    }

    void attribution(std::size_t i) {
        lines_[i].header = true;
        lines_[i].zone = of_original();
        const auto next = next_written(i);
        const bool marked = next < lines_.size() && depths_[next] > base_;
        if (reading_.forward && marked) return begin(i, Zone::forwarded);
        if (!marked) begin(i, of_original());
    }

    // From, and two more of what a mail's head has, without a gap.
    bool is_head(std::size_t i) const {
        if (lines_[i].header) return false;
        std::set<std::string> names;
        constexpr std::size_t longest = 8;
        const auto end = std::min(lines_.size(), i + longest);
        for (auto at = i; at < end && !states::trimmed(lines_[at].text).empty(); ++at)
            if (auto name = header_name(lines_[at].text); !name.empty())
                names.insert(std::move(name));
        return names.size() >= 3;
    }

    void head(std::size_t i) {
        begin(i, of_original());
        mark_head(i);
    }

    bool begins_signature(std::size_t i, std::string_view text, std::string_view words) {
        const auto line = states::trimmed(text);
        if (line == "--" || line == "\xE2\x80\x94") return form_follows(i) < 3;
        constexpr std::size_t short_enough = 45;
        if (line.size() > short_enough || line.find(':') != std::string_view::npos) return false;
        return says("closing", words) && form_follows(i) < 3;
    }

    // How many labels that stand in no signature come below: then it was no end.
    int form_follows(std::size_t i) {
        constexpr int looks_max = 5;
        if (++looks_ > looks_max) return 0;
        static const std::set<std::string_view> of_forms = {"organisation.name",
                                                            "representative.first_name",
                                                            "representative.last_name",
                                                            "organisation.address.street",
                                                            "organisation.address.city",
                                                            "organisation.address.postal_code",
                                                            "organisation.address.country",
                                                            "contract_language",
                                                            "prepayment.amount",
                                                            "products",
                                                            "standing_order"};
        std::set<std::string> found;
        for (++i; i < lines_.size() && depths_[i] == base_; ++i) {
            const auto text = std::string_view{lines_[i].text}.substr(0, of_interest);
            if (says("original", folded(text)) || says("forwarded", folded(text))) break;
            const auto end = text.find_first_of(":\t");
            if (end == std::string_view::npos) continue;
            const auto* label = label_of(folded(text.substr(0, end)));
            if (label && of_forms.contains(label->field)) found.insert(label->field);
        }
        return static_cast<int>(found.size());
    }

    std::vector<Line>& lines_;
    std::vector<int>& depths_;
    const Reading& reading_;
    Zone zone_;
    int base_ = 0;  // How deep the lines stand that are not quoted here.
    bool signature_ = false;
    int looks_ = 0;
};

}  // namespace

std::vector<Line> lines_of(std::string_view text, const Reading& reading) {
    std::vector<Line> lines;
    std::vector<int> depths;
    for (auto line : states::parts(text, '\n')) {
        depths.push_back(take_quotes(line));
        lines.push_back({.text = std::string{line}, .number = static_cast<int>(lines.size()) + 1});
    }
    Zones{lines, depths, reading}.mark();
    return lines;
}

std::string unwrapped(std::string_view flowed, bool delsp) {
    std::string text;
    bool open = false;
    int depth_before = 0;
    for (auto line : states::parts(flowed, '\n')) {
        const auto whole = line;
        const int depth = take_quotes(line);
        if (depth == 0 && line.starts_with(' ')) line.remove_prefix(1);  // Space-stuffed.
        if (open && (depth != depth_before || line == "-- ")) {
            text += '\n';
            open = false;
        }
        text += open ? line : depth > 0 ? whole : line;
        const bool soft = line.ends_with(' ') && line != "-- ";
        if (soft && delsp) text.pop_back();
        if (!soft) text += '\n';
        open = soft;
        depth_before = depth;
    }
    if (text.ends_with('\n')) text.pop_back();
    return text;
}

std::string new_text(const std::vector<Line>& lines) {
    std::string text;
    for (const auto& line : lines)
        if ((line.zone == Zone::fresh || line.zone == Zone::signature) && !line.header) {
            for (const char c : line.text) text += c == '\v' ? ' ' : c;
            text += '\n';
        }
    while (text.ends_with("\n\n") || text == "\n") text.pop_back();
    const auto first = text.find_first_not_of('\n');
    return first == std::string::npos ? std::string{} : text.substr(first);
}

}  // namespace intake
