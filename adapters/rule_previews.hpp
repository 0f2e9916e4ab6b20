// What a version of a rule would mean, before it means it: for those who approve it.

#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "adapters/catalogue_changes.hpp"
#include "adapters/rule_versions.hpp"

namespace adapters {

struct MailPreview {
    std::string subject;
    std::string text;
    std::string html;  // The same as a page, as it goes out.
};

struct Holiday {
    std::chrono::year_month_day day;
    std::string name;  // May be empty.
};

// All of them go by the other rules as they are in force, and throw engine::Rejected or
// std::runtime_error with words for texts that cannot be used.
struct RulePreviews {
    std::function<std::vector<CatalogueChange>(const RuleTexts& before, const RuleTexts& after,
                                               const std::string& language)>
        changes;
    std::function<MailPreview(const std::string& subject, const RuleTexts&,
                              const std::string& language)>
        mail;
    std::function<std::string(const std::string& subject, const RuleTexts&,
                              const std::string& language)>
        paper;  // A PDF.

    // Of the catalogue in force, in their order; and its text with others in their place.
    std::function<std::vector<Holiday>()> holidays;
    std::function<RuleTexts(const std::vector<Holiday>&)> with_holidays;
};

}  // namespace adapters
