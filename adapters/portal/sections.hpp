// The sign-up as a form of one topic a page: which fields stand on which page, how they are shown,
// and how they go into the sign-up and out of it.

#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/pages/form.hpp"
#include "adapters/portal/visit.hpp"
#include "states/sign_up.hpp"

namespace portal {

struct FormInput {
    std::string_view field;  // As problems name it.
    std::string_view type;   // Of the input: "text", "email", "tel", "url"; "country", "language",
                             // "check", "amount" are made of others.
    std::string_view autocomplete = {};  // The purpose of the field (WCAG 1.3.5).
    bool optional = false;
    std::string_view hint = {};  // Another one than "portal.hint." with the field's name.
};

struct Section {
    std::string_view name;  // "organisation"; also the end of its address.
    std::vector<FormInput> fields;
};

// In the order of the pages; "products" has its own page and stands first, without fields.
const std::vector<Section>& sections();
const Section* section_named(std::string_view);

// What is asked of these products in these roles: no prepayment and no standing order where there
// is none, and the account that a reseller needs.
Section asked_of(const Section&, const states::SignUp&, const states::Catalogue&);
std::string title_of(const Section& asked, const Visit&);

std::string value_of(const states::SignUp&, std::string_view field);
// Gives what could not be read, and is not kept therefore.
std::vector<states::Problem> take(states::SignUp&, const Section&, const pages::Form&);

// "Belgium", "België"; the code itself for one that no country has.
std::string country_name(const std::string& code, const std::string& language);

// "2500", "2.500,00", "€ 2 500" as people of three languages write them; nothing for other text.
std::optional<states::Money> amount_in(std::string_view typed);

// 0 if nothing was typed; nothing for what is no IANA ID as a whole.
std::optional<int> iana_id_in(std::string_view typed);

// "products[1].iana_id": of which of them this is the part; nothing for other fields.
std::optional<std::size_t> product_of(std::string_view field, std::string_view part,
                                      const states::SignUp&);

// What is wrong with the fields of this section, of all that is wrong with the sign-up.
std::vector<states::Problem> problems_of(const Section&, const states::SignUp&,
                                         const states::Catalogue&);

// What is wrong with a whole is told at the input that mends it.
void name_inputs(std::vector<states::Problem>&);

// For the template "_field": what was typed, which is what `form` has if there is one, with what is
// wrong with it.
nlohmann::json fields_view(const Section&, const states::SignUp&, const pages::Form* form,
                           const std::vector<states::Problem>&, const Visit&);

// One input by itself, as fields_view() makes them.
nlohmann::json input_view(const FormInput&, const std::string& value,
                          const std::vector<states::Problem>&, const Visit&);

// What its sender calls it; empty if there is no such document.
std::string file_name_of(const std::string& document, const Visit&);

// The file of a product becomes a document; what is wrong with it is a problem of its field.
void take_document(states::Wish&, const pages::Upload&, const std::string& field, const Visit&,
                   std::vector<states::Problem>&);

}  // namespace portal
