#include "adapters/password.hpp"

#include <doctest/doctest.h>

#include <sstream>

namespace password_test {

using adapters::flaw_of_password;

namespace {

const std::vector<std::string> known{"100001", "7KQ2-M9XF", "1234 5678 9012", "Voorbeeld Hosting",
                                     "an@voorbeeld.example"};

std::string flaw(const std::string& password) {
    const auto found = flaw_of_password(password, known);
    if (!found) return "";
    CHECK_EQ(found->field, "password");
    return found->code;
}

}  // namespace

TEST_CASE("long passwords are fine, whatever they are made of") {
    for (const auto* password :
         {"a lake without any swans", "kurk drijft altijd", "ÀÉÎÕÜàéîõüßŁΩ字書",
          "registrar of the seven seas", "0d3f8a61c27b9e45"})
        CHECK_EQ(flaw(password), "");
    CHECK_EQ(flaw(std::string(64, 'x') + "abcdefgh"), "");
    CHECK_EQ(flaw("not so long ago" + std::string(241, 'z')), "");
}

TEST_CASE("fifteen letters, counted as letters and not as bytes") {
    CHECK_EQ(flaw("fourteen chars"), "password_too_short");
    CHECK_EQ(flaw("fifteen letters"), "");
    CHECK_EQ(flaw("éééééöööööüüüü"), "password_too_short");
    CHECK_EQ(flaw(""), "password_too_short");
    CHECK_EQ(flaw(std::string(128, 'x') + std::string(129, 'y')), "too_long");
}

TEST_CASE("what others guess first is refused, however it is spelled") {
    for (const auto* password : {"passwordpassword", "Password Password", "QWERTYUIOP12345",
                                 "correct horse battery staple", "aaaaaaaaaaaaaaaa",
                                 "abababababababab", "123412341234123", "MotDePasse12345"})
        CHECK_EQ(flaw(password), "password_too_common");
}

TEST_CASE("one's own names and codes are what a stranger tries next") {
    CHECK_EQ(flaw("voorbeeld-hosting"), "password_too_common");
    CHECK_EQ(flaw("Voorbeeld Hosting 1!"), "password_too_common");
    CHECK_EQ(flaw("an@voorbeeld.example"), "password_too_common");
    CHECK_EQ(flaw("123456789012!!!"), "password_too_common");
    CHECK_EQ(flaw("the swans of voorbeeld hosting"), "");  // Only a part of a longer one.
}

TEST_CASE("every password of the list could be chosen if it were not there") {
    std::istringstream lines{std::string{adapters::password_files().at("guessed_first.txt")}};
    int count = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line[0] == '#') continue;
        CAPTURE(line);
        CHECK_GE(line.size(), adapters::password_length_min);
        CHECK_EQ(flaw(line), "password_too_common");
        ++count;
    }
    CHECK_GT(count, 90);
}

}  // namespace password_test
