#include "adapters/pages/form.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "states/text.hpp"

namespace pages {
namespace {

bool is_text(std::string_view text) {
    return text.find('\0') == std::string_view::npos && states::read_utf8(text).has_value();
}

constexpr std::size_t fields_max = 1000;  // The largest page of ours has some two hundred.

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
    std::string done;
    while (true) {
        const auto at = text.find(what);
        done += text.substr(0, at);
        if (at == std::string_view::npos) return done;
        done += by;
        text.remove_prefix(at + what.size());
    }
}

std::string with_plain_line_ends(std::string_view text) { return replaced(text, "\r\n", "\n"); }

std::optional<Form> read_pairs(std::string_view body) {
    Form form;
    while (!body.empty()) {
        const auto end = std::min(body.find('&'), body.size());
        const auto pair = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        if (pair.empty()) continue;
        if (form.fields.size() == fields_max) return std::nullopt;
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = form_decoded(pair.substr(0, equals));
        auto value = form_decoded(pair.substr(std::min(equals + 1, pair.size())));
        if (!name || !value || !is_text(*name) || !is_text(*value)) return std::nullopt;
        form.fields.emplace(std::move(*name), with_plain_line_ends(*value));
    }
    return form;
}

// The value of name="…" in a part's Content-Disposition; browsers write quotes as %22 (WHATWG
// HTML, "multipart/form-data encoding algorithm").
std::optional<std::string> parameter(std::string_view head, std::string_view name) {
    const auto wanted = " " + std::string{name} + "=\"";
    const auto begin = head.find(wanted);
    if (begin == std::string_view::npos) return std::nullopt;
    const auto from = begin + wanted.size();
    const auto to = head.find('"', from);
    if (to == std::string_view::npos) return std::nullopt;
    std::string value{head.substr(from, to - from)};
    for (const auto& [escape, letter] :
         {std::pair{"%22", "\""}, std::pair{"%0D", ""}, std::pair{"%0A", ""}})
        value = replaced(value, escape, letter);
    return value;
}

bool read_part(std::string_view part, Form& form) {
    const auto split = part.find("\r\n\r\n");
    if (split == std::string_view::npos) return false;
    const auto head = part.substr(0, split);
    const auto content = part.substr(split + 4);
    const auto name = parameter(head, "name");
    if (!name || !is_text(*name)) return false;
    if (const auto file = parameter(head, "filename")) {
        if (!is_text(*file)) return false;
        form.uploads.push_back({*name, *file, std::string{content}});
        return true;
    }
    if (!is_text(content)) return false;
    form.fields.emplace(*name, with_plain_line_ends(content));
    return true;
}

// RFC 7578; parts are divided by CRLF, two dashes and the boundary.
std::optional<Form> read_parts(std::string_view body, std::string_view media_type) {
    const auto at = media_type.find("boundary=");
    if (at == std::string_view::npos) return std::nullopt;
    auto boundary = media_type.substr(at + 9);
    if (boundary.starts_with('"')) boundary = boundary.substr(1, boundary.find('"', 1) - 1);
    boundary = boundary.substr(0, boundary.find(';'));
    if (boundary.empty() || boundary.size() > 70) return std::nullopt;
    const auto divider = "--" + std::string{boundary};
    if (!body.starts_with(divider)) return std::nullopt;
    body.remove_prefix(divider.size());
    Form form;
    while (body.starts_with("\r\n")) {
        body.remove_prefix(2);
        const auto end = body.find("\r\n" + divider);
        if (end == std::string_view::npos || !read_part(body.substr(0, end), form) ||
            form.fields.size() + form.uploads.size() > fields_max)
            return std::nullopt;
        body.remove_prefix(end + 2 + divider.size());
    }
    if (!body.starts_with("--")) return std::nullopt;
    return form;
}

}  // namespace

std::string Form::exactly(std::string_view name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

std::string Form::value(std::string_view name) const {
    return std::string{states::trimmed(exactly(name))};
}

std::vector<std::string> Form::values(std::string_view name) const {
    std::vector<std::string> all;
    const auto [begin, end] = fields.equal_range(name);
    for (auto each = begin; each != end; ++each) all.emplace_back(states::trimmed(each->second));
    return all;
}

const Upload* Form::upload(std::string_view field) const {
    for (const auto& each : uploads)
        if (each.field == field && !each.file_name.empty()) return &each;
    return nullptr;
}

std::optional<Form> read_form(const http::Request& request) {
    const auto type = request.header("content-type");
    if (type.starts_with("application/x-www-form-urlencoded")) return read_pairs(request.body);
    if (type.starts_with("multipart/form-data")) return read_parts(request.body, type);
    return std::nullopt;
}

std::optional<std::string> form_decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            plain += ' ';
        } else if (text[i] == '%') {
            unsigned char byte = 0;
            const auto* from = text.data() + i + 1;
            if (i + 2 >= text.size() || std::from_chars(from, from + 2, byte, 16).ptr != from + 2)
                return std::nullopt;
            plain += static_cast<char>(byte);
            i += 2;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

std::string query_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string coded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            std::string_view{"-._~"}.find(c) != std::string_view::npos)
            coded += c;
        else
            coded.append(1, '%').append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    }
    return coded;
}

}  // namespace pages
