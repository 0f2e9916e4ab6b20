// A sign-up as one form, with every product on offer as a row of it: how it goes in and comes out.

#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/pages/form.hpp"
#include "states/catalogue.hpp"
#include "states/sign_up.hpp"

namespace console {

struct Entry {
    std::string_view field;  // As problems name it.
    enum class Kind { text, language, amount, check } kind = Kind::text;
    bool optional = false;
};

struct EntryGroup {
    std::string_view label;  // The key of its words.
    std::vector<Entry> entries;
};

const std::vector<EntryGroup>& entry_groups();  // Without the products.

using Inputs = std::map<std::string, std::string>;  // By the name of the input.

// What the inputs show of a sign-up, or of the part of one that there is.  Products stand in the
// order of the catalogue: "products[0].role" is the first one's on offer, whichever is asked for.
Inputs inputs_of(const nlohmann::json& sign_up, const states::Catalogue&);
Inputs inputs_of(const pages::Form&, const states::Catalogue&);

// As states::read_sign_up() takes it; empty inputs are left out.
nlohmann::json sign_up_of(const Inputs&, const states::Catalogue&);

// "products[0].document" of this sign-up, as the form names it: the row of that product.
std::string input_named(const std::string& field, const nlohmann::json& sign_up,
                        const states::Catalogue&);
void name_inputs(std::vector<states::Problem>&, const nlohmann::json& sign_up,
                 const states::Catalogue&);

}  // namespace console
