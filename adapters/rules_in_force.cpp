#include "adapters/rules_in_force.hpp"

#include <string>
#include <vector>

#include "adapters/postgres/reading.hpp"
#include "adapters/postgres/rule_versions.hpp"

namespace adapters {

struct RulesInForce::Parts {
    Parts(const config::Config& given, postgres::Pool& pool)
        : config{given},
          reading{pool},
          versions{pool},
          stand{versions.stand()},  // Before the versions: what comes between is seen as a change.
          approved{versions.approved()},
          now{reading.now()},
          rules{rules_at(now, approved)},
          catalogues{catalogues_of(given, approved)},
          catalogue{catalogues.at(now)} {}

    config::Config config;
    postgres::Reading reading;
    postgres::RuleVersions versions;
    std::string stand;
    std::vector<RuleVersion> approved;
    engine::Time now;
    Rules rules;
    states::Catalogues catalogues;
    const states::Catalogue& catalogue;
    RuleDesk desk{versions,
                  rule_knowledge(
                      config, catalogue.invoice.time_zone, [this] { return reading.now(); },
                      [this] { return reading.today(catalogue.invoice.time_zone); })};
};

RulesInForce::RulesInForce(const config::Config& config, postgres::Pool& pool)
    : parts_{std::make_unique<Parts>(config, pool)} {}

RulesInForce::~RulesInForce() = default;

const states::Catalogue& RulesInForce::catalogue() const { return parts_->catalogue; }

const states::Catalogues& RulesInForce::catalogues() const { return parts_->catalogues; }

TemplateFiles RulesInForce::mail_templates() const {
    return mail_templates_of(parts_->config, parts_->rules);
}

TemplateFiles RulesInForce::paper_templates() const {
    return paper_templates_of(parts_->config, parts_->rules);
}

RuleDesk& RulesInForce::desk() { return parts_->desk; }

bool RulesInForce::have_changed() { return parts_->versions.stand() != parts_->stand; }

}  // namespace adapters
