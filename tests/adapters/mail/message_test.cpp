#include "adapters/mail/message.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "adapters/mail/encodings.hpp"
#include "engine/fault.hpp"
#include "tests/adapters/mail/reading.hpp"

namespace message_test {

using namespace std::chrono;
using nlohmann::json;

namespace {

mail::Message sample() {
    return {.from = {"Voorbeeldregister vzw", "onboarding@registry.example"},
            .to = {"An Peeters", "an@voorbeeld.example"},
            .subject = "Your invoice 2026/0042",
            .text = "Dear An,\n\nthis is all.\n",
            .language = "en",
            .reference = "A-2026-000123",
            .id = mail::message_id("A-2026-000123/7/1", "onboarding@registry.example"),
            .date = engine::Time{sys_days{2026y / 11 / 24} + 10h + 5min + 9s + 999ms}};
}

// Refused, and the field that is to blame is named.
template <class Change>
std::string why_refused(Change change) {
    auto message = sample();
    change(message);
    try {
        return "written: " + mail::write_message(message);
    } catch (const engine::Rejected& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("another reader finds everything that was put into a mail") {
    const auto read = tests::read_mail(mail::write_message(sample()));
    CHECK_EQ(read["from"], json({"Voorbeeldregister vzw", "onboarding@registry.example"}));
    CHECK_EQ(read["to"], json({"An Peeters", "an@voorbeeld.example"}));
    CHECK_EQ(read["subject"], "Your invoice 2026/0042");
    CHECK_EQ(read["date"], "2026-11-24T10:05:09+00:00");
    CHECK_EQ(read["id"], "<A-2026-000123/7/1@registry.example>");
    CHECK_EQ(read["language"], "en");
    CHECK_EQ(read["reference"], "A-2026-000123");
    CHECK_EQ(read["auto_submitted"], "auto-generated");
    CHECK_EQ(read["type"], "text/plain");
    CHECK_EQ(read["charset"], "utf-8");
    CHECK_EQ(read["text"], "Dear An,\n\nthis is all.\n");
    CHECK_EQ(read["defects"], json::array());
}

TEST_CASE("an answer names the mails that it answers, as far as a header can hold their names") {
    auto message = sample();
    message.answers = true;
    message.in_reply_to = "question@voorbeeld.example";
    message.references = {
        "first@voorbeeld.example", "line\r\nBcc: x@y",          "<brackets>", "é@x", "",
        std::string(2000, 'x'),    "question@voorbeeld.example"};
    const auto bytes = mail::write_message(message);
    CHECK_NE(bytes.find("\r\nIn-Reply-To: <question@voorbeeld.example>\r\n"), std::string::npos);
    CHECK_NE(bytes.find("\r\nReferences: <first@voorbeeld.example>\r\n "
                        "<question@voorbeeld.example>\r\n"),
             std::string::npos);
    const auto read = tests::read_mail(bytes);
    CHECK_EQ(read["auto_submitted"], "auto-replied");
    CHECK_EQ(read["defects"], json::array());

    message.in_reply_to = "not one";
    message.references.assign(30, "a@b");
    const auto other = mail::write_message(message);
    CHECK_EQ(other.find("In-Reply-To"), std::string::npos);
    std::size_t count = 0;
    for (auto at = other.find("<a@b>"); at != std::string::npos; at = other.find("<a@b>", at + 1))
        ++count;
    CHECK_EQ(count, 20);
}

TEST_CASE("names and words in every script survive") {
    for (const std::string words :
         {"Łódź Hosting", "日本レジストラ", "\"L'Été\" <SA>, Liège",
          "=?UTF-8?B?eA==?=", "ASCII, but \"quoted\" \\ and (with) <marks>", " leading, trailing ",
          "😀 emoji, and long enough for several encoded words: "
          "ąęółżźćń ąęółżźćń ąęółżźćń "
          "ąęółżźćń ąęółżźćń ąęółżźćń"}) {
        CAPTURE(words);
        auto message = sample();
        message.from.name = message.to.name = message.subject = words;
        message.text = words + ":\n";
        const auto read = tests::read_mail(mail::write_message(message));
        CHECK_EQ(read["from"][0], words);
        CHECK_EQ(read["to"], json({words, "an@voorbeeld.example"}));
        CHECK_EQ(read["recipients"], 1);
        CHECK_EQ(read["subject"], words);
        CHECK_EQ(read["text"], words + ":\n");
        CHECK_EQ(read["defects"], json::array());
    }
}

TEST_CASE("a recipient without a name is written by its address") {
    auto message = sample();
    message.to.name = "";
    CHECK_EQ(tests::read_mail(mail::write_message(message))["to"],
             json({"", "an@voorbeeld.example"}));
}

TEST_CASE("any text comes back as it was, and goes out in short lines of ASCII") {
    const std::string awkward =
        ".\n..\nFrom me\n= =3D =\nspace at the end \ntab\tand\ttab\t\n\n\n" +
        std::string(500, 'x') + '\n' + std::string(100, '=') + "\nŁódź 日本 " +
        std::string(80, ' ') + "\nno line end";
    auto message = sample();
    message.text = awkward;
    const auto bytes = mail::write_message(message);
    CHECK_EQ(tests::read_mail(bytes)["text"], awkward);
    std::istringstream lines{bytes};
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        CHECK_LE(line.size(), 78);
        for (const char c : line) CHECK(static_cast<unsigned char>(c) < 0x80);
    }
    for (std::size_t i = 0; i < bytes.size(); ++i)
        if (bytes[i] == '\n') CHECK_EQ(bytes[i - 1], '\r');
}

TEST_CASE("no value can begin a header of its own") {
    const std::string attack = "x\r\nBcc: everybody@example.com";
    for (const std::string& text :
         {attack, std::string{"x\nBcc: y"}, std::string{"x\ry"}, std::string{"x\0y", 3}}) {
        CHECK(why_refused([&](auto& m) { m.subject = text; }).find("its subject") < 40);
        CHECK(why_refused([&](auto& m) { m.to.name = text; }).find("its recipient") < 40);
        CHECK(why_refused([&](auto& m) { m.to.email = text; }).find("its recipient") < 40);
        CHECK(why_refused([&](auto& m) { m.from.name = text; }).find("its sender") < 40);
        CHECK(why_refused([&](auto& m) { m.language = text; }).find("its language") < 40);
        CHECK(why_refused([&](auto& m) { m.reference = text; }).find("its reference") < 40);
        CHECK(why_refused([&](auto& m) { m.id = text; }).find("its Message-ID") < 40);
    }
    auto message = sample();
    message.text = attack;  // In the text it is only a line.
    const auto read = tests::read_mail(mail::write_message(message));
    CHECK(read["headers"] == tests::read_mail(mail::write_message(sample()))["headers"]);
}

TEST_CASE("an address that is none is refused") {
    for (const std::string email :
         {"", "an", "an@", "@voorbeeld.example", "an@voorbeeld.example, b@example.com",
          "an@x.example b@example.com", "<an@voorbeeld.example>", "an @voorbeeld.example",
          "an@@voorbeeld.example", "\"an b\"@voorbeeld.example", "łukasz@voorbeeld.example"}) {
        CAPTURE(email);
        CHECK(why_refused([&](auto& m) { m.to.email = email; }).find("its recipient") < 40);
    }
}

TEST_CASE("text that is not UTF-8 is refused") {
    for (const std::string broken : {"caf\xe9", "\xc3", "\xc0\xaf", "\xed\xa0\x80",
                                     "\xf5\x80\x80\x80", "\xe0\x80\xaf", "\x80"}) {
        CHECK_FALSE(mail::is_utf8(broken));
        CHECK(why_refused([&](auto& m) { m.text = broken; }).find("its text") < 40);
        CHECK(why_refused([&](auto& m) { m.subject = broken; }).find("its subject") < 40);
    }
    for (const auto* fine : {"", "é", "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"})
        CHECK(mail::is_utf8(fine));
}

TEST_CASE("the same effect has the same Message-ID") {
    CHECK_EQ(mail::message_id("A-2026-000123/7/1", "us@registry.example"),
             "A-2026-000123/7/1@registry.example");
}

}  // namespace message_test
