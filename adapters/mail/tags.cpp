#include "adapters/mail/tags.hpp"

namespace mail {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

}  // namespace

std::vector<Tag> tags_of(std::string_view text) {
    std::vector<Tag> tags;
    for (auto begin = text.find("{{"); begin != text.npos; begin = text.find("{{", begin)) {
        const bool three = text.substr(begin).starts_with("{{{");
        const auto close = text.find(three ? "}}}" : "}}", begin);
        if (close == text.npos) break;  // The library says that this template cannot be read.
        const auto start = begin + (three ? 3 : 2);
        auto name = trimmed(text.substr(start, close - start));
        auto kind = 'v';
        if (!three && !name.empty() && std::string_view{"#^/>!=&"}.find(name[0]) != name.npos) {
            kind = name[0] == '&' ? 'v' : name[0];
            name = trimmed(name.substr(1));
        }
        const auto end = close + (three ? 3 : 2);
        tags.push_back({.kind = kind, .name = std::string{name}, .begin = begin, .end = end});
        begin = end;
    }
    return tags;
}

}  // namespace mail
