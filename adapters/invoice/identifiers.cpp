#include "adapters/invoice/identifiers.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "adapters/invoice/tax.hpp"
#include "states/checks.hpp"
#include "states/text.hpp"
#include "states/vat.hpp"

namespace invoice {
namespace {

struct Scheme {
    std::string_view country;
    std::string_view code;
};

// clang-format off
constexpr std::array<Scheme, 25> by_vat_number = {{
    {"AT", "9914"}, {"BG", "9926"}, {"CY", "9928"}, {"CZ", "9929"}, {"DE", "9930"},
    {"EE", "9931"}, {"ES", "9920"}, {"FI", "0213"}, {"FR", "9957"}, {"GR", "9933"},
    {"HR", "9934"}, {"HU", "9910"}, {"IE", "9935"}, {"IT", "0211"}, {"LT", "9937"},
    {"LU", "9938"}, {"LV", "9939"}, {"MT", "9943"}, {"NL", "9944"}, {"PL", "9945"},
    {"PT", "9946"}, {"RO", "9947"}, {"SI", "9949"}, {"SK", "9950"}, {"MC", "9957"},
}};
// clang-format on

std::string digits_of(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits),
                         [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

Identifier in_eu(std::string_view country, std::string_view number) {
    if (!vat_number_holds(country, number)) return {};
    const auto vat = states::check_vat(number).normalised;
    if (country == "BE") return {"0208", digits_of(vat)};
    if (country == "DK") return {"0184", digits_of(vat)};
    // The organisation's number and 01, which is the VAT group's.
    if (country == "SE") return {"0007", digits_of(vat).substr(0, 10)};
    for (const auto& scheme : by_vat_number)
        if (scheme.country == country) return {std::string{scheme.code}, vat};
    return {};
}

Identifier beyond(std::string_view country, std::string_view number) {
    const auto digits = digits_of(number);
    if (country == "CH" && digits.size() == 9) return {"0183", "CHE" + digits};
    if (country == "US" && digits.size() == 9) return {"9959", digits};  // Its EIN.
    if (country == "JP" && digits.size() == 13) {
        // The corporate number; with a T before it, that of an issuer of qualified invoices.
        const bool issuer = states::upper_ascii(number).starts_with('T');
        return issuer ? Identifier{"0221", "T" + digits} : Identifier{"0188", digits};
    }
    return {};
}

}  // namespace

Identifier endpoint_of(std::string_view country, std::string_view number) {
    return is_in_eu(country) ? in_eu(country, number) : beyond(country, number);
}

Identifier legal_id_of(std::string_view country, std::string_view number) {
    const auto endpoint = endpoint_of(country, number);
    for (const auto* scheme : {"0208", "0183", "0007", "0184", "0188"})
        if (endpoint.scheme == scheme) return endpoint;
    return {};
}

}  // namespace invoice
