#include "adapters/mail/page.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "adapters/mustache.hpp"

namespace mail {

const std::map<std::string_view, std::string_view>& page_files();  // By cmake/Embed.cmake.

namespace {

using Lines = std::vector<std::string_view>;

std::string escaped(std::string_view text) {
    std::string html;
    for (const char c : text) {
        switch (c) {
            case '&': html += "&amp;"; break;
            case '<': html += "&lt;"; break;
            case '>': html += "&gt;"; break;
            case '"': html += "&quot;"; break;
            case '\'': html += "&#39;"; break;
            default: html += c;
        }
    }
    return html;
}

bool is_link(std::string_view text) {
    return (text.starts_with("https://") || text.starts_with("http://")) &&
           text.find(' ') == text.npos;
}

std::string linked(std::string_view text) {
    const auto html = escaped(text);
    return is_link(text) ? "<a href=\"" + html + "\">" + html + "</a>" : html;
}

std::vector<Lines> paragraphs_of(std::string_view text) {
    std::vector<Lines> paragraphs(1);
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (!line.empty())
            paragraphs.back().push_back(line);
        else if (!paragraphs.back().empty())
            paragraphs.emplace_back();
    }
    if (paragraphs.back().empty()) paragraphs.pop_back();
    return paragraphs;
}

struct Labelled {
    std::string_view label;
    std::string_view value;
};

// "Invoice: 2026/0042"; in French with a blank before the colon too.
std::optional<Labelled> labelled(std::string_view line) {
    constexpr std::size_t label_max = 60;
    const auto colon = line.find(": ");
    if (colon == line.npos || colon == 0 || colon > label_max) return std::nullopt;
    auto label = line.substr(0, colon);
    for (const std::string_view blank : {" ", "\u00a0", "\u202f"})
        if (label.ends_with(blank)) label.remove_suffix(blank.size());
    return Labelled{label, line.substr(colon + 2)};
}

bool is_list(const Lines& lines) {
    return std::ranges::all_of(lines, [](auto line) { return line.starts_with("- "); });
}

bool is_table(const Lines& lines) {
    return lines.size() > 1 &&
           std::ranges::all_of(lines, [](auto line) { return labelled(line).has_value(); });
}

std::string list(const Lines& lines) {
    std::string html = "<ul>\n";
    for (const auto line : lines) html += "<li>" + escaped(line.substr(2)) + "</li>\n";
    return html + "</ul>\n";
}

std::string table(const Lines& lines) {
    std::string html = "<table class=\"values\">\n";
    for (const auto line : lines) {
        const auto [label, value] = *labelled(line);
        html += "<tr><th scope=\"row\">" + escaped(label) + "</th><td>" + linked(value) +
                "</td></tr>\n";
    }
    return html + "</table>\n";
}

std::string paragraph(const Lines& lines) {
    std::string html;
    for (const auto line : lines) html += (html.empty() ? "" : "<br>\n") + linked(line);
    return "<p>" + html + "</p>\n";
}

}  // namespace

std::string html_of(const Page& page) {
    std::string body;
    for (const auto& lines : paragraphs_of(page.text))
        body += is_list(lines) ? list(lines) : is_table(lines) ? table(lines) : paragraph(lines);
    return adapters::filled(std::string{page_files().at("frame.html")},
                            {{"language", escaped(page.language)},
                             {"registry", escaped(page.registry)},
                             {"subject", escaped(page.subject)},
                             {"body", body}});
}

}  // namespace mail
