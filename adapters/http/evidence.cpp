#include "adapters/http/evidence.hpp"

#include <set>
#include <string>
#include <vector>

#include "adapters/http/answers.hpp"
#include "adapters/http/input.hpp"
#include "states/text.hpp"

namespace http {
namespace {

using Problems = std::vector<states::Problem>;

// ?language= comes before Accept-Language.
std::string wanted_language(const nlohmann::json& query, const Request& request,
                            Problems& problems) {
    static const std::set<std::string> spoken = {"en", "fr", "nl"};
    const auto language = query.value("language", language_of(request));
    if (!spoken.contains(language))
        problems.push_back({"language", "language_unknown", {{"offered", "en, fr, nl"}}});
    return language;
}

}  // namespace

Response give_evidence(adapters::Grounds& grounds, const adapters::Caller& caller,
                       const Request& request) {
    Problems problems;
    const auto query = query_object(request, problems);
    refuse_others(query, {"language"}, problems);
    const auto language = wanted_language(query, request, problems);
    if (!problems.empty()) return invalid(problems, language_of(request));
    const auto found = grounds.of(caller, std::string{request.parameter("id")}, language);
    return found ? fresh(json_answer(200, *found)) : no_application();
}

Response give_registrars(adapters::Registrars& registrars, const Request& request) {
    constexpr std::size_t length_max = 255;
    Problems problems;
    const auto query = query_object(request, problems);
    refuse_others(query, {"language", "q"}, problems);
    const auto language = wanted_language(query, request, problems);
    const auto text = query.value("q", "");
    if (states::trimmed(text).empty())
        problems.push_back({"q", "missing"});
    else if (text.size() > length_max)
        problems.push_back({"q", "too_long", {{"max", std::to_string(length_max)}}});
    if (!problems.empty()) return invalid(problems, language_of(request));
    return fresh(json_answer(200, registrars.find(text, language)));
}

}  // namespace http
