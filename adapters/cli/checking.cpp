#include "adapters/cli/checking.hpp"

#include <map>
#include <ostream>

#include "states/checks.hpp"
#include "states/messages.hpp"
#include "states/postal_code.hpp"
#include "states/text.hpp"
#include "states/vat.hpp"

namespace cli {
namespace {

using states::Checked;
using Values = std::map<std::string, std::string>;  // What the reason's sentence names.

Checked vat(const std::string& text, Values& values) {
    if (const auto prefix = states::claimed_vat_prefix(text); !prefix.empty())
        values["example"] = states::vat_example(prefix);
    return states::check_vat(text);
}

Checked phone(const std::string& text, Values&) { return states::check_phone(text); }

// "BE 3001": without a country no code can be judged.
Checked postcode(const std::string& text, Values& values) {
    const auto trimmed = std::string{states::trimmed(text)};
    const auto space = trimmed.find(' ');
    const auto country = states::check_country(trimmed.substr(0, space));
    if (country.verdict != states::Verdict::valid) return country;
    values["country"] = country.normalised;
    values["example"] = states::postal_code_example(country.normalised);
    return states::check_postal_code(country.normalised,
                                     space == std::string::npos ? "" : trimmed.substr(space + 1));
}

// Without IANA's list; with one, cli/registers.hpp does better.
Checked iana(const std::string& text, Values& values) {
    values["iana_id"] = text;
    return states::check_iana_id(text);
}

Checked reference(const std::string& text, Values&) { return states::check_reference(text); }

using Check = Checked (*)(const std::string&, Values&);
const std::map<std::string, Check> checks = {{"iana", iana},
                                             {"vat", vat},
                                             {"phone", phone},
                                             {"postcode", postcode},
                                             {"reference", reference}};

std::string_view word_of(states::Verdict verdict) {
    switch (verdict) {
        case states::Verdict::valid: return "valid";
        case states::Verdict::invalid: return "invalid";
        case states::Verdict::unknown: return "unknown";
    }
    return {};
}

}  // namespace

std::vector<std::string> kinds_to_check() {
    std::vector<std::string> kinds;
    for (const auto& [kind, _] : checks) kinds.push_back(kind);
    return kinds;
}

int print_checked(const Checked& checked, const Values& values, const std::string& language,
                  std::ostream& out) {
    out << word_of(checked.verdict) << '\t' << checked.normalised << '\t'
        << (checked.code.empty() ? "" : states::message(language, "field." + checked.code, values))
        << '\n';
    return checked.verdict == states::Verdict::invalid ? 1 : 0;
}

int check(const std::string& kind, const std::vector<std::string>& values,
          const std::string& language, std::ostream& out) {
    int status = 0;
    for (const auto& value : values) {
        Values named;
        const auto checked = checks.at(kind)(value, named);
        status |= print_checked(checked, named, language, out);
    }
    return status;
}

}  // namespace cli
