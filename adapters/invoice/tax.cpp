#include "adapters/invoice/tax.hpp"

#include <stdexcept>

#include "states/checks.hpp"
#include "states/vat.hpp"

namespace invoice {
namespace {

std::string_view taxed_as(std::string_view country) { return country == "MC" ? "FR" : country; }

}  // namespace

bool is_in_eu(std::string_view country) {
    const auto prefix = states::vat_prefix_of(taxed_as(country));
    return !prefix.empty() && prefix != "XI";
}

bool vat_number_holds(std::string_view country, std::string_view number) {
    return is_in_eu(country) && states::check_vat(number).verdict == states::Verdict::valid &&
           states::claimed_vat_prefix(number) == states::vat_prefix_of(taxed_as(country));
}

adapters::InvoiceTax tax_of(std::string_view seller_country, int hundredths_percent,
                            std::string_view buyer_country, bool vat_number_holds) {
    const auto charged = adapters::InvoiceTax{"S", hundredths_percent, "", ""};
    if (buyer_country == seller_country) return charged;
    if (!is_in_eu(seller_country) || !is_in_eu(buyer_country)) return {"O", 0, "VATEX-EU-O", ""};
    if (vat_number_holds) return {"AE", 0, "VATEX-EU-AE", ""};
    return charged;
}

int read_rate(const std::string& per_cent) {
    const auto rate = states::read_money(per_cent);
    if (!rate || rate->cents > 100'00)
        throw std::invalid_argument{per_cent + " is no percentage with two decimals"};
    return static_cast<int>(rate->cents);
}

states::Money vat_on(states::Money net, int hundredths_percent) {
    constexpr std::int64_t whole = 10'000;
    // Apart, so that no amount that fits in 64 bits is too large.
    const auto of_wholes = net.cents / whole * hundredths_percent;
    const auto of_rest = net.cents % whole * hundredths_percent;
    const auto half = of_rest < 0 ? -whole / 2 : whole / 2;
    return {of_wholes + (of_rest + half) / whole};
}

}  // namespace invoice
