#include "adapters/config/catalogue_rules.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <regex>

#include "states/checks.hpp"

namespace config {

std::optional<states::Span> read_span(std::string_view text) {
    constexpr auto days_max = 3650;
    const bool working = text.ends_with("wd");
    if (!working && !text.ends_with('d')) return std::nullopt;
    const auto digits = text.substr(0, text.size() - (working ? 2 : 1));
    int days = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), days);
    if (error != std::errc{} || stop != digits.data() + digits.size()) return std::nullopt;
    if (days < 1 || days > days_max) return std::nullopt;
    return states::Span{days, working};
}

// ISO 13616: the country and the check digits go to the end, letters count from A = 10, mod 97.
bool is_iban(std::string_view text) {
    std::string compact;
    std::ranges::copy_if(text, std::back_inserter(compact), [](char c) { return c != ' '; });
    static const auto form = std::regex{"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}"};
    if (!std::regex_match(compact, form)) return false;
    if (compact.starts_with("BE") && compact.size() != 16) return false;
    int rest = 0;
    for (const char c : compact.substr(4) + compact.substr(0, 4)) {
        const int value = c >= 'A' ? c - 'A' + 10 : c - '0';
        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
}

bool is_bic(std::string_view text) {  // ISO 9362.
    static const auto form = std::regex{"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?"};
    return std::regex_match(text.begin(), text.end(), form);
}

bool is_top_level_domain(std::string_view text) {
    static const auto form = std::regex{R"((\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){1,3})"};
    return std::regex_match(text.begin(), text.end(), form);
}

std::string objection_to_text(std::string_view name, const std::string& text) {
    using states::Verdict;
    if (text.empty()) return "must not be empty";
    if (name == "iban" && !is_iban(text)) return "is not an IBAN: its check digits do not fit";
    if (name == "bic" && !is_bic(text)) return "is not a BIC";
    if (name == "vat_number" && states::check_vat(text).verdict == Verdict::invalid)
        return "is not a valid VAT number";
    if (name == "country" && states::check_country(text).verdict != Verdict::valid)
        return "must be a country's ISO 3166-1 code of two letters";
    if (name == "website" && states::check_website(text).verdict != Verdict::valid)
        return "must be an http or https URL";
    if (name == "support_email" && states::check_email(text).verdict != Verdict::valid)
        return "must be an e-mail address";
    static const auto rate = std::regex{R"(\d{1,2}\.\d{2})"};
    if (name == "vat_rate" && !std::regex_match(text, rate))
        return "must be a percentage with two decimals, for example \"21.00\"";
    return "";
}

}  // namespace config
