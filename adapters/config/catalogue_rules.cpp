#include "adapters/config/catalogue_rules.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iterator>
#include <regex>

#include "states/checks.hpp"
#include "states/mod_97.hpp"

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
    return states::mod_97(compact.substr(4) + compact.substr(0, 4)) == 1;
}

bool is_bic(std::string_view text) {  // ISO 9362.
    static const auto form = std::regex{"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?"};
    return std::regex_match(text.begin(), text.end(), form);
}

bool is_top_level_domain(std::string_view text) {
    static const auto form = std::regex{R"((\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){1,3})"};
    return std::regex_match(text.begin(), text.end(), form);
}

std::string objection_to_invoice_term(std::string_view name, const std::string& value) {
    static const auto series = std::regex{"[A-Z]{1,6}"};
    static const auto prefix = std::regex{"([1-9][0-9]{0,3})?"};
    static const auto peppol_id = std::regex{"([0-9]{4}:[0-9A-Za-z._:-]{1,50})?"};
    static const auto zone = std::regex{"[A-Za-z]+([/_+-][A-Za-z0-9]+)*"};
    const auto fits = [&](const std::regex& form) { return std::regex_match(value, form); };
    if ((name == "series" || name == "credit_series") && !fits(series))
        return "must be 1 to 6 capital letters, A to Z";
    if (name == "type" && value != "380" && value != "386")
        return "must be \"380\", an invoice, or \"386\", a prepayment invoice";
    if (name == "reference_prefix" && !fits(prefix))
        return "must be up to 4 digits, the first not 0: payment references begin with them";
    if (name == "peppol_id" && !fits(peppol_id))
        return "must be a scheme and an identifier, for example \"0208:0987654394\"";
    constexpr auto zones = "/usr/share/zoneinfo/";
    if (name == "time_zone" && (!fits(zone) || !std::filesystem::is_regular_file(zones + value)))
        return "must be a time zone of this system, for example \"Europe/Brussels\"";
    return "";
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
