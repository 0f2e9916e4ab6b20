#include <doctest/doctest.h>

#include <string>

#include "states/checks.hpp"

namespace email_test {

using namespace states;

TEST_CASE("an e-mail address keeps its owner's spelling and loses the capitals of its domain") {
    CHECK_EQ(check_email(" An.Peeters+registry@Voorbeeld.EXAMPLE ").normalised,
             "An.Peeters+registry@voorbeeld.example");
    CHECK_EQ(check_email("o'neill@a-b.example").verdict, Verdict::valid);
    CHECK_EQ(check_email("an@bücher.example").normalised, "an@bücher.example");
    CHECK_EQ(check_email("an@xn--bcher-kva.example").verdict, Verdict::valid);
}

TEST_CASE("what is not one address says what is wrong with it") {
    for (const auto* text : {"", "nobody", "@b.example", ".a@b.example", "a.@b.example",
                             "a..b@c.example", "An Peeters <an@b.example>", "a b@c.example",
                             "\"a\"@b.example", "a@b@c.example", "a,b@c.example"}) {
        CAPTURE(text);
        CHECK_EQ(check_email(text).code, "email_format");
    }
    for (const auto* text :
         {"a@", "a@b", "a@.example", "a@b..example", "a@-b.example", "a@192.0.2.1", "a@[192.0.2.1]",
          "a@b.example, c", "a@b_c.example", "a@b.example."}) {
        CAPTURE(text);
        CHECK_EQ(check_email(text).code, "email_domain");
    }
    CHECK_EQ(check_email("josé@b.example").code, "email_ascii");
    CHECK_EQ(check_email(std::string(65, 'a') + "@b.example").code, "email_length");
    CHECK_EQ(check_email("a@" + std::string(64, 'b') + ".example").code, "email_domain");
}

}  // namespace email_test
