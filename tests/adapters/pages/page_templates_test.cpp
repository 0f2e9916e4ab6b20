#include "adapters/pages/templates.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "adapters/pages/words.hpp"

namespace page_templates_test {

using nlohmann::json;
using pages::Files;

namespace {

const Files words_of_test{{"en.json", R"({"hello": "Hello {name}", "plain": "Tom & \"Jerry\""})"},
                          {"nl.json", R"({"hello": "Dag {name}", "plain": "Tom & Jerry"})"}};

std::string rendered(const std::string& page, const json& data,
                     const std::string& language = "en") {
    const auto files = Files{
        {"_frame.html", "[{{> page}}]"}, {"_name.html", "<b>{{name}}</b>"}, {"page.html", page}};
    const auto words = pages::Words{&words_of_test};
    return pages::Templates{{&files}, words}.render("page", language, data);
}

std::string flaw_of(const std::string& page) {
    try {
        rendered(page, {{"name", "x"}});
        return {};
    } catch (const std::logic_error& error) {
        return error.what();
    }
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("values, words and pieces are put in, and escaped") {
    CHECK_EQ(rendered("{{l.hello}} {{l.plain}}", {{"name", "<An>"}}),
             "[Hello &lt;An&gt; Tom &amp; &quot;Jerry&quot;]");
    CHECK_EQ(rendered("{{l.hello}}", {{"name", "An"}}, "nl"), "[Dag An]");
    CHECK_EQ(rendered("{{> name}}", {{"name", "a'b"}}), "[<b>a&apos;b</b>]");
    CHECK_EQ(rendered("{{{flag_svg}}}", {{"flag_svg", "<svg/>"}}), "[<svg/>]");
    CHECK_EQ(rendered("{{#rows}}{{name}},{{/rows}}{{^rows}}none{{/rows}}",
                      {{"rows", {{{"name", "a"}}, {{"name", "b"}}}}}),
             "[a,b,]");
    CHECK_EQ(rendered("{{#tags}}{{.}};{{/tags}}", {{"tags", {"x", "y"}}}), "[x;y;]");
    CHECK_EQ(rendered("{{user.name}}{{n}}{{#on}}!{{/on}}",
                      {{"user", {{"name", "An"}}}, {"n", 3}, {"on", true}}),
             "[An3!]");
}

TEST_CASE("an empty text is no section, and hides the same name further out") {
    CHECK_EQ(rendered("{{#x}}yes{{/x}}{{^x}}no{{/x}}", {{"x", ""}}), "[no]");
    CHECK_EQ(rendered("{{#rows}}<{{x}}>{{/rows}}", {{"x", "out"}, {"rows", {{{"x", ""}}}}}),
             "[<>]");
    CHECK_EQ(rendered("{{user.name}}", {{"user", nullptr}}), "[]");
}

TEST_CASE("a template that would show a hole, or let markup in, is refused") {
    CHECK(says(flaw_of("{{unknown}}"), "there is no value for {{unknown}}"));
    CHECK(says(flaw_of("{{#unknown}}{{/unknown}}"), "there is no value for {{unknown}}"));
    CHECK(says(flaw_of("{{l.unknown}}"), "there are no words unknown"));
    CHECK(says(flaw_of("{{> unknown}}"), "no such piece"));
    CHECK(says(flaw_of("{{{name}}}"), "name is not escaped"));
    CHECK(says(flaw_of("{{&name}}"), "name is not escaped"));
    CHECK(says(flaw_of("<a href={{name}}>"), "attribute without quotes"));
    CHECK(says(flaw_of("{{#name}}"), "page"));
}

TEST_CASE("languages have the same words") {
    const Files lacking{{"en.json", R"({"a": "A", "b": "B"})"}, {"nl.json", R"({"a": "A"})"}};
    CHECK_THROWS_WITH_AS(pages::Words{&lacking}, doctest::Contains("nl lacks b"), std::logic_error);
    const auto words = pages::Words{&words_of_test};
    CHECK_EQ(words.say("nl", "hello", {{"name", "{x}"}}), "Dag {x}");
    CHECK_EQ(words.text("fr", "hello"), "Hello {name}");   // English where we do not speak it.
    CHECK_EQ(words.text("nl", "state.draft"), "Ontwerp");  // The workflow's own words.
}

}  // namespace page_templates_test
