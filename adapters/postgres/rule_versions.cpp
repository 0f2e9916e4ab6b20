#include "adapters/postgres/rule_versions.hpp"

#include <nlohmann/json.hpp>

#include "adapters/postgres/ask.hpp"
#include "adapters/postgres/rows.hpp"

namespace postgres {
namespace {

using adapters::RuleVersion;

std::optional<engine::Time> moment(const pqxx::field& field) {
    return field.is_null() ? std::nullopt : std::optional{time_of(field)};
}

RuleVersion read_version(const pqxx::row& row) {
    return {.number = row["number"].as<std::int64_t>(),
            .what = {.subject = row["subject"].as<std::string>(),
                     .texts = nlohmann::json::parse(row["texts"].as<std::string>())
                                  .get<adapters::RuleTexts>(),
                     .note = row["note"].as<std::string>(),
                     .effective = row["effective"].as<std::string>()},
            .author = row["author"].as<std::string>(),
            .made = time_of(row["made_at"]),
            .approver = row["approver"].as<std::string>(),
            .approved = moment(row["approved_at"]),
            .in_force = moment(row["in_force_at"]),
            .withdrawn_by = row["withdrawn_by"].as<std::string>(),
            .withdrawn = moment(row["withdrawn_at"])};
}

std::vector<RuleVersion> read_versions(const pqxx::result& rows) {
    std::vector<RuleVersion> versions;
    for (const auto& row : rows) versions.push_back(read_version(row));
    return versions;
}

RuleVersions::Outcome outcome_of(const pqxx::result& rows) {
    using enum adapters::RuleVersions::Outcome;
    const auto word = rows[0][0].as<std::string>();
    if (word == "done") return done;
    if (word == "own") return own;
    if (word == "approved") return approved;
    if (word == "withdrawn") return withdrawn;
    if (word == "in_force") return in_force;
    return unknown;
}

}  // namespace

std::int64_t RuleVersions::propose(const adapters::NewRule& rule, const std::string& author,
                                   const std::string& time_zone) {
    return ask(pool_, "propose_rule", author, rule.subject, nlohmann::json(rule.texts).dump(),
               rule.note, rule.effective, time_zone)[0][0]
        .as<std::int64_t>();
}

RuleVersions::Outcome RuleVersions::approve(std::int64_t number, const std::string& approver) {
    return outcome_of(ask(pool_, "approve_rule", approver, number, notice.count()));
}

RuleVersions::Outcome RuleVersions::withdraw(std::int64_t number, const std::string& who) {
    return outcome_of(ask(pool_, "withdraw_rule", who, number, notice.count()));
}

std::optional<RuleVersion> RuleVersions::find(std::int64_t number) {
    const auto rows = ask(pool_, "rule_version", number);
    if (rows.empty()) return std::nullopt;
    return read_version(rows[0]);
}

std::vector<RuleVersion> RuleVersions::list(const std::string& subject) {
    return read_versions(ask(pool_, "rule_versions_of", subject));
}

std::vector<RuleVersion> RuleVersions::approved() {
    return read_versions(ask(pool_, "approved_rules"));
}

std::string RuleVersions::stand() { return ask(pool_, "rules_stand")[0][0].as<std::string>(); }

}  // namespace postgres
