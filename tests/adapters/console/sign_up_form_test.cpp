#include "adapters/console/sign_up_form.hpp"

#include <doctest/doctest.h>

#include "adapters/config/catalogue.hpp"

namespace sign_up_form_test {

namespace {

using console::input_named;
using console::inputs_of;
using console::sign_up_of;
using nlohmann::json;

const states::Catalogue& catalogue() {
    static const auto built_in = std::get<states::Catalogue>(config::load_catalogue(""));
    return built_in;
}

json whole() {
    return {{"organisation",
             {{"name", "Łódź Hosting"},
              {"vat_number", "BE0123456749"},
              {"website", "https://voorbeeld.example"},
              {"address",
               {{"street", "Philipssite 5"},
                {"postal_code", "3001"},
                {"city", "Leuven"},
                {"country", "BE"}}}}},
            {"representative",
             {{"first_name", "An"},
              {"last_name", "Peeters"},
              {"email", "an@voorbeeld.example"},
              {"phone", "+32.16284970"},
              {"mobile", "+32 497 11 11 11"}}},
            {"contract_language", "nl"},
            {"prepayment", {{"amount", "2500.00"}, {"currency", "EUR"}}},
            {"current_account", "1234567"},
            {"standing_order", true},
            {"products",
             {{{"name", ".brussels"}, {"role", "reseller"}, {"iana_id", 292}, {"document", "ab"}},
              {{"name", ".be"}, {"role", "direct"}}}}};
}

}  // namespace

TEST_CASE("a sign-up goes into the form and comes out the same, its products in our order") {
    auto expected = whole();
    std::swap(expected["products"][0], expected["products"][1]);
    CHECK_EQ(sign_up_of(inputs_of(whole(), catalogue()), catalogue()), expected);
}

TEST_CASE("what a browser sends is what was shown") {
    const auto shown = inputs_of(whole(), catalogue());
    pages::Form form;
    for (const auto& [name, value] : shown) form.fields.emplace(name, value);
    CHECK_EQ(sign_up_of(inputs_of(form, catalogue()), catalogue()), sign_up_of(shown, catalogue()));
}

TEST_CASE("a part of a sign-up leaves the other inputs empty, and empty ones are left out") {
    const auto inputs = inputs_of({{"organisation", {{"name", "Zon"}}}}, catalogue());
    CHECK_EQ(inputs.at("organisation.name"), "Zon");
    CHECK_EQ(inputs.at("organisation.address.city"), "");
    const auto sent = sign_up_of(inputs, catalogue());
    CHECK_EQ(sent["organisation"], json{{"name", "Zon"}, {"address", json::object()}});
    CHECK_FALSE(sent.contains("prepayment"));
    CHECK(sent["products"].empty());
    CHECK(inputs_of(json{}, catalogue()).empty());
}

TEST_CASE("an IANA ID that is no number stays as it was typed") {
    auto inputs = inputs_of(whole(), catalogue());
    for (auto& [name, value] : inputs)
        if (value == "292") value = "two hundred";
    CHECK_EQ(sign_up_of(inputs, catalogue())["products"][1]["iana_id"], "two hundred");
}

TEST_CASE("what is wrong with a product is told at its row") {
    const auto sign_up = whole();
    const auto row = input_named("products[0].iana_id", sign_up, catalogue());
    CHECK_EQ(catalogue().products.at(static_cast<std::size_t>(row.at(9) - '0')).name, ".brussels");
    CHECK(row.ends_with("].iana_id"));
    CHECK_EQ(input_named("products[7].role", sign_up, catalogue()), "products[7].role");
    CHECK_EQ(input_named("products", sign_up, catalogue()), "products");
    CHECK_EQ(input_named("prepayment", sign_up, catalogue()), "prepayment.amount");
    CHECK_EQ(input_named("organisation.name", sign_up, catalogue()), "organisation.name");
}

}  // namespace sign_up_form_test
