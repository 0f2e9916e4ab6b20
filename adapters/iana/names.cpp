#include "adapters/iana/names.hpp"

#include <algorithm>
#include <functional>
#include <regex>
#include <utility>

#include "adapters/likeness.hpp"
#include "states/text.hpp"

namespace iana {
namespace {

using Kind = NameMatch::Kind;

// "GoDaddy.com" and "GoDaddy" are one name, "B.V." stays what it is.
std::string without_domain_endings(const std::string& name) {
    if (name.find('.') == std::string::npos) return name;  // Expressions are slow.
    static const auto ending = std::regex{
        R"((\w{3,})\.(com|net|org|info|biz|eu|be|nl|fr|de|uk|ca|ru|jp|it|es|ch|at|io|cn)\b)",
        std::regex::icase};
    return std::regex_replace(name, ending, "$1");
}

// The name of the company, and those that it trades under.
std::vector<std::string> names_in(const std::string& listed) {
    static const std::vector<std::string> words = {
        "dba", "d/b/a", "d.b.a.", "t/a", "doing business as", "trading as"};
    const auto small = states::lower_ascii(listed);
    if (std::ranges::none_of(
            words, [&](const auto& word) { return small.find(word) != std::string::npos; }))
        return {listed};
    static const auto divider =
        std::regex{R"([\s,(]+(d/b/a|d\.b\.a\.|dba|doing business as|trading as|t/a)[\s:]+(as\s+)?)",
                   std::regex::icase};
    std::vector<std::string> names;
    auto each = std::sregex_token_iterator{listed.begin(), listed.end(), divider, -1};
    for (; each != std::sregex_token_iterator{}; ++each)
        if (each->length() > 0) names.push_back(each->str());
    return names;
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const auto& word : words) all.append(all.empty() ? "" : ", ").append(word);
    return all;
}

NameMatch compared(const std::string& ours, const std::string& theirs) {
    const auto likeness = adapters::likeness_of_names(ours, theirs);
    auto match = NameMatch{.shared = likeness.shared, .others = likeness.only_ours};
    match.others.insert(match.others.end(), likeness.only_theirs.begin(),
                        likeness.only_theirs.end());
    const auto all = match.shared.size() + match.others.size();
    match.likelihood = all == 0 ? 0 : static_cast<int>(100 * match.shared.size() / all);
    if (likeness.kind == adapters::Likeness::Kind::same)
        match.kind = Kind::same_words;
    else if (likeness.kind == adapters::Likeness::Kind::alike && !match.shared.empty())
        match.kind = Kind::partly;
    return match;
}

std::string_view code_of(Kind kind) {
    switch (kind) {
        case Kind::same: return "same";
        case Kind::same_words: return "same_words";
        case Kind::trade_name: return "trade_name";
        case Kind::partly: return "partly";
        case Kind::different: return "different";
    }
    return {};
}

}  // namespace

NameMatch match_names(std::string_view ours, std::string_view listed) {
    if (states::trimmed(ours) == states::trimmed(listed))
        return {.kind = Kind::same, .likelihood = 100};
    const auto name = without_domain_endings(std::string{ours});
    auto best = NameMatch{};
    for (bool trades = false; const auto& theirs : names_in(std::string{listed})) {
        auto match = compared(name, without_domain_endings(theirs));
        if (trades && match.kind == Kind::same_words) match.kind = Kind::trade_name;
        if (!trades || match.likelihood > best.likelihood) best = std::move(match);
        trades = true;
    }
    return best;
}

std::map<std::string, std::string> in_values(const NameMatch& match) {
    return {{"likeness", std::string{code_of(match.kind)}},
            {"shared", joined(match.shared)},
            {"others", joined(match.others)}};
}

std::vector<Candidate> likely(const std::vector<adapters::ListedRegistrar>& registrars,
                              std::string_view name, std::size_t limit) {
    std::vector<Candidate> found;
    for (const auto& registrar : registrars)
        if (auto match = match_names(name, registrar.name); match.likelihood > 0)
            found.push_back({registrar, std::move(match)});
    std::ranges::stable_sort(found, std::ranges::greater{},
                             [](const Candidate& each) { return each.match.likelihood; });
    if (found.size() > limit) found.resize(limit);
    return found;
}

}  // namespace iana
