#include "adapters/rules_previewed.hpp"

#include <mutex>
#include <utility>

#include "adapters/config/calendar.hpp"
#include "adapters/mail/mail.hpp"
#include "adapters/mail/page.hpp"
#include "adapters/mail/sample.hpp"
#include "adapters/papers/sample.hpp"
#include "adapters/rules_in_files.hpp"

namespace adapters {
namespace {

// The rules that count now, with one in the place of another.
Rules rules_with(RuleDesk& desk, const std::string& subject, const RuleTexts& texts) {
    auto rules = desk.in_force();
    rules[subject] = texts;
    return rules;
}

MailPreview mail_preview(const config::Config& config, RuleDesk& desk, const std::string& subject,
                         const RuleTexts& texts, const std::string& language) {
    const auto rules = rules_with(desk, subject, texts);
    const auto catalogue = catalogue_of(config, rules);
    const auto renderer = mail::renderer_for(catalogue, mail_templates_of(config, rules));
    const auto name = subject.substr(subject.find('/') + 1);
    const auto text = mail::pieces().contains(name) ? std::string{mail::text_with_pieces} : name;
    auto written = renderer.render(language, text, mail::sample_values(catalogue, language));
    auto html = mail::html_of({.language = language,
                               .registry = catalogue.registry,
                               .subject = written.subject,
                               .text = written.text});
    return {.subject = std::move(written.subject),
            .text = std::move(written.text),
            .html = std::move(html)};
}

std::string paper_preview(const config::Config& config, RuleDesk& desk, const std::string& subject,
                          const RuleTexts& texts, const std::string& language) {
    static std::mutex drawing;  // Fonts are shared by all who draw.
    const auto rules = rules_with(desk, subject, texts);
    const std::lock_guard one_at_a_time{drawing};
    return papers::sample_paper(catalogue_of(config, rules), paper_templates_of(config, rules),
                                subject.substr(subject.find('/') + 1), language)
        .pdf;
}

NamedCatalogue read(const config::Config& config, const RuleTexts& texts) {
    return {.terms = catalogue_of(config, {{catalogue_subject, texts}}),
            .holiday_names = config::holidays_in(texts.at(catalogue_text))};
}

}  // namespace

RulePreviews rule_previews(const config::Config& config, RuleDesk& desk) {
    return {.changes =
                [config](const auto& before, const auto& after, const auto& language) {
                    return catalogue_changes(read(config, before), read(config, after), language);
                },
            .mail =
                [config, &desk](const auto& subject, const auto& texts, const auto& language) {
                    return mail_preview(config, desk, subject, texts, language);
                },
            .paper =
                [config, &desk](const auto& subject, const auto& texts, const auto& language) {
                    return paper_preview(config, desk, subject, texts, language);
                },
            .holidays =
                [&desk] {
                    std::vector<Holiday> holidays;
                    const auto toml = desk.texts_in_force(catalogue_subject).at(catalogue_text);
                    for (const auto& [day, name] : config::holidays_in(toml))
                        holidays.push_back({day, name});
                    return holidays;
                },
            .with_holidays =
                [&desk](const auto& wanted) {
                    auto texts = desk.texts_in_force(catalogue_subject);
                    config::Holidays holidays;
                    for (const auto& each : wanted) holidays[each.day] = each.name;
                    auto& toml = texts.at(catalogue_text);
                    toml = config::with_holidays(toml, holidays);
                    return texts;
                }};
}

}  // namespace adapters
