#include "adapters/http/input.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "adapters/http/answers.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/json_text.hpp"
#include "adapters/message_key.hpp"
#include "adapters/sha256.hpp"
#include "states/text.hpp"

namespace http {
namespace {

using nlohmann::json;

constexpr std::size_t key_max = 255;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Calls `each` with the elements of a header's list.
template <class Each>
void split(std::string_view list, Each each) {
    while (!list.empty()) {
        const auto comma = list.find(',');
        each(trimmed(list.substr(0, comma)));
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
}

std::optional<int> whole_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// "7" and "7-2f0c…" are version 7.
std::optional<int> version_of(std::string_view tag) {
    if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') return std::nullopt;
    const auto inner = tag.substr(1, tag.size() - 2);
    return whole_number(inner.substr(0, inner.find('-')));
}

}  // namespace

std::int64_t number_of(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

std::string language_of(const Request& request) {
    std::string best = "en";
    double liked = 0;
    split(request.header("accept-language"), [&](std::string_view range) {
        const auto parameters = range.find(';');
        const auto tag = states::lower_ascii(trimmed(range.substr(0, parameters)));
        const auto language = tag.substr(0, tag.find('-'));
        if (language != "en" && language != "nl" && language != "fr") return;
        double weight = 1;
        if (parameters != std::string_view::npos) {
            const auto text = states::lower_ascii(trimmed(range.substr(parameters + 1)));
            if (!text.starts_with("q=")) return;
            weight = std::strtod(text.c_str() + 2, nullptr);
        }
        if (weight <= liked) return;  // Among equals the first one counts.
        liked = weight;
        best = language;
    });
    return best;
}

std::string media_type_of(const Request& request) {
    const auto type = request.header("content-type");
    return states::lower_ascii(trimmed(type.substr(0, type.find(';'))));
}

std::variant<json, Response> json_body(const Request& request) {
    if (media_type_of(request) != "application/json")
        return problem(415, "", "The body has to be application/json.");
    // Not by the parser's callback, for whose sake it looks at all elements again after each.
    if (adapters::json_depth(request.body) > adapters::json_depth_max)
        return problem(400, "", "the JSON is nested too deeply");
    try {
        return json::parse(request.body);
    } catch (const json::parse_error& error) {
        return problem(400, "",
                       "The body is not JSON: see byte " + std::to_string(error.byte) + ".");
    }
}

json query_object(const Request& request, std::vector<states::Problem>& problems) {
    auto object = json::object();
    for (const auto& [name, value] : request.query) {
        if (object.contains(name)) problems.push_back({name, "given_twice"});
        object[name] = value;
    }
    return object;
}

void refuse_others(const json& query, std::initializer_list<std::string_view> known,
                   std::vector<states::Problem>& problems) {
    for (const auto& [name, _] : query.items())
        if (std::ranges::find(known, name) == known.end())
            problems.push_back({name, "unknown_field", {{"name", name}}});
}

std::string etag_of(int version) { return '"' + std::to_string(version) + '"'; }

std::string etag_of(int version, std::string_view body) {
    return '"' + std::to_string(version) + '-' + adapters::sha256_of(body).substr(0, 16) + '"';
}

std::optional<int> seen_version(const Request& request) {
    const auto given = trimmed(request.header("if-match"));
    if (given.empty() || given == "*") return std::nullopt;
    return version_of(given).value_or(-1);
}

std::optional<Response> flaw_of_key(const Request& request) {
    const auto key = request.header("idempotency-key");
    if (!adapters::names_nobody(key))
        return invalid({{"Idempotency-Key", "key_characters"}}, language_of(request));
    if (key.size() <= key_max) return std::nullopt;
    return invalid({{"Idempotency-Key", "too_long", {{"max", std::to_string(key_max)}}}},
                   language_of(request));
}

bool already_has(const Request& request, std::string_view etag) {
    bool has = false;
    split(request.header("if-none-match"), [&](std::string_view tag) {
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        has = has || tag == "*" || tag == etag;
    });
    return has;
}

}  // namespace http
