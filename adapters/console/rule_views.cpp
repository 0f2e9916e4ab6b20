#include "adapters/console/rule_views.hpp"

#include <algorithm>

#include "adapters/line_diff.hpp"
#include "states/messages.hpp"

namespace console {

using nlohmann::json;

const std::vector<std::string> rule_readers{"administrator", "auditor"};
const std::vector<std::string> rule_writers{"administrator"};

namespace {

std::string standing_word(adapters::RuleStanding standing) {
    switch (standing) {
        case adapters::RuleStanding::proposed: return "proposed";
        case adapters::RuleStanding::scheduled: return "scheduled";
        case adapters::RuleStanding::in_force: return "in_force";
        case adapters::RuleStanding::past: return "past";
        case adapters::RuleStanding::withdrawn: return "withdrawn";
    }
    return {};
}

std::string tag_of(adapters::RuleStanding standing) {
    switch (standing) {
        case adapters::RuleStanding::proposed: return "warn";
        case adapters::RuleStanding::scheduled: return "blue";
        case adapters::RuleStanding::in_force: return "good";
        case adapters::RuleStanding::past:
        case adapters::RuleStanding::withdrawn: break;
    }
    return {};
}

// "Your invoice {{invoice}}" of the line "Subject: Your invoice {{invoice}}".
std::string line_after(const std::string& text, const std::string& label) {
    const auto at = text.starts_with(label) ? 0 : text.find("\n" + label);
    if (at == std::string::npos) return {};
    const auto begin = text.find(label, at) + label.size();
    return text.substr(begin, text.find('\n', begin) - begin);
}

}  // namespace

std::string address_of_subject(const std::string& subject) {
    auto name = subject;
    std::ranges::replace(name, '/', '.');
    return "/console/rules/subject/" + name;
}

std::string subject_in(std::string_view address) {
    auto subject = std::string{address};
    std::ranges::replace(subject, '.', '/');
    return subject;
}

json subject_view(const std::string& subject, const adapters::RuleTexts& texts,
                  const Visit& visit) {
    const auto slash = subject.find('/');
    const auto kind = subject.substr(0, slash);
    auto name = slash == std::string::npos ? "" : subject.substr(slash + 1);
    std::ranges::replace(name, '_', ' ');
    const auto text = texts.find(visit.language);
    auto about = std::string{};
    if (text != texts.end())
        about = line_after(text->second, kind == "mail" ? "Subject: " : "Title: ");
    const auto word = visit.word("console.rules." + kind);
    return {{"kind", word},
            {"name", name.empty() ? word : name},
            {"title", name.empty() ? word : word + ": " + name},
            {"about", about},
            {"href", address_of_subject(subject)}};
}

json version_view(const adapters::RuleVersion& version, adapters::RuleStanding standing,
                  const Visit& visit) {
    const Names names{visit};
    const auto when = [&](const std::optional<engine::Time>& time) {
        return time ? moment_of(*time, visit.language) : std::string{};
    };
    return {{"number", version.number},
            {"href", "/console/rules/versions/" + std::to_string(version.number)},
            {"again", address_of_subject(version.what.subject) +
                          "/edit?from=" + std::to_string(version.number)},
            {"note", version.what.note},
            {"author", names.of(version.author)},
            {"made", moment_of(version.made, visit.language)},
            {"effective", version.what.effective},
            {"approver", version.approver.empty() ? "" : names.of(version.approver)},
            {"approved", when(version.approved)},
            {"in_force", when(version.in_force)},
            {"withdrawn_by", version.withdrawn_by.empty() ? "" : names.of(version.withdrawn_by)},
            {"withdrawn", when(version.withdrawn)},
            {"standing", visit.word("console.rules.standing." + standing_word(standing))},
            {"tag", tag_of(standing)}};
}

json diff_view(const adapters::RuleTexts& before, const adapters::RuleTexts& after,
               const Visit& visit) {
    using Is = adapters::DiffLine::Is;
    auto all = json::array();
    for (const auto& [name, text] : after) {
        const auto old = before.find(name);
        const auto changes = adapters::changes_only(
            adapters::line_diff(old == before.end() ? "" : old->second, text));
        auto lines = json::array();
        for (const auto& each : changes)
            lines.push_back({{"text", each.text},
                             {"line", each.line == 0 ? "" : std::to_string(each.line)},
                             {"added", each.is == Is::added},
                             {"removed", each.is == Is::removed},
                             {"gap", each.line == 0}});
        if (!lines.empty())
            all.push_back({{"label", states::label("texts." + name, visit.language)},
                           {"lines", std::move(lines)}});
    }
    return all;
}

}  // namespace console
