#include "adapters/mail/renderer.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "adapters/scratch_folder.hpp"
#include "engine/fault.hpp"
#include "tests/adapters/mail/sample.hpp"

namespace renderer_test {

namespace {

// The one problem that the built-in templates have once this file is put among them.
std::string problem_with(const std::string& file, const std::string& text) {
    auto files = mail::template_files();
    files[file] = text;
    const auto problems = mail::renderer_for(tests::mail_catalogue(), files).problems();
    return problems.size() == 1 ? problems[0]
                                : std::to_string(problems.size()) + " problems" +
                                      (problems.empty() ? "" : ": " + problems[0]);
}

mail::Rendered render(const std::string& body, const mail::Values& values) {
    auto files = mail::template_files();
    files["en/resumed.mustache"] = "Subject: s\n\n" + body;
    return mail::renderer_for(tests::mail_catalogue(), files).render("en", "resumed", values);
}

}  // namespace

TEST_CASE("a broken template is found before anything is sent, with its name and what is wrong") {
    const std::string file = "nl/held.mustache";
    CHECK_EQ(problem_with(file, "Subject: s\n\n{{reason}}"), "0 problems");
    CHECK_EQ(problem_with(file, "Hello\n\n{{reason}}"),
             "nl/held.mustache: the first line has to be \"Subject: \" and the subject");
    CHECK_EQ(problem_with(file, "Subject: \n\n{{reason}}"),
             "nl/held.mustache: the first line has to be \"Subject: \" and the subject");
    CHECK_EQ(problem_with(file, "Subject: s\n\n{{reason}} {{domain}}"),
             "nl/held.mustache: there is no value {{domain}} for this mail");
    CHECK_EQ(problem_with(file, "Subject: {{organisation}}\n\n{{reason}}"),
             "nl/held.mustache: the subject cannot say {{organisation}}: it is kept for good");
    CHECK_EQ(problem_with(file, "Subject: s\n\nNothing."),
             "nl/held.mustache: it does not say {{reason}}");
    CHECK_EQ(problem_with(file, "Subject: s\n\n{{reason}}{{>letterhead}}"),
             "nl/held.mustache: there is no piece {{>letterhead}}");
    CHECK_EQ(problem_with(file, "Subject: s\n\n{{=<% %>=}}{{reason}}"),
             "nl/held.mustache: the delimiters of tags cannot be changed");
    CHECK(problem_with(file, "Subject: s\n\n{{reason}}{{#reason}}")
              .starts_with("nl/held.mustache: Unclosed section"));
    CHECK(problem_with(file, "Subject: s\n\n{{reason}} {{rea").starts_with("nl/held.mustache: "));
    CHECK_EQ(problem_with("nl/heldd.mustache", "Subject: s\n\n"),
             "nl/heldd.mustache: there is no mail of this name");
    CHECK_EQ(problem_with("nl/contract_trouble.mustache",
                          "Subject: s\n\n{{product}}{{#trouble.lost}}x{{/trouble.lost}}"
                          "{{#trouble.expired}}x{{/trouble.expired}}"),
             "nl/contract_trouble.mustache: there is no choice {{#trouble.lost}} for this mail");
}

TEST_CASE("a missing template is a problem for each language that is offered") {
    auto catalogue = tests::mail_catalogue();
    catalogue.languages.insert("de");
    const auto problems = mail::renderer_for(catalogue, mail::template_files()).problems();
    CHECK_EQ(problems.size(), mail::texts().size());
    CHECK(std::ranges::find(problems, "de/held.mustache: this template is missing") !=
          problems.end());
}

TEST_CASE("a value that is missing is an error and not a hole in a sentence") {
    const auto values = mail::Values{{"registry", "R"}};
    CHECK_EQ(render("From {{registry}}", values).text, "From R\n");
    CHECK_THROWS_WITH_AS(render("Dear {{first_name}}", values),
                         "mail template en/resumed: there is no value for {{first_name}}",
                         engine::Rejected);
    CHECK_THROWS_AS(render("{{#first_name}}x{{/first_name}}", values), engine::Rejected);
}

TEST_CASE("an unknown text or language is an error") {
    const auto renderer = mail::renderer_for(tests::mail_catalogue(), mail::template_files());
    CHECK_THROWS_AS(renderer.render("en", "no_such_text", {}), engine::Rejected);
    CHECK_THROWS_AS(renderer.render("xx", "held", {}), engine::Rejected);
}

TEST_CASE("a value is not looked into: what an applicant types is no template") {
    CHECK_EQ(render("{{registry}} {{{registry}}} {{&registry}}",
                    {{"registry", "<{{status_link}}> & 'x'"}})
                 .text,
             "<{{status_link}}> & 'x' <{{status_link}}> & 'x' <{{status_link}}> & 'x'\n");
}

TEST_CASE("a template in the folder takes the place of the built-in one, and has its own version") {
    const adapters::ScratchFolder folder{"templates"};
    folder.write("en/held.mustache", "Subject: Stop\n\n{{reason}}\n");
    folder.write("en/notes.txt", "Not a template.");

    const auto catalogue = tests::mail_catalogue();
    const auto built_in = mail::renderer_for(catalogue, mail::template_files());
    const auto changed = mail::renderer_for(catalogue, mail::template_files(folder.path()));
    CHECK(changed.problems().empty());
    CHECK_EQ(changed.render("en", "held", {{"reason", "because"}}).text, "because\n");
    CHECK_EQ(changed.render("en", "held", {{"reason", "because"}}).subject, "Stop");
    CHECK(changed.version("en", "held") != built_in.version("en", "held"));
    CHECK_EQ(changed.version("nl", "held"), built_in.version("nl", "held"));

    // A piece counts for the version of every text that it stands in.
    folder.write("en/signature.mustache", "Bye.\n");
    const auto signed_anew = mail::renderer_for(catalogue, mail::template_files(folder.path()));
    CHECK(signed_anew.version("en", "resumed") != built_in.version("en", "resumed"));
}

TEST_CASE("a folder that is not there is an error") {
    CHECK_THROWS_AS(mail::template_files("/nonexistent/templates"),
                    std::filesystem::filesystem_error);
}

}  // namespace renderer_test
