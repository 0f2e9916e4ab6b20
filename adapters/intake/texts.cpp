#include "adapters/intake/texts.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "adapters/intake/charset.hpp"
#include "adapters/intake/html_text.hpp"
#include "adapters/intake/words.hpp"

namespace intake {
namespace {

bool is_readable(const Part& part) {
    return part.media_type == "text/plain" || part.media_type == "text/html" ||
           (part.media_type.starts_with("text/") && !part.attached && part.file_name.empty() &&
            part.media_type != "text/calendar" && part.media_type != "text/rfc822-headers");
}

Text read(const Mail& mail, const Part& part, const states::Catalogue& catalogue) {
    const auto& message = mail.messages.at(static_cast<std::size_t>(part.message));
    const auto subject = folded(message.headers.first("subject"));
    auto reading = Reading{.forward = says("fw", subject)};
    if (part.message != 0) reading.zone = Zone::forwarded;
    auto text = Text{
        .part = part.path + " " + part.media_type, .message = part.message, .body = !part.attached};
    if (part.attached) text.cap = Confidence::likely;
    const auto shown = part.media_type == "text/html" ? text_of_html(part.text)
                       : part.flowed                  ? unwrapped(part.text, part.delsp)
                                                      : part.text;
    text.lines = lines_of(shown, reading);
    text.entries = entries_of(text.lines, catalogue);
    return text;
}

// How much a text says: fields that are new, then any.
std::pair<std::size_t, std::size_t> worth(const Text& text) {
    std::set<std::string> fresh, any;
    for (const auto& entry : text.entries.all) {
        if (entry.field == "other") continue;
        any.insert(entry.field);
        if (text.lines[entry.line].zone == Zone::fresh) fresh.insert(entry.field);
    }
    return {fresh.size(), any.size()};
}

bool has_words(const Text& text) {
    return std::ranges::any_of(text.lines, [](const Line& line) {
        return line.text.find_first_not_of(" \t\v") != std::string::npos;
    });
}

}  // namespace

std::vector<Text> texts_of(const Mail& mail, const states::Catalogue& catalogue) {
    std::vector<Text> texts;
    std::map<int, std::size_t> chosen;  // By choice.
    for (const auto& part : mail.parts) {
        if (!is_readable(part)) continue;
        auto text = read(mail, part, catalogue);
        const auto before = part.choice == 0 ? chosen.end() : chosen.find(part.choice);
        if (before == chosen.end()) {
            if (part.choice != 0) chosen[part.choice] = texts.size();
            texts.push_back(std::move(text));
            continue;
        }
        auto& other = texts[before->second];
        if (worth(text) > worth(other) || (!has_words(other) && has_words(text)))
            other = std::move(text);
    }
    return texts;
}

Origin origin_of(const Text& text, std::size_t line) {
    constexpr std::size_t most = 200;
    const auto& at = text.lines.at(line);
    std::string shown = at.text;
    std::ranges::replace(shown, '\v', ' ');
    return {text.part, at.number, std::string{cut(clean_line(shown), most)}};
}

Origin header_origin(std::string_view name, std::string_view value) {
    constexpr std::size_t most = 200;
    return {"header " + std::string{name}, 0, std::string{cut(value, most)}};
}

Confidence confidence_of(const Text& text, std::size_t line) {
    switch (text.lines.at(line).zone) {
        case Zone::fresh: return text.cap;
        case Zone::forwarded: return less_sure(text.cap, Confidence::likely);
        case Zone::quoted:
        case Zone::signature: return Confidence::doubtful;
    }
    return Confidence::doubtful;
}

}  // namespace intake
