// What a version of a rule takes the place of, and what may be wrong with it: the catalogue's file
// and the templates, built in or in the configured folder.  Part of the composition, like node.cpp.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapters/config/config.hpp"
#include "adapters/rule_desk.hpp"
#include "adapters/rule_versions.hpp"
#include "states/catalogue.hpp"
#include "states/catalogues.hpp"

namespace adapters {

std::vector<std::string> rule_subjects();  // "catalogue", "mail/activation", …, "paper/invoice".

RuleTexts rule_in_files(const config::Config&, const std::string& subject);

// The files with the versions in their place.
using TemplateFiles = std::map<std::string, std::string, std::less<>>;
TemplateFiles mail_templates_of(const config::Config&, const Rules&);
TemplateFiles paper_templates_of(const config::Config&, const Rules&);

// As `doorstep config check` finds them, and that all languages of a text are equal in what they
// fill in.  All that a version of the subject could have caused.
std::vector<RuleFlaw> rule_flaws(const config::Config&, const Rules&, const std::string& subject);

// The "Version: " of a paper's text; empty for everything else.
std::string rule_name_in(const std::string& subject, const std::string& text);

// The registry's terms by these rules.  Throws std::runtime_error that names every flaw.
states::Catalogue catalogue_of(const config::Config&, const Rules&);

// What counted when, and what is known to come.
states::Catalogues catalogues_of(const config::Config&, const std::vector<RuleVersion>& approved);

RuleDesk::Knowledge rule_knowledge(const config::Config&, std::string time_zone,
                                   std::function<engine::Time()> now,
                                   std::function<std::string()> today);

}  // namespace adapters
