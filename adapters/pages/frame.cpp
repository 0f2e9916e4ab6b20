#include "adapters/pages/frame.hpp"

#include <algorithm>

#include "adapters/pages/answer.hpp"
#include "adapters/pages/assets.hpp"
#include "adapters/pages/form.hpp"
#include "states/messages.hpp"

namespace pages {
namespace {

using nlohmann::json;

json view_of(const std::vector<Link>& links) {
    auto all = json::array();
    for (const auto& link : links)
        all.push_back({{"href", link.href}, {"label", link.label}, {"current", link.current}});
    return all;
}

json languages_view(const Frame& frame, const Words& words) {
    auto all = json::array();
    if (frame.address.empty()) return all;
    const auto* joint = frame.address.find('?') == std::string::npos ? "?" : "&";
    for (const auto& language : words.languages())
        all.push_back({{"code", language},
                       {"name", words.text(language, "language.own_name")},
                       {"href", frame.address + joint + "language=" + language},
                       {"current", language == frame.language}});
    return all;
}

json ending_view(const Frame& frame) {
    if (!frame.ending) return json::array();
    const auto& [awake, warn_after, hint, warning, stay, over] = *frame.ending;
    return json::array({{{"awake", awake},
                         {"after", std::chrono::seconds{warn_after}.count()},
                         {"hint", hint},
                         {"warning", warning},
                         {"stay", stay},
                         {"over", over}}});
}

bool is_offered(std::string_view language, const std::vector<std::string>& offered) {
    return std::ranges::find(offered, language) != offered.end();
}

}  // namespace

std::string Press::print(const std::string& page, const Frame& frame, json data) const {
    if (!data.contains("problems")) data["problems"] = json::array();
    data["frame"] = {{"title", frame.title},
                     {"failed", !data["problems"].empty()},
                     {"language", frame.language},
                     {"registry", frame.registry},
                     {"home", frame.home},
                     {"links", view_of(frame.links)},
                     {"has_links", !frame.links.empty()},
                     {"languages", languages_view(frame, words_)},
                     {"has_languages", !frame.address.empty()},
                     {"user", frame.user},
                     {"account", frame.account ? view_of({*frame.account}) : json::array()},
                     {"leave", frame.leave},
                     {"csrf", frame.csrf},
                     {"notice", frame.notice},
                     {"no_keys", !frame.single_keys},
                     {"ending", ending_view(frame)},
                     {"style", address_of("style.css")},
                     {"script", address_of("enhance.js")},
                     {"icon", address_of("icon.svg")}};
    return templates_.render(page, frame.language, data);
}

std::string address_of(const http::Request& request) {
    auto address = request.path;
    for (const auto& [name, value] : request.query)
        if (name != "language")
            address += (address.find('?') == std::string::npos ? "?" : "&") + query_encoded(name) +
                       "=" + query_encoded(value);
    return address;
}

std::string language_of(const http::Request& request, const std::vector<std::string>& offered) {
    for (const auto& wanted :
         {std::string{request.query_value("language")}, cookie(request, language_cookie)})
        if (is_offered(wanted, offered)) return wanted;
    // The first of ours that the browser names: browsers name them in the order of preference.
    auto liked = request.header("accept-language");
    while (!liked.empty()) {
        const auto end = std::min(liked.find(','), liked.size());
        auto each = liked.substr(0, end);
        each.remove_prefix(std::min(each.find_first_not_of(' '), each.size()));
        if (is_offered(each.substr(0, 2), offered)) return std::string{each.substr(0, 2)};
        liked.remove_prefix(std::min(end + 1, liked.size()));
    }
    return "en";
}

void keep_language(const http::Request& request, const std::string& language, bool secure,
                   http::Response& response) {
    if (request.query_value("language").empty()) return;
    set_cookie(response, {.name = language_cookie,
                          .value = language,
                          .secure = secure,
                          .lifetime = std::chrono::days{365}});
}

std::string anchor_of(const std::string& field) {
    auto anchor = field;
    for (auto& c : anchor)
        if (c == '.' || c == '[' || c == ']') c = '-';
    return anchor;
}

json problem_view(const std::string& sentence, const std::string& field, const std::string& label) {
    return {
        {"field", field}, {"anchor", anchor_of(field)}, {"label", label}, {"sentence", sentence}};
}

json problems_view(const std::vector<states::Problem>& problems, const std::string& language) {
    auto all = json::array();
    for (const auto& problem : problems)
        all.push_back(problem_view(states::sentence(problem, language), problem.field,
                                   states::label(problem.field, language)));
    return all;
}

}  // namespace pages
