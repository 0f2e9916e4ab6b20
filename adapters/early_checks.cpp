#include "adapters/early_checks.hpp"

#include <algorithm>
#include <chrono>

#include "engine/fault.hpp"
#include "states/checks.hpp"
#include "states/messages.hpp"
#include "states/vat.hpp"

namespace adapters {
namespace {

using Mood = EarlyWord::Mood;

EarlyWord say(Mood mood, const std::string& key, const std::string& language,
              const std::map<std::string, std::string>& values = {}) {
    return {mood, states::filled(states::message(language, "early." + key), values)};
}

EarlyWord wrong(const states::Checked& checked, const std::string& language,
                const std::map<std::string, std::string>& values = {}) {
    return {Mood::wrong,
            states::filled(states::message(language, "field." + checked.code), values)};
}

EarlyWord look_at_phone(const states::Checked& checked, const std::string& language) {
    if (checked.verdict == states::Verdict::invalid) return wrong(checked, language);
    return say(checked.verdict == states::Verdict::valid ? Mood::good : Mood::doubtful,
               checked.verdict == states::Verdict::valid ? "number" : "number_unknown", language,
               {{"number", checked.normalised}});
}

}  // namespace

std::string_view word_of(Mood mood) {
    switch (mood) {
        case Mood::good: return "good";
        case Mood::doubtful: return "warn";
        case Mood::wrong: return "bad";
    }
    return {};
}

bool EarlyChecks::may_ask() {
    const std::lock_guard lock{mutex_};
    const auto now = now_();
    if (counted_) {
        const std::chrono::duration<double> since = now - *counted_;
        allowance_ = std::min(at_once, allowance_ + since.count() * a_second);
    }
    counted_ = now;
    if (allowance_ < 1) return false;
    --allowance_;
    return true;
}

std::optional<EarlyWord> EarlyChecks::look_at_vat(const std::string& value,
                                                  const states::Organisation& organisation,
                                                  const std::string& language) {
    // As the sign-up reads it: the letters of its country may be left out.
    const auto ours = std::string{states::vat_prefix_of(organisation.address.country)};
    const bool bare = states::claimed_vat_prefix(value).empty();
    if (bare && ours.empty()) return std::nullopt;  // It may be a tax number of elsewhere.
    const auto number = bare ? ours + value : value;
    const auto checked = states::check_vat(number);
    if (checked.verdict == states::Verdict::invalid)
        return wrong(
            checked, language,
            {{"example", std::string{states::vat_example(states::claimed_vat_prefix(number))}}});
    if (checked.verdict == states::Verdict::unknown || !may_ask()) return std::nullopt;
    VatFinding found;
    try {
        found = ask_vat_({.edition = 1,
                          .awaited = false,
                          .vat_number = checked.normalised,
                          .country = organisation.address.country,
                          .organisation = organisation});
    } catch (const engine::Unavailable&) {
        return say(Mood::good, "vat_digits", language);
    } catch (const engine::Rejected&) {
        return say(Mood::good, "vat_digits", language);
    }
    using Kind = VatFinding::Kind;
    if (found.kind == Kind::invalid) return say(Mood::doubtful, "vat_unknown", language);
    if (found.kind == Kind::valid && !found.listed.empty())
        return say(Mood::good, "vat_listed", language, {{"name", found.listed}});
    return say(Mood::good, found.kind == Kind::valid ? "vat_valid" : "vat_digits", language);
}

std::optional<EarlyWord> EarlyChecks::look(std::string_view field, const std::string& value,
                                           const states::Organisation& organisation,
                                           const std::string& language) {
    if (value.empty() || value.size() > 200) return std::nullopt;
    if (field == "organisation.vat_number") return look_at_vat(value, organisation, language);
    if (field == "representative.phone") return look_at_phone(states::check_phone(value), language);
    if (field == "representative.mobile")
        return look_at_phone(states::check_mobile(value), language);
    if (field != "iana_id") return std::nullopt;
    const auto known = registrars_.check(value);
    if (known.checked.verdict == states::Verdict::invalid)
        return wrong(known.checked, language, known.values);
    const auto found = registrars_.find(value, language);
    if (found["items"].empty()) return std::nullopt;
    return say(Mood::good, "iana_listed", language,
               {{"name", found["items"].front()["name"].get<std::string>()}});
}

}  // namespace adapters
