#include "adapters/portal/sections.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/states/applications.hpp"

namespace sections_test {

namespace {

const portal::FormInput* input_in(const portal::Section& section, std::string_view field) {
    const auto found = std::ranges::find(section.fields, field, &portal::FormInput::field);
    return found == section.fields.end() ? nullptr : &*found;
}

portal::Section agreement_of(std::vector<states::Wish> wishes) {
    states::SignUp sign_up;
    sign_up.products = std::move(wishes);
    return portal::asked_of(*portal::section_named("agreement"), sign_up, tests::terms());
}

}  // namespace

TEST_CASE("what the products and roles need is asked for, and nothing else") {
    const auto resold = agreement_of({{.product = ".brussels", .role = states::Role::reseller}});
    CHECK(!input_in(resold, "prepayment.amount"));
    CHECK(!input_in(resold, "standing_order"));
    REQUIRE(input_in(resold, "current_account"));
    CHECK_FALSE(input_in(resold, "current_account")->optional);

    const auto direct = agreement_of({{.product = ".be"}});
    CHECK(input_in(direct, "prepayment.amount"));
    CHECK(input_in(direct, "standing_order"));
    CHECK(input_in(direct, "current_account")->optional);

    const auto accredited = agreement_of({{.product = ".vlaanderen"}});
    CHECK(input_in(accredited, "prepayment.amount"));
    CHECK(!input_in(accredited, "standing_order"));
    CHECK_EQ(agreement_of({}).fields.size(), 4);
}

TEST_CASE("an amount that cannot be read is told and not taken for none") {
    states::SignUp sign_up;
    pages::Form form;
    form.fields.emplace("prepayment.amount", "quite a lot");
    const auto& section = *portal::section_named("agreement");
    const auto unread = portal::take(sign_up, section, form);
    REQUIRE_EQ(unread.size(), 1);
    CHECK_EQ(unread[0].field, "prepayment.amount");
    CHECK(portal::take(sign_up, section, {}).empty());
}

TEST_CASE("the IANA ID of one of several products can be asked for and answered") {
    states::SignUp sign_up;
    sign_up.products = {{.product = ".be"}, {.product = ".brussels"}};
    const auto field = std::string{"products[1].iana_id"};
    const auto asked = portal::Section{"information", {{.field = field, .type = "text"}}};
    const auto typed = [&](const std::string& text) {
        pages::Form form;
        form.fields.emplace(field, text);
        return portal::take(sign_up, asked, form);
    };
    CHECK(typed("1497").empty());
    CHECK_EQ(sign_up.products[1].iana_id, 1497);
    CHECK_EQ(sign_up.products[0].iana_id, 0);
    CHECK_EQ(portal::value_of(sign_up, field), "1497");
    REQUIRE_EQ(typed("about 1497").size(), 1);
    CHECK_EQ(typed("about 1497")[0].code, "iana_id_format");
}

TEST_CASE("a country has its name in the reader's language") {
    CHECK_EQ(portal::country_name("BE", "nl"), "België");
    CHECK_EQ(portal::country_name("BE", "fr"), "Belgique");
    CHECK_EQ(portal::country_name("ZZ", "en"), "ZZ");
}

TEST_CASE("an amount is taken as people of three languages write it") {
    for (const auto* typed : {"2500", "2500.00", "2500,00", "2.500,00", "2,500.00", "€ 2 500",
                              "2 500,00 EUR", "2.500", "2500,0"})
        CHECK_MESSAGE(portal::amount_in(typed) == states::Money{250'000}, typed);
    CHECK(portal::amount_in("12,5") == states::Money{1'250});
    for (const auto* typed : {"", "many", "."}) CHECK_MESSAGE(!portal::amount_in(typed), typed);
}

TEST_CASE("every field of a section goes in and comes out as it was typed") {
    for (const auto& section : portal::sections())
        for (const auto& input : section.fields) {
            states::SignUp sign_up;
            pages::Form form;
            const auto typed = input.type == "amount"  ? std::string{"2500.00"}
                               : input.type == "check" ? std::string{"yes"}
                                                       : "typed " + std::string{input.field};
            form.fields.emplace(input.field, typed);
            CHECK(portal::take(sign_up, section, form).empty());
            CHECK_EQ(portal::value_of(sign_up, input.field), typed);
        }
}

TEST_CASE("what is wrong with the prepayment is told at its amount") {
    std::vector<states::Problem> problems{{"prepayment", "prepayment_missing"},
                                          {"organisation.name", "missing"}};
    portal::name_inputs(problems);
    CHECK_EQ(problems[0].field, "prepayment.amount");
    CHECK_EQ(problems[1].field, "organisation.name");
}

}  // namespace sections_test
