// Versions of the rules that administrators change without a program: the catalogue, and the texts
// of mails and papers.  adapters/postgres/rule_versions.hpp keeps them, adapters/rule_desk.hpp
// judges.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/workflow.hpp"

namespace adapters {

// "toml" to the catalogue's text; "en", "fr" and "nl" to those of a mail or paper.  All languages
// are one version, so that no applicant reads another rule than the next.
using RuleTexts = std::map<std::string, std::string>;

// By subject: what has taken the place of what stands in the files.
using Rules = std::map<std::string, RuleTexts>;

constexpr auto catalogue_subject = "catalogue";
constexpr auto catalogue_text = "toml";

struct NewRule {
    std::string subject;  // "catalogue", "mail/held", "paper/invoice"
    RuleTexts texts;
    std::string note;       // Why.
    std::string effective;  // The first day, "2026-12-01", where the registry is.
};

struct RuleVersion {
    std::int64_t number = 0;
    NewRule what;
    std::string author;  // "staff:17"
    engine::Time made;
    std::string approver = {};  // Empty: nobody yet.
    std::optional<engine::Time> approved = {};
    std::optional<engine::Time> in_force = {};  // Since, or from, if it was approved.
    std::string withdrawn_by = {};
    std::optional<engine::Time> withdrawn = {};
};

// Where a version stands.
enum class RuleStanding { proposed, scheduled, in_force, past, withdrawn };

class RuleVersions {
public:
    virtual ~RuleVersions() = default;

    virtual std::int64_t propose(const NewRule&, const std::string& author,
                                 const std::string& time_zone) = 0;

    enum class Outcome { done, unknown, own, approved, withdrawn, in_force };
    virtual Outcome approve(std::int64_t number, const std::string& approver) = 0;
    virtual Outcome withdraw(std::int64_t number, const std::string& who) = 0;

    virtual std::optional<RuleVersion> find(std::int64_t number) = 0;
    virtual std::vector<RuleVersion> list(
        const std::string& subject) = 0;              // Newest first; "": all.
    virtual std::vector<RuleVersion> approved() = 0;  // As they come into force.

    // Changes whenever another version counts, or another one is known to come.
    virtual std::string stand() = 0;
};

// Of those that were approved: the last one of the subject that is in force then; null if none is.
const RuleVersion* in_force_at(engine::Time, const std::vector<RuleVersion>& approved,
                               const std::string& subject);

Rules rules_at(engine::Time, const std::vector<RuleVersion>& approved);

// `all` are the versions of its subject.
RuleStanding standing_of(const RuleVersion&, const std::vector<RuleVersion>& all, engine::Time now);

}  // namespace adapters
