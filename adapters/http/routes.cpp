#include "adapters/http/routes.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

namespace http {

namespace {

constexpr char word = 'a', name = 'b', rest = 'c';

// The parameters, if the path fits the pattern.
std::optional<std::map<std::string, std::string>> fit(const std::vector<std::string>& pattern,
                                                      std::string_view shape,
                                                      const std::vector<std::string>& path) {
    const bool open = shape.ends_with(rest);
    if (open ? path.size() < pattern.size() : path.size() != pattern.size()) return std::nullopt;
    std::map<std::string, std::string> parameters;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (shape[i] == word) {
            if (pattern[i] != path[i]) return std::nullopt;
        } else if (path[i].empty()) {
            return std::nullopt;
        } else {
            auto value = path[i];
            if (shape[i] == rest)
                for (auto k = i + 1; k < path.size(); ++k) value += '/' + path[k];
            parameters.emplace(pattern[i], value);
        }
    }
    return parameters;
}

}  // namespace

Routes::Entry Routes::entry_of(Route route) {
    const auto wrong = [&](const char* why) {
        return std::logic_error{"route " + route.method + " " + route.pattern + ": " + why};
    };
    if (!route.pattern.starts_with('/')) throw wrong("does not begin with a slash");
    if (!route.handler) throw wrong("has no handler");
    Entry entry;
    for (std::size_t from = 1; from <= route.pattern.size();) {
        const auto to = std::min(route.pattern.find('/', from), route.pattern.size());
        auto segment = route.pattern.substr(from, to - from);
        if (!entry.shape.empty() && entry.shape.back() == rest)
            throw wrong("goes on behind the rest of the path");
        if (segment.starts_with('{') && segment.ends_with('}')) {
            segment = segment.substr(1, segment.size() - 2);
            entry.shape += segment.ends_with('*') ? rest : name;
            if (segment.ends_with('*')) segment.pop_back();
            if (segment.empty()) throw wrong("has a parameter without a name");
        } else {
            if (segment.find_first_of("{}") != std::string::npos) throw wrong("has a lonely brace");
            entry.shape += word;
        }
        entry.segments.push_back(segment);
        from = to + 1;
    }
    entry.route = std::move(route);
    // As metrics and the document of the API name it: OpenAPI knows no rest of a path.
    if (auto& pattern = entry.route.pattern; pattern.ends_with("*}"))
        pattern.erase(pattern.size() - 2, 1);
    return entry;
}

Routes::Routes(std::vector<Route> routes) {
    std::set<std::string> seen;
    for (auto& route : routes) {
        auto entry = entry_of(std::move(route));
        auto key = entry.route.method;
        for (std::size_t i = 0; i < entry.segments.size(); ++i)
            key += '/' +
                   (entry.shape[i] == word ? entry.segments[i] : std::string{'{', entry.shape[i]});
        if (!seen.insert(key).second)
            throw std::logic_error{"two routes take " + entry.route.method + " " +
                                   entry.route.pattern};
        entries_.push_back(std::move(entry));
    }
    std::ranges::stable_sort(entries_, {}, &Entry::shape);
}

Match Routes::find(std::string_view method, const std::vector<std::string>& segments) const {
    Match match;
    const Entry* by_get = nullptr;
    std::map<std::string, std::string> parameters_of_get;
    std::set<std::string> allowed;
    for (const auto& entry : entries_) {
        auto parameters = fit(entry.segments, entry.shape, segments);
        if (!parameters) continue;
        if (entry.route.method == method) return {&entry.route, std::move(*parameters)};
        if (entry.route.method == "GET" && !by_get) {
            by_get = &entry;
            parameters_of_get = std::move(*parameters);
        }
        allowed.insert(entry.route.method);
    }
    if (method == "HEAD" && by_get) return {&by_get->route, std::move(parameters_of_get)};
    if (by_get) allowed.insert("HEAD");
    if (!allowed.empty()) allowed.insert("OPTIONS");  // Which the server answers by itself.
    match.allowed.assign(allowed.begin(), allowed.end());
    return match;
}

}  // namespace http
