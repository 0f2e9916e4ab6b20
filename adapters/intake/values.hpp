// From what people write to what a sign-up holds: "€ 2 500", "Nee", "België", "An Peeters".
//
// Only the form changes.  Whether a value is right, states::read_sign_up() says; what has no such
// form is handed on as it was written, so that the rule book can name it.

#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace intake {

struct Person {
    std::string first_name;
    std::string last_name;
    bool sure = false;  // Of where the first name ends.
};
Person person_of(std::string_view name);

struct Place {
    std::string street;
    std::string postal_code;
    std::string city;
    std::string state;
    std::string country;  // ISO 3166-1, or empty.
};
// Of an address on one line or several.  `country` is what another label says, or empty.
Place place_of(std::string_view address, std::string_view country);
// "3001 Leuven", "London SW1A 1AA"; empty if there is no postal code in it.
std::optional<Place> town_of(std::string_view text, std::string_view country);

struct Amount {
    std::string amount;    // "2500.00", or as written.
    std::string currency;  // Empty if it is not said.
};
Amount amount_of(std::string_view text);

std::optional<bool> yes_or_no(std::string_view text);
std::string language_of_answer(std::string_view text);  // "nl", or as written.
std::string country_of_answer(std::string_view text);   // "BE", or as written.
std::string email_in(std::string_view text);            // The first address in it, or empty.
std::string website_in(std::string_view text);          // With a scheme; as written if it is none.
std::vector<std::string> phones_in(std::string_view text);
// With a country code: one from the country if it is written as at home.
struct Phone {
    std::string number;
    bool completed = false;
};
Phone phone_of(std::string_view text, std::string_view country);
std::optional<int> number_in(std::string_view text);  // The first whole number.

// "-", "n/a", "néant", "____": that nothing is said.
bool is_nothing(std::string_view text);
// Without quotation marks around it, and a comma or semicolon behind.
std::string_view tidy(std::string_view text);
// Without what stands in brackets at its end.
std::string_view without_remark(std::string_view text);

}  // namespace intake
