// A sign-up that is right in every field, and the catalogue that it is judged by.

#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "examples/simulators/blank_pdf.hpp"
#include "states/catalogue.hpp"

namespace tests {

// The registry of the rule book, with the product `.postpaid` for paths without a prepayment.
inline states::Catalogue catalogue() {
    return {.registry = "Example Registry",
            .products = {{.name = ".be", .standing_order = true},
                         {.name = ".vlaanderen", .reseller = true, .needs_accreditation = true},
                         {.name = ".brussels", .reseller = true, .needs_accreditation = true},
                         {.name = ".postpaid", .prepaid = false},
                         {.name = ".resold", .direct = false, .reseller = true}}};
}

// Its id is that of adapters/documents.hpp.
inline const std::string paper = simulators::blank_pdf("of the tests");
inline const std::string paper_id =
    "5827e1b6eac72a4b39f02625355bb0e6fe3fad43c5f13b4b4a2ef05c31460239";

inline nlohmann::json sign_up() {  // The example of the API's description.
    auto example = nlohmann::json::parse(R"({
        "organisation": {
            "name": "Voorbeeld Hosting BV", "vat_number": "BE0123456749",
            "website": "https://voorbeeld.example",
            "address": {"street": "Philipssite 5", "postal_code": "3001", "city": "Leuven",
                        "state": null, "country": "BE"}},
        "representative": {
            "first_name": "An", "last_name": "Peeters", "email": "an@voorbeeld.example",
            "phone": "+32.16284970", "mobile": "+32 497 11 11 11"},
        "contract_language": "nl",
        "prepayment": {"amount": "2500.00", "currency": "EUR"},
        "current_account": null,
        "standing_order": false,
        "products": [
            {"name": ".be", "role": "direct"},
            {"name": ".brussels", "role": "reseller", "iana_id": 292}]})");
    example["products"][1]["document"] = paper_id;
    return example;
}

}  // namespace tests
