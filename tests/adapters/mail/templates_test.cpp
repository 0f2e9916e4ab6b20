#include <doctest/doctest.h>

#include <map>
#include <regex>
#include <set>
#include <string>

#include "adapters/mail/renderer.hpp"
#include "adapters/mail/texts.hpp"
#include "adapters/mustache.hpp"
#include "tests/adapters/mail/sample.hpp"
#include "tests/golden.hpp"

namespace templates_test {

namespace {

const mail::Names languages{"en", "nl", "fr"};

std::multiset<std::string> tags(const std::string& text) {
    std::multiset<std::string> names;
    for (const auto& tag : adapters::tags_of(text)) names.insert(tag.kind + tag.name);
    return names;
}

// Amounts, days and counts that stand in the text itself.
std::multiset<std::string> numbers(const std::string& text) {
    static const std::regex number{"[0-9][0-9.,]*"};
    std::multiset<std::string> found;
    for (auto at = std::sregex_iterator{text.begin(), text.end(), number};
         at != std::sregex_iterator{}; ++at)
        found.insert(at->str());
    return found;
}

// The texts that the steps tell, each with the values that it is told with.
std::map<std::string, mail::Names> told_by_steps() {
    const auto steps = tests::read_file("states/steps.cpp");
    static const std::regex call{
        R"re((tell\(draft|remind\(draft|judge_sign_up\(draft, event), "([a-z_]+)"([^;]*);)re"};
    static const std::regex value{R"re(\{"([a-z_]+)",)re"};
    std::map<std::string, mail::Names> told;
    for (auto at = std::sregex_iterator{steps.begin(), steps.end(), call};
         at != std::sregex_iterator{}; ++at) {
        auto& values = told[at->str(2)];
        const auto passed = at->str(3);
        for (auto v = std::sregex_iterator{passed.begin(), passed.end(), value};
             v != std::sregex_iterator{}; ++v)
            values.insert(v->str(1));
    }
    return told;
}

mail::Renderer renderer() {
    return mail::renderer_for(tests::mail_catalogue(), mail::template_files());
}

}  // namespace

TEST_CASE("every text that a step tells has its templates, and says what the step passes") {
    auto told = told_by_steps();
    CHECK_GT(told.size(), 25);
    told["activation"] = {"code", "link", "expires"};  // Told by an effect of its own.
    told["password_forgotten"] = told["activation"];   // Told to who asks, outside of any step.
    told["sign_up_incomplete"] = {"items", "link"};    // The mailbox answers with it.
    for (const auto& [text, values] : told) {
        CAPTURE(text);
        REQUIRE(mail::texts().contains(text));
        CHECK(mail::texts().at(text) == values);
    }
    CHECK_EQ(mail::texts().size(), told.size());
}

TEST_CASE("the built-in templates have no problem") {
    const auto checked = renderer();
    for (const auto& problem : checked.problems()) FAIL_CHECK(problem);
}

TEST_CASE("the languages are equal in placeholders and in numbers") {
    const auto files = mail::template_files();
    for (const auto& [file, english] : files) {
        if (!file.starts_with("en/")) continue;
        for (const std::string language : {"nl", "fr"}) {
            const auto other = files.find(language + file.substr(2));
            CAPTURE(file);
            CAPTURE(language);
            REQUIRE(other != files.end());
            CHECK(tags(other->second) == tags(english));
            CHECK(numbers(other->second) == numbers(english));
            CHECK(other->second != english);
        }
    }
    CHECK_EQ(files.size(), 3 * (mail::texts().size() + mail::pieces().size()));
}

TEST_CASE("every mail is complete, says nothing twice and escapes nothing") {
    for (const auto& language : languages)
        for (const auto& [text, values] : mail::texts()) {
            CAPTURE(language);
            CAPTURE(text);
            const auto mail = renderer().render(language, text, tests::mail_values(language));
            CHECK(mail.subject.find("A-2026-000123") != std::string::npos);
            CHECK(mail.subject.find('\n') == std::string::npos);
            CHECK_EQ(mail.template_version.size(), 12);
            for (const auto* part : {"{{", "}}", "&amp;", "&apos;", "&lt;", "\n\n\n"})
                CHECK(mail.text.find(part) == std::string::npos);
            CHECK(mail.text.find("https://join.registry.example/a/A-2026-000123") !=
                  std::string::npos);
            for (const auto& value : values)
                if (!mail::choices().contains(value))
                    CHECK((mail.text + mail.subject).find(tests::mail_values(language).at(value)) !=
                          std::string::npos);
        }
}

TEST_CASE("the mails read as they have been accepted") {
    for (const auto& language : languages) {
        std::string all;
        for (const auto& [text, _] : mail::texts()) {
            const auto mail = renderer().render(language, text, tests::mail_values(language));
            all += "==== " + text + "\nSubject: " + mail.subject + "\n\n" + mail.text + '\n';
        }
        tests::check_golden("tests/adapters/mail/mails." + language + ".txt", all);
    }
}

TEST_CASE("each trouble with a contract has its own words") {
    for (const auto& language : languages) {
        std::set<std::string> texts;
        auto values = tests::mail_values(language);
        for (const std::string trouble :
             {"declined", "expired", "bounced", "recalled", "new one"}) {
            values["trouble"] = trouble;
            texts.insert(renderer().render(language, "contract_trouble", values).text);
        }
        CHECK_EQ(texts.size(), 5);
    }
}

TEST_CASE("an appeal is offered while one is possible, with its time in words") {
    auto catalogue = tests::mail_catalogue();
    catalogue.appeal_period = {10, true};
    for (const auto& language : languages) {
        mail::Values terms;
        mail::add_terms(catalogue, language, terms);
        auto values = tests::mail_values(language);
        values["appeal_time"] = terms.at("appeal_time");
        const auto first = renderer().render(language, "sign_up_rejected", values).text;
        CHECK(first.find(adapters::write_span({10, true}, language)) != std::string::npos);
        values["appeal"] = "used";
        const auto last = renderer().render(language, "sign_up_rejected", values).text;
        CHECK(last.find(values.at("appeal_time")) == std::string::npos);
        CHECK_LT(last.size(), first.size());
    }
}

TEST_CASE("an end says that money comes back only if there is some") {
    for (const std::string text : {"withdrawn", "expired"})
        for (const auto& language : languages) {
            auto values = tests::mail_values(language);
            const auto refund = values["refund"];
            const auto paid = renderer().render(language, text, values).text;
            values["refund"] = "";
            const auto unpaid = renderer().render(language, text, values).text;
            CHECK(paid.find(refund) != std::string::npos);
            CHECK(unpaid.find("EUR") == std::string::npos);
            CHECK(unpaid.find("\n\n\n") == std::string::npos);
            CHECK(paid != unpaid);
        }
}

TEST_CASE("a mail about a draft names nobody, since the address may be a stranger's") {
    for (const auto& language : languages)
        for (const std::string text : {"draft_saved", "draft_reminder", "withdrawn", "expired"}) {
            const auto mail = renderer().render(language, text, tests::mail_values(language));
            CHECK(mail.text.find("O'Brien") == std::string::npos);
            CHECK(mail.text.find("Hosting") == std::string::npos);
        }
}

}  // namespace templates_test
