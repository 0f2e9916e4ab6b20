// Checks of single values, offline: what a sign-up is judged by and `doorstep check` exposes.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace states {

enum class Verdict { valid, invalid, unknown };

struct Checked {
    Verdict verdict = Verdict::invalid;
    std::string normalised = {};  // Empty unless valid or unknown.
    std::string code = {};        // Why not; a key below "field." in the messages.  Empty if valid.
};

// VAT number of an EU member state (or XI), with its prefix: structure and check digits.  Numbers
// of other countries are `unknown`: nobody can judge them offline.
Checked check_vat(std::string_view);

// Any usual notation with a country code; normalised to RFC 5733's "+CC.NUMBER".  A number that
// libphonenumber's (old) metadata does not know is `unknown`.
Checked check_phone(std::string_view);
Checked check_mobile(std::string_view);  // Can it receive an SMS?

Checked check_country(std::string_view);  // ISO 3166-1 alpha-2.
Checked check_postal_code(std::string_view country, std::string_view text);
Checked check_email(std::string_view);
Checked check_website(std::string_view);  // http or https, with a host name.

// A registrar's id at IANA, by its form and by the ids that are reserved.  Whether a registrar has
// it only IANA's list tells, so that a good one is `unknown` here.
Checked check_iana_id(std::string_view);
bool is_reserved_iana_id(std::int64_t);

// The Belgian structured message (+++ddd/dddd/ddddd+++, mod 97) or an ISO 11649 RF reference.
Checked check_reference(std::string_view);

}  // namespace states
