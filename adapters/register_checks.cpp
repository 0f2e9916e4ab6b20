#include "adapters/register_checks.hpp"

#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace adapters {
namespace {

constexpr auto number_field = "organisation.vat_number";

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const auto& word : words) all.append(all.empty() ? "" : ", ").append(word);
    return all;
}

// For the sentences "likeness.…" of the messages; nothing where there was nothing to compare.
void explain(const Likeness& likeness, std::map<std::string, std::string>& values) {
    using Kind = Likeness::Kind;
    if (likeness.kind == Kind::same) values["likeness"] = "same_words";
    if (likeness.kind == Kind::alike) values["likeness"] = "partly";
    if (likeness.kind == Kind::different) values["likeness"] = "different";
    auto others = likeness.only_ours;
    others.insert(others.end(), likeness.only_theirs.begin(), likeness.only_theirs.end());
    values["shared"] = joined(likeness.shared);
    values["others"] = joined(others);
}

}  // namespace

// Of a failure that goes on only the beginning is kept; what came of it in the end has its own key.
void RegisterChecks::put_off(Evidence evidence, const std::string& trouble,
                             std::optional<std::chrono::seconds> retry_after) {
    evidence.key += "/unavailable";
    evidence.outcome = "unavailable";
    evidence.code = evidence.check + "_unavailable";
    evidence.values["trouble"] = trouble;
    book_.add(evidence);
    throw engine::Unavailable{evidence.source + ": " + trouble, retry_after};
}

std::optional<engine::Event> RegisterChecks::perform(const states::CheckVat& check,
                                                     const engine::Work& work) {
    auto found = book_.find(work.key);
    const auto evidence = found ? *std::move(found) : judge(check, work);
    if (evidence.code == "vat_unasked" && !check.awaited) return std::nullopt;  // It is no news.
    return states::event(states::CheckAnswered{.check = "vat",
                                               .edition = check.edition,
                                               .outcome = evidence.outcome,
                                               .problems = evidence.problems,
                                               .evidence = {evidence.id}});
}

Evidence RegisterChecks::judge(const states::CheckVat& check, const engine::Work& work) {
    using Kind = VatFinding::Kind;
    auto evidence = Evidence{.of = work.of,
                             .key = work.key,
                             .check = "vat",
                             .source = "VIES",
                             .subject = check.vat_number,
                             .values = {{"vat_number", check.vat_number}}};
    auto finding = VatFinding{};
    try {
        finding = ask_vat_(check);
    } catch (const engine::Unavailable& error) {
        put_off(std::move(evidence), error.what(), error.retry_after);
    }
    if (finding.kind == Kind::unavailable)
        put_off(std::move(evidence), finding.trouble, finding.retry_after);

    evidence.source_version = finding.proof;
    evidence.good_for = finding.good_for;
    evidence.source_date = finding.date;
    auto& values = evidence.values;
    // VIES compares what it does not disclose, and says "---" for that.
    const bool differs = finding.likeness.kind == Likeness::Kind::different;
    if (finding.listed.empty() && differs) finding.listed = "---";
    if (!finding.listed.empty()) values["listed"] = finding.listed;
    if (finding.kind == Kind::unasked) {
        evidence.outcome = "unavailable";
        evidence.code = "vat_unasked";
    } else if (finding.kind == Kind::invalid) {
        evidence.outcome = "invalid";
        evidence.code = "vat_not_registered";
        evidence.problems = {{number_field, "vat_not_registered"}};
    } else if (differs) {
        explain(finding.likeness, values);
        evidence.outcome = "doubtful";
        evidence.code = "vat_name_differs";
        evidence.problems = {{number_field, "vat_name_differs", {{"listed", finding.listed}}}};
    } else {
        if (!finding.listed.empty()) explain(finding.likeness, values);
        evidence.outcome = "valid";
        evidence.code = finding.listed.empty() ? "vat_valid" : "vat_valid_named";
    }
    return book_.add(evidence);
}

std::optional<engine::Event> RegisterChecks::perform(const states::ConfirmRegistration& claim,
                                                     const engine::Work& work) {
    auto found = book_.find(work.key);
    const auto evidence = found ? *std::move(found) : judge(claim, work);
    if (evidence.outcome == "valid" || evidence.code == "registration_unasked")
        return states::event(states::DomainRegistered{.domain = claim.domain});
    return states::event(states::RegistrationUnconfirmed{
        .domain = claim.domain, .why = evidence.code.substr(evidence.code.find('_') + 1)});
}

Evidence RegisterChecks::judge(const states::ConfirmRegistration& claim, const engine::Work& work) {
    using Kind = RegistrationFinding::Kind;
    auto evidence = Evidence{.of = work.of,
                             .key = work.key,
                             .check = "registration",
                             .source = "RDAP",
                             .subject = claim.domain,
                             .values = {{"domain", claim.domain}}};
    auto finding = RegistrationFinding{};
    try {
        finding = ask_registration_(claim);
    } catch (const engine::Unavailable& error) {
        put_off(std::move(evidence), error.what(), error.retry_after);
    }
    evidence.source_version = finding.source;
    evidence.source_date = finding.date;
    evidence.values["listed"] = finding.listed;
    switch (finding.kind) {
        case Kind::unavailable: put_off(std::move(evidence), finding.trouble, finding.retry_after);
        case Kind::confirmed:
            evidence.outcome = "valid";
            evidence.code = "registration_confirmed";
            break;
        case Kind::not_found:
            evidence.outcome = "invalid";
            evidence.code = "registration_not_found";
            break;
        case Kind::other_registrar:
            evidence.outcome = "invalid";
            evidence.code = "registration_other_registrar";
            break;
        case Kind::unclear:
            evidence.outcome = "doubtful";
            evidence.code = "registration_unclear";
            break;
        case Kind::unasked:
            evidence.outcome = "unavailable";
            evidence.code = "registration_unasked";
            break;
    }
    return book_.add(evidence);
}

}  // namespace adapters
