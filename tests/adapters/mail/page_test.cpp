// The page of a mail says what the text says, in its shape, and nothing that somebody typed works.

#include "adapters/mail/page.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <string>

#include "adapters/mail/message.hpp"
#include "adapters/mail/renderer.hpp"
#include "tests/adapters/mail/reading.hpp"
#include "tests/adapters/mail/sample.hpp"

namespace page_test {

namespace {

std::string body_of(std::string_view text) {
    const auto html =
        mail::html_of({.language = "nl", .registry = "R", .subject = "S", .text = text});
    const std::string begin = "<div class=\"text\">\n";
    const auto start = html.find(begin) + begin.size();
    return html.substr(start, html.find("</div>", start) - start);
}

}  // namespace

TEST_CASE("blank lines part paragraphs, and line ends stay") {
    CHECK_EQ(body_of("Dear An,\n\nthis is\nall.\n"), "<p>Dear An,</p>\n<p>this is<br>\nall.</p>\n");
}

TEST_CASE("dashes make a list, and labels a table, with the French blank before the colon too") {
    CHECK_EQ(body_of("- one\n- two\n"), "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n");
    CHECK_EQ(body_of("Facture : 2026/0042\nMontant\u00a0: 5\n"),
             "<table class=\"values\">\n"
             "<tr><th scope=\"row\">Facture</th><td>2026/0042</td></tr>\n"
             "<tr><th scope=\"row\">Montant</th><td>5</td></tr>\n</table>\n");
    CHECK_EQ(body_of("One thing: this is a sentence.\n"),
             "<p>One thing: this is a sentence.</p>\n");
}

TEST_CASE("an address that stands alone is a link, and one inside a sentence is not") {
    CHECK_EQ(body_of("Pay here:\nhttps://pay.example/p?a=1&b=2\n"),
             "<p>Pay here:<br>\n<a href=\"https://pay.example/p?a=1&amp;b=2\">"
             "https://pay.example/p?a=1&amp;b=2</a></p>\n");
    CHECK_EQ(body_of("Page: https://r.example/a\nCode: 7KQ2\n").find("<a href"),
             body_of("Page: https://r.example/a\nCode: 7KQ2\n").rfind("<a href"));
    CHECK_EQ(body_of("Dear https://evil.example Ltd,\n"),
             "<p>Dear https://evil.example Ltd,</p>\n");
    CHECK_EQ(body_of("javascript:alert(1)\n"), "<p>javascript:alert(1)</p>\n");
}

TEST_CASE("what somebody typed is text and no markup") {
    CHECK_EQ(body_of("<script>alert('\"&')</script> {{body}}\n"),
             "<p>&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt; {{body}}</p>\n");
    const auto html = mail::html_of(
        {.language = "nl", .registry = "A & B", .subject = "</title><b>", .text = "x\n"});
    CHECK(html.find("<title>&lt;/title&gt;&lt;b&gt;</title>") != std::string::npos);
    CHECK(html.find("<div class=\"head\">A &amp; B</div>") != std::string::npos);
    CHECK(html.find("<html lang=\"nl\">") != std::string::npos);
}

TEST_CASE("text and page of a mail reach a reader that is not ours, and say the same words") {
    const auto catalogue = tests::mail_catalogue();
    const auto renderer = mail::renderer_for(catalogue, mail::template_files());
    for (const std::string language : {"en", "nl", "fr"}) {
        CAPTURE(language);
        const auto rendered =
            renderer.render(language, "invoice_sent", tests::mail_values(language));
        const auto read = tests::read_mail(
            mail::write_message({.from = {"Rejestr Łódź vzw", "onboarding@registry.example"},
                                 .to = {"An Peeters", "an@voorbeeld.example"},
                                 .subject = rendered.subject,
                                 .text = rendered.text,
                                 .html = mail::html_of({.language = language,
                                                        .registry = catalogue.registry,
                                                        .subject = rendered.subject,
                                                        .text = rendered.text}),
                                 .language = language,
                                 .reference = "A-2026-000123",
                                 .id = "A-2026-000123/7/1@registry.example",
                                 .date = {}}));
        CHECK_EQ(read["defects"], nlohmann::json::array());
        CHECK_EQ(read["type"], "multipart/alternative");
        CHECK_EQ(read["text"], rendered.text);
        auto words = read["html"].get<std::string>();
        CHECK(words.find("http-equiv") == std::string::npos);  // Nothing is fetched:
        CHECK(words.find("src=") == std::string::npos);
        CHECK(words.find("url(") == std::string::npos);
        words = words.substr(words.find("<div class=\"text\">"));
        words = std::regex_replace(words, std::regex{"</th><td>"}, ": ");
        words = std::regex_replace(words, std::regex{"<[^>]*>|\\s+"}, " ");
        words = std::regex_replace(words, std::regex{"( |\u00a0|\u202f)+: +"}, ": ");
        words = std::regex_replace(words, std::regex{" +"}, " ");
        for (const auto& [code, sign] : {std::pair{"&lt;", "<"},
                                         {"&gt;", ">"},
                                         {"&quot;", "\""},
                                         {"&#39;", "'"},
                                         {"&amp;", "&"}})
            words = std::regex_replace(words, std::regex{code}, sign);
        auto text = std::regex_replace(rendered.text, std::regex{"\\s+"}, " ");
        text = std::regex_replace(text, std::regex{"( |\u00a0|\u202f)+: +"}, ": ");
        CHECK_EQ(words, " " + text);
    }
}

}  // namespace page_test
