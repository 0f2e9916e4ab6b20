#include "adapters/papers/wording.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>
#include <regex>
#include <set>

#include "engine/fault.hpp"
#include "tests/adapters/papers/sample.hpp"

namespace wording_test {

using namespace papers;

namespace {

// What a template has besides words: labels, the order of its blocks, tags, numbers.
std::vector<std::string> bones_of(const Wording& wording) {
    static const std::regex number{"[0-9][0-9.,/]*[0-9]|[0-9]"};
    std::vector<std::string> bones{wording.version};
    const auto add = [&](const std::string& text) {
        std::multiset<std::string> found;  // Languages order words differently.
        for (const auto& tag : adapters::tags_of(text)) found.insert(tag.kind + tag.name);
        for (auto at = std::sregex_iterator{text.begin(), text.end(), number};
             at != std::sregex_iterator{}; ++at)
            found.insert(at->str());
        bones.insert(bones.end(), found.begin(), found.end());
    };
    add(wording.title);
    for (const auto& [label, text] : wording.labels) {
        bones.push_back(label);
        add(text);
    }
    for (const auto& block : wording.blocks) {
        bones.push_back(std::to_string(static_cast<int>(block.is)) + block.mark);
        block.is == Block::Is::figure ? bones.push_back(block.text) : add(block.text);
    }
    return bones;
}

// The problems of the built-in templates with this one in place of another.
std::vector<std::string> problems_with(const std::string& file, const std::string& text) {
    auto files = template_files();
    files[file] = text;
    return Wordings{files, tests::languages}.problems();
}

bool mentions(const std::vector<std::string>& problems, const std::string& words) {
    return std::ranges::any_of(
        problems, [&](const auto& problem) { return problem.find(words) != std::string::npos; });
}

std::string changed(const std::string& file, const std::string& from, const std::string& to) {
    auto text = template_files().at(file);
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("the built-in templates have no problem") {
    const auto files = template_files();
    CHECK_EQ(files.size(), 3 * kinds().size());
    const Wordings wordings{files, tests::languages};
    for (const auto& problem : wordings.problems()) FAIL_CHECK(problem);
}

TEST_CASE("the languages are equal in labels, blocks, placeholders and numbers") {
    const Wordings wordings{template_files(), tests::languages};
    for (const auto& [kind, _] : kinds()) {
        const auto english = bones_of(wordings.find("en", kind));
        CHECK_GT(english.size(), 10);
        for (const auto* language : {"nl", "fr"}) {
            CAPTURE(kind);
            CAPTURE(language);
            CHECK(bones_of(wordings.find(language, kind)) == english);
        }
    }
}

TEST_CASE("a template that cannot be used is named, with what is wrong in it") {
    const std::string file = "en/invoice.mustache";
    const auto with = [&](const std::string& from, const std::string& to) {
        return problems_with(file, changed(file, from, to));
    };
    CHECK(mentions(with("Version: 2026.1\n", ""), "en/invoice.mustache: it has to say its"));
    CHECK(mentions(with("due: To", "dew: To"), "the label \"due: \" is missing"));
    CHECK(mentions(with("due: To", "dew: To"), "there is no label \"dew\""));
    CHECK(mentions(with("net: Total", "due: Total"), "the label \"due\" is there twice"));
    CHECK(mentions(with("[payment]", ""), "the figure [payment] is missing"));
    CHECK(mentions(with("[payment]", "[paymint]"), "there is no figure [paymint]"));
    CHECK(mentions(with("{{vat_note}}", "{{vat_nota}}"), "there is no value {{vat_nota}}"));
    CHECK(mentions(with("{{vat_note}}", "{{#due}}x"), "en/invoice.mustache"));
    CHECK(mentions(with("{{vat_note}}", "{{>greeting}}"), "no pieces"));
    CHECK(mentions(with("due: To be paid by", "due to be paid"), "\"name: words\""));
    CHECK(mentions(problems_with("en/invoise.mustache", "x"), "there is no paper of this name"));
    auto files = template_files();
    files.erase(file);
    const Wordings without{files, tests::languages};
    CHECK(mentions(without.problems(), "en/invoice.mustache: this template is missing"));
    CHECK_THROWS_AS(without.find("en", "invoice"), engine::Rejected);
}

TEST_CASE("a folder's template takes the place of a built-in one, with its own version") {
    const auto folder =
        std::filesystem::temp_directory_path() / ("doorstep_papers_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "papers" / "en");
    std::ofstream{folder / "papers/en/security_letter.mustache"}
        << changed("en/security_letter.mustache", "Version: 2026.2", "Version: 2027.3");
    const Papers papers{tests::letterhead(), template_files(folder), tests::languages};
    std::filesystem::remove_all(folder);
    CHECK(papers.problems().empty());
    CHECK_EQ(papers.security_letter(tests::letter()).template_version, "2027.3");
    CHECK_EQ(papers.agreement(tests::agreement()).template_version, "2026.1");
}

TEST_CASE("what is filled in makes no heading and no figure, and nothing makes no block") {
    const Wording wording{.version = "1",
                          .title = "x",
                          .labels = {},
                          .blocks = {{.text = "{{name}}"}, {.text = "{{nothing}}"}}};
    const auto full = filled(wording, {{"name", "# [lines] <b>&"}, {"nothing", ""}});
    REQUIRE_EQ(full.blocks.size(), 1);
    CHECK(full.blocks[0].is == Block::Is::paragraph);
    CHECK_EQ(full.blocks[0].text, "# [lines] <b>&");
    CHECK_THROWS_AS(filled(wording, {{"name", "x"}}), engine::Rejected);
}

}  // namespace wording_test
