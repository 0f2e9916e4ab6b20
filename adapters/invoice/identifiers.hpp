// Under which numbers a business is known: in its country's register, and to Peppol.

#pragma once

#include <string>
#include <string_view>

namespace invoice {

struct Identifier {  // Both empty for none.
    std::string scheme;
    std::string value;
};

// As Peppol's list of electronic address schemes (EAS) has it: the VAT number in the EU, where it
// is valid; 0208 with the ten digits of the enterprise number in Belgium, whose authorities want
// that and not 9925; the number of the business elsewhere, for countries that are on the list.
Identifier endpoint_of(std::string_view country, std::string_view number);

// ISO 6523, for the countries whose number is known to be that of the register as well.
Identifier legal_id_of(std::string_view country, std::string_view number);

}  // namespace invoice
