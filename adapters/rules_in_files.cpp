#include "adapters/rules_in_files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <utility>

#include "adapters/config/catalogue.hpp"
#include "adapters/lookups.hpp"
#include "adapters/mail/mail.hpp"
#include "adapters/mustache.hpp"
#include "adapters/papers/wording.hpp"
#include "adapters/starting.hpp"

namespace adapters {
namespace {

constexpr std::string_view of_mail = "mail/";
constexpr std::string_view of_paper = "paper/";
constexpr std::string_view extension = ".mustache";
constexpr auto built_in = "be.toml";

using Read = std::variant<states::Catalogue, std::vector<config::Problem>>;

std::string catalogue_in_file(const config::Config& config) {
    if (config.catalogue.empty()) return std::string{config::catalogue_files().at(built_in)};
    auto stream = std::ifstream{config.catalogue};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

Read read_catalogue(const config::Config& config, const Rules& rules) {
    const auto version = rules.find(catalogue_subject);
    if (version == rules.end()) return config::load_catalogue(config.catalogue);
    return config::read_catalogue(version->second.at(catalogue_text), catalogue_subject);
}

// "en/held.mustache" of "mail/held" and "en".
std::string file_of(const std::string& language, std::string_view name) {
    return language + '/' + std::string{name} + std::string{extension};
}

TemplateFiles with_versions(TemplateFiles files, const Rules& rules, std::string_view kind) {
    for (const auto& [subject, texts] : rules)
        if (subject.starts_with(kind))
            for (const auto& [language, text] : texts)
                files[file_of(language, subject.substr(kind.size()))] = text;
    return files;
}

// "en/held.mustache: there is no value {{x}} for this mail" with the line where {{x}} stands.
RuleFlaw flaw_of(const std::string& problem, const TemplateFiles& files) {
    const auto colon = problem.find(": ");
    RuleFlaw flaw{.text = problem.substr(0, problem.find('/')),
                  .key = problem.substr(0, colon),
                  .reason = colon == std::string::npos ? problem : problem.substr(colon + 2)};
    const auto file = files.find(flaw.key);
    const auto open = flaw.reason.find("{{");
    const auto close = flaw.reason.find("}}");
    if (file == files.end() || open == std::string::npos || close == std::string::npos) return flaw;
    const auto tag = flaw.reason.substr(open, close + 2 - open);
    const auto at = file->second.find(tag);
    if (at != std::string::npos)
        flaw.line = 1 + static_cast<int>(std::count(
                            file->second.begin(),
                            file->second.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    return flaw;
}

std::multiset<std::string> tags_in(const std::string& text) {
    std::multiset<std::string> tags;
    for (const auto& tag : tags_of(text)) tags.insert(tag.kind + tag.name);
    return tags;
}

// What one language fills in more or less often than English does.
void compare_languages(const std::string& subject, const RuleTexts& texts,
                       std::vector<RuleFlaw>& flaws) {
    const auto english = texts.find("en");
    if (english == texts.end()) return;
    const auto expected = tags_in(english->second);
    const auto name = std::string_view{subject}.substr(subject.find('/') + 1);
    for (const auto& [language, text] : texts) {
        const auto found = tags_in(text);
        std::set<std::string> all{expected.begin(), expected.end()};
        all.insert(found.begin(), found.end());
        for (const auto& tag : all) {
            if (found.count(tag) == expected.count(tag)) continue;
            const auto written = "{{" + (tag.front() == 'v' ? tag.substr(1) : tag) + "}}";
            flaws.push_back({.text = language,
                             .key = file_of(language, name),
                             .reason = "it has " + written + " " +
                                       std::to_string(found.count(tag)) + " times, and English " +
                                       std::to_string(expected.count(tag)) + " times"});
        }
    }
}

std::vector<RuleFlaw> flaws_of_templates(const std::vector<std::string>& problems,
                                         const TemplateFiles& files) {
    std::vector<RuleFlaw> flaws;
    for (const auto& problem : problems) flaws.push_back(flaw_of(problem, files));
    return flaws;
}

}  // namespace

std::vector<std::string> rule_subjects() {
    std::set<std::string> mails;
    for (const auto& [text, _] : mail::texts()) mails.insert(text);
    mails.insert(mail::pieces().begin(), mail::pieces().end());
    std::vector<std::string> subjects{catalogue_subject};
    for (const auto& text : mails) subjects.push_back(std::string{of_mail} + text);
    for (const auto& [kind, _] : papers::kinds()) subjects.push_back(std::string{of_paper} + kind);
    return subjects;
}

RuleTexts rule_in_files(const config::Config& config, const std::string& subject) {
    if (subject == catalogue_subject) return {{catalogue_text, catalogue_in_file(config)}};
    const bool is_mail = subject.starts_with(of_mail);
    const auto files = is_mail ? mail_templates_of(config, {}) : paper_templates_of(config, {});
    const auto name = subject.substr(subject.find('/') + 1);
    RuleTexts texts;
    for (const std::string language : {"en", "fr", "nl"})
        if (const auto file = files.find(file_of(language, name)); file != files.end())
            texts.emplace(language, file->second);
    return texts;
}

TemplateFiles mail_templates_of(const config::Config& config, const Rules& rules) {
    return with_versions(mail::template_files(config.mail.templates), rules, of_mail);
}

TemplateFiles paper_templates_of(const config::Config& config, const Rules& rules) {
    return with_versions(papers::template_files(config.mail.templates), rules, of_paper);
}

std::vector<RuleFlaw> rule_flaws(const config::Config& config, const Rules& rules,
                                 const std::string& subject) {
    const auto read = read_catalogue(config, rules);
    std::vector<RuleFlaw> flaws;
    if (const auto* problems = std::get_if<std::vector<config::Problem>>(&read)) {
        for (const auto& problem : *problems)
            flaws.push_back({.text = catalogue_text,
                             .line = problem.line,
                             .key = problem.key,
                             .reason = problem.reason});
        return flaws;
    }
    const auto& catalogue = std::get<states::Catalogue>(read);
    if (const auto own = rules.find(subject); own != rules.end() && subject != catalogue_subject)
        compare_languages(subject, own->second, flaws);
    const auto mails = mail_templates_of(config, rules);
    const auto papers = paper_templates_of(config, rules);
    const auto add = [&](const std::vector<std::string>& problems, const TemplateFiles& files) {
        for (auto& flaw : flaws_of_templates(problems, files)) {
            if (subject == catalogue_subject) flaw.text = catalogue_text, flaw.line = 0;
            flaws.push_back(std::move(flaw));
        }
    };
    if (!subject.starts_with(of_paper)) add(mail::renderer_for(catalogue, mails).problems(), mails);
    if (!subject.starts_with(of_mail))
        add(papers::Wordings{papers, {catalogue.languages.begin(), catalogue.languages.end()}}
                .problems(),
            papers);
    return flaws;
}

std::string rule_name_in(const std::string& subject, const std::string& text) {
    constexpr std::string_view label = "Version: ";
    if (!subject.starts_with(of_paper)) return {};
    const auto at = text.starts_with(label) ? 0 : text.find("\n" + std::string{label});
    if (at == std::string::npos) return {};
    const auto begin = text.find(label, at) + label.size();
    return text.substr(begin, text.find('\n', begin) - begin);
}

states::Catalogue catalogue_of(const config::Config& config, const Rules& rules) {
    auto read = read_catalogue(config, rules);
    if (const auto* problems = std::get_if<std::vector<config::Problem>>(&read)) {
        std::vector<std::string> sentences;
        for (const auto& problem : *problems) sentences.push_back(config::sentence(problem));
        refuse("the catalogue cannot be used:", sentences);
    }
    auto catalogue = std::get<states::Catalogue>(std::move(read));
    catalogue.awaited_checks = awaited_checks(config);
    return catalogue;
}

states::Catalogues catalogues_of(const config::Config& config,
                                 const std::vector<RuleVersion>& approved) {
    states::Catalogues all{catalogue_of(config, {})};
    for (const auto& version : approved)
        if (version.what.subject == catalogue_subject && version.in_force)
            all.add(*version.in_force,
                    catalogue_of(config, {{catalogue_subject, version.what.texts}}));
    return all;
}

RuleDesk::Knowledge rule_knowledge(const config::Config& config, std::string time_zone,
                                   std::function<engine::Time()> now,
                                   std::function<std::string()> today) {
    return {.subjects = rule_subjects(),
            .in_files = [config](const auto& subject) { return rule_in_files(config, subject); },
            .flaws = [config](const auto& rules,
                              const auto& subject) { return rule_flaws(config, rules, subject); },
            .name_of = rule_name_in,
            .today = std::move(today),
            .now = std::move(now),
            .time_zone = std::move(time_zone)};
}

}  // namespace adapters
