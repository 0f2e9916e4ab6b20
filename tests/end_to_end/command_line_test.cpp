// The commands that need no server, as an operator's script meets them: output, words, exit codes.

#include <doctest/doctest.h>

#include <string>

#include "adapters/scratch_folder.hpp"
#include "tests/end_to_end/shell.hpp"

namespace command_line_test {

namespace {

tests::Ran run(const std::string& arguments) {
    return tests::run_in_shell(tests::doorstep() + ' ' + arguments);
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("check prints a verdict, the normal form and a whole reason for each value") {
    const auto ran = run("check vat 'BE 0123.456.749' BE0123 US123");
    CHECK_EQ(ran.status, 1);
    CHECK_EQ(ran.said,
             "valid\tBE0123456749\t\n"
             "invalid\t\tThis VAT number does not have the right length or form. A correct number "
             "looks like BE0123456749.\n"
             "unknown\tUS123\tVAT numbers of this country cannot be checked here.\n");
    CHECK_EQ(run("check vat BE0123456749 US123").status, 0);  // Nobody can judge is no failure.
}

TEST_CASE("check judges the lines of stdin, and a postal code only with its country") {
    const auto ran = run("check postcode <<'END'\nBE 3001\nnl 1234 ab\nBE 99999\n3001\nEND");
    CHECK_EQ(ran.status, 1);
    CHECK_EQ(ran.said,
             "valid\t3001\t\n"
             "valid\t1234 AB\t\n"
             "invalid\t\tThis is not a postal code of the country BE. One looks like 4000.\n"
             "invalid\t\tGive the country by the two letters of ISO 3166-1, such as BE for "
             "Belgium.\n");
}

TEST_CASE("wrong usage is 2, what fails is 1, help is 0 and names every option's purpose") {
    CHECK_EQ(run("2>/dev/null").status, 2);
    CHECK_EQ(run("frobnicate 2>/dev/null").status, 2);
    CHECK_EQ(run("check colour red 2>/dev/null").status, 2);
    CHECK_EQ(run("apply /no/such/file 2>/dev/null").status, 1);
    CHECK_EQ(run("check vat BE0123456749 >/dev/full 2>/dev/null").status, 1);
    for (const auto* command :
         {"", "serve", "migrate", "config", "config check", "config print", "check", "workflow",
          "apply", "show", "list", "send", "token", "token create", "token revoke", "demo"}) {
        CAPTURE(command);
        const auto ran = run(std::string{command} + " --help");
        CHECK_EQ(ran.status, 0);
        CHECK(has(ran.said, "Usage: "));
    }
    CHECK(run("--version").said.starts_with("doorstep "));
}

TEST_CASE("config check names every mistake from top to bottom, and in the files that it names") {
    const adapters::ScratchFolder folder{"line"};
    const std::string file = folder.write("wrong.toml",
                                          "test_clock = 1\n[sever]\n[server]\nlisten = \"80\"\n"
                                          "[smtp]\npassword = \"secret\"\n");
    const auto wrong = run("config check --config " + file + " 2>&1");
    CHECK_EQ(wrong.status, 1);
    auto at = std::string::size_type{0};
    for (const auto* place :
         {":1: test_clock: ", ":2: sever: ", ":4: server.listen: ", ":6: smtp.password: "}) {
        CAPTURE(place);
        const auto next = wrong.said.find(file + place);
        CHECK_NE(next, std::string::npos);
        CHECK(next >= at);
        at = next;
    }
    CHECK_FALSE(has(wrong.said, "secret\""));

    folder.write("catalogue.toml", "registry = 3\n");
    const std::string outer = folder.write("outer.toml", "catalogue = \"catalogue.toml\"\n");
    const auto inner = run("config check --config " + outer + " 2>&1");
    CHECK_EQ(inner.status, 1);
    CHECK(has(inner.said, "catalogue.toml:1: registry"));
    CHECK(has(inner.said, "products: is missing"));

    folder.write("templates/en/completed.mustache", "{{nothing_of_the_kind}}");
    const std::string mails = folder.write("mails.toml", "[mail]\ntemplates = \"templates\"\n");
    const auto both = run("config check 2>&1 --config " + mails);
    CHECK_EQ(both.status, 1);
    CHECK(has(both.said, "en/completed.mustache: there is no value {{nothing_of_the_kind}}"));

    // What is a good secret depends on whose webhooks it is for.
    folder.write("secret", "a header of our own");
    for (const auto* provider : {"simple", "docuseal", "adobe_sign"}) {
        CAPTURE(provider);
        const std::string signing =
            folder.write("signing.toml", std::string{"[esign]\nprovider = \""} + provider +
                                             "\"\nwebhook_secret_file = \"secret\"\n");
        const auto judged = run("config check 2>&1 --config " + signing);
        CHECK_EQ(judged.status, std::string_view{provider} == "adobe_sign" ? 0 : 1);
        CHECK_EQ(has(judged.said, "esign.webhook_secret: "), judged.status == 1);
        CHECK_FALSE(has(judged.said, "of our own"));
    }

    CHECK_EQ(run("config check --config examples/doorstep.toml").said,
             "the configuration is fine\n");
    CHECK_EQ(run("config check --config examples/second_registry/doorstep.toml").status, 0);
}

}  // namespace command_line_test
