#include "adapters/rule_versions.hpp"

namespace adapters {
namespace {

bool counts(const RuleVersion& version, engine::Time when) {
    return version.in_force && !version.withdrawn && *version.in_force <= when;
}

}  // namespace

const RuleVersion* in_force_at(engine::Time when, const std::vector<RuleVersion>& approved,
                               const std::string& subject) {
    const RuleVersion* found = nullptr;
    for (const auto& version : approved) {
        if (version.what.subject != subject || !counts(version, when)) continue;
        const bool later =
            !found || *version.in_force > *found->in_force ||
            (*version.in_force == *found->in_force && version.number > found->number);
        if (later) found = &version;
    }
    return found;
}

Rules rules_at(engine::Time when, const std::vector<RuleVersion>& approved) {
    Rules rules;
    for (const auto& version : approved)
        if (const auto* found = in_force_at(when, approved, version.what.subject))
            rules[version.what.subject] = found->what.texts;
    return rules;
}

RuleStanding standing_of(const RuleVersion& version, const std::vector<RuleVersion>& all,
                         engine::Time now) {
    if (version.withdrawn) return RuleStanding::withdrawn;
    if (!version.in_force) return RuleStanding::proposed;
    if (*version.in_force > now) return RuleStanding::scheduled;
    const auto* last = in_force_at(now, all, version.what.subject);
    return last && last->number == version.number ? RuleStanding::in_force : RuleStanding::past;
}

}  // namespace adapters
