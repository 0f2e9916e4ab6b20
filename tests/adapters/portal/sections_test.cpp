#include "adapters/portal/sections.hpp"

#include <doctest/doctest.h>

namespace sections_test {

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
            portal::take(sign_up, section, form);
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
