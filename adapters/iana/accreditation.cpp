#include "adapters/iana/accreditation.hpp"

#include <algorithm>
#include <utility>

#include "adapters/iana/names.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"

namespace iana {
namespace {

using adapters::Accredited;
using adapters::Evidence;

std::string worst_of(const std::vector<Evidence>& all) {
    for (const std::string outcome : {"invalid", "doubtful", "unavailable"})
        if (std::ranges::find(all, outcome, &Evidence::outcome) != all.end()) return outcome;
    return "valid";
}

}  // namespace

Judgement judge(const states::Accreditation& asked, const std::string& organisation,
                const std::optional<adapters::ListedRegistrar>& listed, const std::string& other) {
    auto values = std::map<std::string, std::string>{{"iana_id", std::to_string(asked.iana_id)},
                                                     {"product", asked.product}};
    if (listed) values["listed"] = listed->name;
    const auto refused = [&](const std::string& code) {
        return Judgement{"invalid", code, values, states::Problem{asked.field, code, values}};
    };
    if (!listed) return refused("iana_id_unknown");
    if (listed->status == Accredited::reserved) return refused("iana_id_reserved");
    if (listed->status == Accredited::terminated) return refused("iana_id_terminated");
    // A sign-up does not name its partner: whoever decides reads the name in the evidence.
    if (asked.role == "reseller") return {"valid", "iana_partner", values};
    if (!other.empty()) {
        values["reference"] = other;
        return refused("iana_id_taken");
    }
    const auto match = match_names(organisation, listed->name);
    values.merge(in_values(match));
    if (match.is_enough()) return {"valid", "iana_valid", values};
    auto said = std::map<std::string, std::string>{
        {"iana_id", values["iana_id"]}, {"listed", listed->name}, {"name", organisation}};
    return {"doubtful", "iana_name_doubtful", values,
            states::Problem{asked.field, "iana_name_doubtful", std::move(said)}};
}

std::optional<engine::Event> Accreditation::perform(const states::CheckAccreditation& check,
                                                    const engine::Work& work) {
    // Claimed before anybody looks who else has: of two at once, one at least sees the other.
    std::vector<adapters::IanaClaim> claims;
    for (const auto& each : check.products)
        claims.push_back({each.product, each.iana_id, each.role == "direct"});
    lists_.claim(work.of, claims);

    const auto list = lists_.latest();
    std::vector<Evidence> found;
    for (const auto& each : check.products) found.push_back(find_out(each, check, work, list));

    auto answer = states::CheckAnswered{
        .check = "iana", .edition = check.edition, .outcome = worst_of(found)};
    for (const auto& evidence : found) {
        answer.evidence.push_back(evidence.id);
        answer.problems.insert(answer.problems.end(), evidence.problems.begin(),
                               evidence.problems.end());
    }
    return states::event(answer);
}

Evidence Accreditation::find_out(const states::Accreditation& asked,
                                 const states::CheckAccreditation& check, const engine::Work& work,
                                 const std::optional<adapters::KeptList>& list) {
    const auto key = work.key + "/" + asked.field;
    if (auto before = book_.find(key)) return *std::move(before);  // Performed before, and cut off.
    auto evidence = Evidence{.of = work.of,
                             .key = key,
                             .check = "iana",
                             .source = "IANA",
                             .subject = std::to_string(asked.iana_id)};
    if (!list) {
        evidence.outcome = "unavailable";
        evidence.code = "iana_unavailable";
        evidence.values = {{"iana_id", evidence.subject}};
        evidence.problems = {{asked.field, "iana_unavailable", evidence.values}};
        return book_.add(evidence);
    }
    const auto other = asked.role == "direct"
                           ? lists_.other_claimant(asked.iana_id, work.of, check.current_account)
                           : std::string{};
    auto judged = judge(asked, check.organisation, lists_.find(asked.iana_id), other);
    evidence.source_version = list->sha256;
    evidence.source_date = engine::rfc3339(list->fetched);
    evidence.outcome = std::move(judged.outcome);
    evidence.code = std::move(judged.code);
    evidence.values = std::move(judged.values);
    if (judged.problem) evidence.problems = {*std::move(judged.problem)};
    return book_.add(evidence);
}

}  // namespace iana
