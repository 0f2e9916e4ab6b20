#include <doctest/doctest.h>

#include "states/checks.hpp"

namespace website_test {

using namespace states;

TEST_CASE("a website is a full http or https address") {
    CHECK_EQ(check_website("https://voorbeeld.example").normalised, "https://voorbeeld.example");
    CHECK_EQ(check_website(" HTTP://WWW.Voorbeeld.example:8080/Pad?q=A#b ").normalised,
             "http://www.voorbeeld.example:8080/Pad?q=A#b");
    CHECK_EQ(check_website("https://bücher.example/straße").verdict, Verdict::valid);
    CHECK_EQ(check_website("https://a.example?x=b@c").verdict, Verdict::valid);
}

TEST_CASE("what is not one says what is wrong with it") {
    for (const auto* url : {"", "www.voorbeeld.example", "ftp://a.example", "https:/a.example",
                            "javascript:alert(1)", "//a.example", "mailto:a@b.example"}) {
        CAPTURE(url);
        CHECK_EQ(check_website(url).code, "website_scheme");
    }
    for (const auto* url : {"https://a.example/b c", "https://a.example/\"x", "https://a b.example",
                            "https://a.example/<b>", "https://a.example\\b"}) {
        CAPTURE(url);
        CHECK_EQ(check_website(url).code, "website_format");
    }
    for (const auto* url :
         {"https://", "https:///path", "https://localhost", "https://192.0.2.1/",
          "https://[2001:db8::1]/", "https://a.example:0", "https://a.example:x",
          "https://a.example:", "https://a.example:70000", "https://-a.example"}) {
        CAPTURE(url);
        CHECK_EQ(check_website(url).code, "website_host");
    }
    CHECK_EQ(check_website("https://an:secret@a.example").code, "website_user");
    CHECK_EQ(check_website("https://bank.example@evil.example/").code, "website_user");
}

}  // namespace website_test
