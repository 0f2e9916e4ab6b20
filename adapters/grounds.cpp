#include "adapters/grounds.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "adapters/reading_log.hpp"
#include "adapters/time_or_null.hpp"
#include "engine/journal.hpp"
#include "states/checks.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "states/facts.hpp"
#include "states/messages.hpp"
#include "states/postal_code.hpp"
#include "states/vat.hpp"

namespace adapters {
namespace {

using nlohmann::json;

std::int64_t age_of(engine::Time at, engine::Time now) {
    return std::chrono::floor<std::chrono::days>(now - at).count();
}

std::string explained(const Evidence& evidence, const std::string& language) {
    if (evidence.erased) return {};
    auto sentence = states::message(language, "evidence." + evidence.code, evidence.values);
    if (const auto likeness = evidence.values.find("likeness"); likeness != evidence.values.end())
        sentence +=
            " " + states::message(language, "likeness." + likeness->second, evidence.values);
    return sentence;
}

json view_of(const Evidence& evidence, engine::Time now, const std::string& language) {
    return {{"check", evidence.check},
            {"label", states::message(language, "check." + evidence.check)},
            {"subject", evidence.subject},
            {"outcome", evidence.outcome},
            {"code", evidence.code},
            {"source", evidence.source},
            {"source_version", evidence.source_version},
            {"source_date", evidence.source_date},
            {"at", engine::rfc3339(evidence.at)},
            {"age_days", age_of(evidence.at, now)},
            {"expires_at", time_or_null(evidence.expires)},
            {"explanation", explained(evidence, language)}};
}

// ---- What needs no register ---------------------------------------------------------------------

struct Offline {
    const char* check;
    const char* source;
    std::string value;
    states::Checked checked;
    std::map<std::string, std::string> values = {};
};

std::vector<Offline> offline_checks(const states::SignUp& sign_up) {
    const auto& organisation = sign_up.organisation;
    const auto& [street, postal_code, city, state, country] = organisation.address;
    const auto& person = sign_up.representative;
    const auto prefix = states::claimed_vat_prefix(organisation.vat_number);
    auto all = std::vector<Offline>{
        {"country", "ISO 3166-1", country, states::check_country(country)},
        {"postal_code",
         "postal codes",
         postal_code,
         states::check_postal_code(country, postal_code),
         {{"country", country}, {"example", std::string{states::postal_code_example(country)}}}},
        {"phone", "libphonenumber", person.phone, states::check_phone(person.phone)},
        {"mobile", "libphonenumber", person.mobile, states::check_mobile(person.mobile)},
        {"email", "form", person.email, states::check_email(person.email)},
        {"website", "form", organisation.website, states::check_website(organisation.website)}};
    if (!prefix.empty())
        all.push_back({"vat_digits",
                       "check digits",
                       organisation.vat_number,
                       states::check_vat(organisation.vat_number),
                       {{"example", std::string{states::vat_example(prefix)}}}});
    return all;
}

std::string_view outcome_of(states::Verdict verdict) {
    switch (verdict) {
        case states::Verdict::valid: return "valid";
        case states::Verdict::invalid: return "invalid";
        case states::Verdict::unknown: return "doubtful";
    }
    return {};
}

json view_of(const Offline& each, engine::Time at, engine::Time now, const std::string& language) {
    const bool fine = each.checked.code.empty();
    const auto code = std::string{each.check} == "mobile" ? "mobile_valid" : "offline_valid";
    return {
        {"check", each.check},
        {"label", states::message(language, "check." + std::string{each.check})},
        {"subject", each.value},
        {"outcome", outcome_of(each.checked.verdict)},
        {"code", fine ? code : each.checked.code},
        {"source", each.source},
        {"source_version", ""},
        {"source_date", ""},
        {"at", engine::rfc3339(at)},
        {"age_days", age_of(at, now)},
        {"expires_at", nullptr},
        {"explanation",
         fine ? states::message(language, std::string{"evidence."} + code, {{"value", each.value}})
              : states::message(language, "field." + each.checked.code, each.values)}};
}

// ---- The journal --------------------------------------------------------------------------------

struct Acceptance {
    std::string field, code, reason, by;
    engine::Time at{};
};

struct Told {                               // What the journal says beside the facts.
    std::optional<engine::Time> signed_up;  // When the sign-up became what it is.
    std::vector<Acceptance> accepted;
    std::vector<states::Problem> raised;  // For the sentences of those that stand no more.
};

template <class Event>
void note_raised(const engine::Line& line, const std::vector<states::Problem> Event::*problems,
                 Told& told) {
    const auto event = states::decode<Event>({line.data});
    const auto& all = event.*problems;
    told.raised.insert(told.raised.end(), all.begin(), all.end());
}

void read_line(const engine::Line& line, Told& told) {
    using namespace states;
    if (line.refusal) return;
    const bool sign_up = line.event == Submitted::name || line.event == SignUpCorrected::name ||
                         line.event == InformationAnswered::name;
    if (sign_up || line.event == DraftSaved::name) told.signed_up = line.at;
    if (line.data.empty()) return;  // It was erased.
    if (line.event == Submitted::name) note_raised(line, &Submitted::warnings, told);
    if (line.event == SignUpCorrected::name) note_raised(line, &SignUpCorrected::warnings, told);
    if (line.event == InformationAnswered::name)
        note_raised(line, &InformationAnswered::warnings, told);
    if (line.event == CheckAnswered::name) note_raised(line, &CheckAnswered::problems, told);
    if (line.event != WarningAccepted::name) return;
    const auto event = decode<WarningAccepted>({line.data});
    told.accepted.push_back({event.field, event.code, event.reason, line.actor.id, line.at});
}

Told told_by(Reading& reading, engine::CaseId id) {
    constexpr int page = 500;
    Told told;
    for (int after = 0;;) {
        const auto lines = reading.journal(id, after, page);
        for (const auto& line : lines) read_line(line, told);
        if (static_cast<int>(lines.size()) < page) return told;
        after = lines.back().number;
    }
}

std::string sentence_of(const std::string& field, const std::string& code, const Told& told,
                        const std::string& language) {
    const auto said = std::ranges::find_if(
        told.raised.rbegin(), told.raised.rend(), [&](const states::Problem& problem) {
            return problem.field == field && problem.code == code;
        });
    if (said != told.raised.rend()) return states::sentence(*said, language);
    return states::has_message("field." + code) ? states::message(language, "field." + code) : code;
}

json warnings_of(const states::Facts& facts, const Told& told, const std::string& language) {
    auto warnings = json::array();
    std::set<const Acceptance*> shown;
    for (const auto& warning : facts.warnings) {
        const auto& field = warning.problem.field;
        const auto& code = warning.problem.code;
        const auto accepted = std::ranges::find_if(
            told.accepted.rbegin(), told.accepted.rend(), [&](const Acceptance& each) {
                return each.field == field && each.code == code && each.by == warning.accepted_by;
            });
        const bool known = !warning.accepted_by.empty() && accepted != told.accepted.rend();
        if (known) shown.insert(&*accepted);
        warnings.push_back({{"field", field},
                            {"code", code},
                            {"sentence", states::sentence(warning.problem, language)},
                            {"standing", true},
                            {"accepted_by", warning.accepted_by},
                            {"reason", warning.reason},
                            {"at", known ? time_or_null(accepted->at) : json(nullptr)}});
    }
    for (const auto& each : told.accepted)
        if (!shown.contains(&each))
            warnings.push_back({{"field", each.field},
                                {"code", each.code},
                                {"sentence", sentence_of(each.field, each.code, told, language)},
                                {"standing", false},
                                {"accepted_by", each.by},
                                {"reason", each.reason},
                                {"at", engine::rfc3339(each.at)}});
    return warnings;
}

}  // namespace

std::optional<json> Grounds::of(const Caller& caller, const std::string& reference,
                                const std::string& language) {
    const auto id = reading_.find(reference);
    const auto dossier = id ? reading_.dossier(*id) : std::nullopt;
    if (!dossier) return std::nullopt;
    note_reading(readings_, caller, read_of::checks, id);
    const auto& snapshot = dossier->snapshot;
    const auto facts = states::decode<states::Facts>(snapshot.state.facts);
    const auto told = told_by(reading_, *id);
    auto answer = json{{"reference", snapshot.reference},
                       {"items", json::array()},
                       {"warnings", warnings_of(facts, told, language)}};
    for (const auto& evidence : book_.of(*id))
        answer["items"].push_back(view_of(evidence, snapshot.now, language));
    for (const auto& each : offline_checks(facts.sign_up))
        if (!each.value.empty())
            answer["items"].push_back(
                view_of(each, told.signed_up.value_or(dossier->opened), snapshot.now, language));
    return answer;
}

}  // namespace adapters
