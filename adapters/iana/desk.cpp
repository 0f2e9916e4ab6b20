#include "adapters/iana/desk.hpp"

#include "adapters/iana/importing.hpp"
#include "adapters/iana/names.hpp"
#include "engine/journal.hpp"
#include "states/messages.hpp"
#include "states/text.hpp"

namespace iana {
namespace {

using adapters::Accredited;
using nlohmann::json;
using states::Verdict;

constexpr std::size_t candidates_max = 10;

// Of what check_iana_id() takes for one.
int number_in(const std::string& text) { return std::stoi(std::string{states::trimmed(text)}); }

json view_of(const adapters::KeptList& list) {
    return {{"source", list.source},
            {"sha256", list.sha256},
            {"fetched_at", engine::rfc3339(list.fetched)},
            {"confirmed_at", engine::rfc3339(list.confirmed)},
            {"rows", list.rows}};
}

json view_of(const adapters::ListedRegistrar& registrar, int likelihood, std::string explanation) {
    return {{"iana_id", registrar.iana_id},
            {"name", registrar.name},
            {"status", adapters::word_of(registrar.status)},
            {"rdap_url", registrar.rdap_url},
            {"likelihood", likelihood},
            {"explanation", std::move(explanation)}};
}

}  // namespace

adapters::KeptDifference Desk::import(std::string_view bytes, const std::string& source,
                                      const std::string& by) {
    return import_list(lists_, bytes, source, "", by);
}

adapters::CheckedId Desk::check(const std::string& text) {
    auto checked = states::check_iana_id(text);
    auto values = std::map<std::string, std::string>{
        {"iana_id", checked.normalised.empty() ? text : checked.normalised}};
    if (checked.code == "iana_id_format" || !lists_.latest()) return {checked, values};
    const auto registrar = lists_.find(number_in(text));
    if (registrar) values["listed"] = registrar->name;
    const auto invalid = [&](const char* code) {
        return adapters::CheckedId{{.verdict = Verdict::invalid, .code = code}, values};
    };
    if (!registrar) return invalid("iana_id_unknown");
    if (registrar->status == Accredited::reserved) return invalid("iana_id_reserved");
    if (registrar->status == Accredited::terminated) return invalid("iana_id_terminated");
    return {{.verdict = Verdict::valid, .normalised = std::to_string(registrar->iana_id)}, values};
}

json Desk::find(const std::string& text, const std::string& language) {
    const auto list = lists_.latest();
    auto answer = json{{"list", list ? view_of(*list) : json(nullptr)}, {"items", json::array()}};
    const auto checked = states::check_iana_id(text);
    if (checked.code != "iana_id_format") {
        if (const auto registrar = lists_.find(number_in(text)))
            answer["items"].push_back(view_of(*registrar, 100, ""));
        return answer;
    }
    for (const auto& [registrar, match] : likely(lists_.all(), text, candidates_max)) {
        const auto values = in_values(match);
        answer["items"].push_back(
            view_of(registrar, match.likelihood,
                    states::message(language, "likeness." + values.at("likeness"), values)));
    }
    return answer;
}

}  // namespace iana
