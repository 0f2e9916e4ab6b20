// VAT on a registry's service, by where seller and buyer are and whether the buyer's number holds.
//
// Directive 2006/112/EC, art. 44: a service to a business is taxed where the buyer is.  In the
// seller's own country that is the seller's rate; in another country of the EU the buyer pays it
// itself (art. 196, reverse charge); beyond the EU, and for a seller that is not in the EU, it is
// outside the scope of the seller's VAT.  Who has no valid VAT number is no business that this can
// be said of, and is charged like a buyer at home.

#pragma once

#include <string>
#include <string_view>

#include "adapters/invoices.hpp"
#include "states/money.hpp"

namespace invoice {

// Is a service taxed there as in the EU?  Monaco is, as a part of France (art. 7); Northern Ireland
// is for goods only, so GB is not, whatever prefix its number has.
bool is_in_eu(std::string_view country);  // ISO 3166-1.

// Does the number hold by its form and check digits, and belong to this country?
bool vat_number_holds(std::string_view country, std::string_view number);

// The categories are those of EN 16931.  Reverse charge is AE: K is the intra-community supply of
// goods, and its rules want a date and a place of delivery (BR-IC-11, BR-IC-12).  Beyond the EU it
// is O, "not subject to VAT": G is the export of goods, free of a tax that it is subject to.
adapters::InvoiceTax tax_of(std::string_view seller_country, int hundredths_percent,
                            std::string_view buyer_country, bool vat_number_holds);

// "21.00" is 2100, as config check has made sure.  Throws std::invalid_argument for other forms.
int read_rate(const std::string& per_cent);

// Of the whole invoice and once, as EN 16931 (BR-CO-17) and the Belgian law want it; half a cent is
// rounded away from zero.
states::Money vat_on(states::Money net, int hundredths_percent);

}  // namespace invoice
