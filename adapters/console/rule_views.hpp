// Versions of rules as the console's pages show them.

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/console/visit.hpp"

namespace console {

extern const std::vector<std::string> rule_readers;
extern const std::vector<std::string> rule_writers;

// "/console/rules/subject/mail.held", and the subject that such an address names.
std::string address_of_subject(const std::string& subject);
std::string subject_in(std::string_view address);

// {"kind","name","about"}: "Mail", "held", and the subject line or title in the reader's language.
nlohmann::json subject_view(const std::string& subject, const adapters::RuleTexts&, const Visit&);

// {"number","href","note","author","made","effective","approver","standing","tag",…}
nlohmann::json version_view(const adapters::RuleVersion&, adapters::RuleStanding, const Visit&);

// For each text {"label","lines":[{"mark","text","line","added","removed","gap"}]}; none that is
// equal.
nlohmann::json diff_view(const adapters::RuleTexts& before, const adapters::RuleTexts& after,
                         const Visit&);

}  // namespace console
