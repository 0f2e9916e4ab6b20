// The check digits of VAT numbers, one function a country.
//
// Each is handed a number without its prefix whose shape is right already, and says whether the
// digits agree with each other.

#pragma once

#include <string_view>

namespace states::vat_digits {

using Adds = bool(std::string_view);

Adds at, be, bg, cy, cz, de, dk, ee, el, es, fi, fr, hr, hu, ie, it, lt, lu, lv, mt, nl, pl, pt, ro,
    se, si, sk, xi;

}  // namespace states::vat_digits
