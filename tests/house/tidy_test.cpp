// The rules of this code base that no compiler knows.  A rule that is not checked is a wish, and a
// rule that cannot fail is one too: so each is first shown what it has to find.

#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <string>

#include "tests/house/includes.hpp"
#include "tests/house/looks.hpp"
#include "tests/house/source.hpp"
#include "tests/house/whole.hpp"

namespace tidy_test {

using namespace house;

namespace {

using Rule = Problems (*)(const Source&);

// How many problems the rule has with such a file.
std::size_t finds(Rule rule, const std::string& path, const std::string& text) {
    return rule(Source{path, text}).size();
}

void holds(Rule rule) {
    for (const auto& source : tree())
        for (const auto& problem : rule(source)) FAIL_CHECK(problem);
}

std::string include(const std::string& path) { return "#include \"" + path + "\"\n"; }

}  // namespace

TEST_CASE("the tree is there: rules that see no files find no faults") {
    std::map<std::string, int> files;
    for (const auto& source : tree()) ++files[source.path.substr(0, source.path.find('/'))];
    for (const auto* folder :
         {"engine", "states", "adapters", "sql", "tests", "examples", "docs"}) {
        CAPTURE(folder);
        CHECK_GT(files[folder], 3);
    }
    CHECK_EQ(files.count("build"), 0);
    CHECK_EQ(files.count(".git"), 0);
}

TEST_CASE("comments, texts and numbers are taken apart") {
    const Source source{"x.cpp",
                        "int a = 250'000;  // not \"this\"\n"
                        "/* nor\n \"this\" */ auto b = \"but \\\" this\";\n"
                        "auto c = R\"x(and \" this)x\"; char d = '\"';\n"
                        "auto e = u8\"end\";"};
    REQUIRE_EQ(source.literals.size(), 3);
    CHECK_EQ(source.literals[0].text, "but \\\" this");
    CHECK_EQ(source.literals[0].line, 3);
    CHECK_EQ(source.literals[1].text, "and \" this");
    CHECK_EQ(source.literals[2].text, "end");
    CHECK_EQ(source.literals[2].line, 5);
    REQUIRE_EQ(source.code.size(), 5);
    CHECK_EQ(source.code[0], "int a = 250'000;  ");
    CHECK_EQ(source.code[3], "auto c = \"\"; char d = '';");
}

TEST_CASE("includes follow the arrows: adapters, states, engine, and none back") {
    CHECK_EQ(finds(arrows, "engine/x.cpp", include("states/events.hpp")), 1);
    CHECK_EQ(finds(arrows, "engine/x.hpp", include("adapters/web.hpp")), 1);
    CHECK_EQ(finds(arrows, "states/x.cpp", include("engine/engine.hpp")), 1);
    CHECK_EQ(finds(arrows, "states/x.cpp", include("adapters/web.hpp")), 1);
    CHECK_EQ(finds(arrows, "adapters/x.cpp", include("tests/golden.hpp")), 1);
    CHECK_EQ(finds(arrows, "examples/simulators/x.cpp", include("adapters/web.hpp")), 1);
    CHECK_EQ(finds(arrows, "engine/x.cpp", include("workflow.hpp")), 1);
    CHECK_EQ(finds(arrows, "engine/x.cpp", include("../states/events.hpp")), 1);
    CHECK_EQ(finds(arrows, "x.cpp", include("engine/engine.hpp")), 1);

    CHECK_EQ(finds(arrows, "engine/x.cpp", include("engine/store.hpp")), 0);
    CHECK_EQ(finds(arrows, "states/x.hpp", include("engine/workflow.hpp")), 0);
    CHECK_EQ(finds(arrows, "adapters/mail/x.cpp", include("engine/store.hpp")), 0);
    CHECK_EQ(finds(arrows, "tests/x.cpp", include("examples/simulators/errands.hpp")), 0);
    CHECK_EQ(finds(arrows, "engine/x.cpp", "// " + include("states/events.hpp")), 0);
    holds(arrows);
}

TEST_CASE("adapters do not know each other; who puts them together knows all") {
    CHECK_EQ(finds(arrows, "adapters/mail/x.cpp", include("adapters/curl/smtp.hpp")), 1);
    CHECK_EQ(finds(arrows, "adapters/cli/x.cpp", include("adapters/config/config.hpp")), 1);
    CHECK_EQ(finds(arrows, "adapters/x.hpp", include("adapters/postgres/pool.hpp")), 1);
    CHECK_EQ(finds(arrows, "adapters/http/x.hpp", include("adapters/services.hpp")), 1);

    CHECK_EQ(finds(arrows, "adapters/mail/x.cpp", include("adapters/mail/mail.hpp")), 0);
    CHECK_EQ(finds(arrows, "adapters/mail/x.cpp", include("adapters/adapter.hpp")), 0);
    CHECK_EQ(finds(arrows, "adapters/node.cpp", include("adapters/postgres/pool.hpp")), 0);
    CHECK_EQ(finds(arrows, "adapters/node.hpp", include("adapters/config/config.hpp")), 0);
    CHECK_EQ(finds(arrows, "adapters/services.hpp", include("adapters/mollie/mollie.hpp")), 0);
    holds(arrows);
}

TEST_CASE("a library is known in one room") {
    const std::map<std::string, std::string> wrong = {
        {"CLI/CLI.hpp", "adapters/node.cpp"},
        {"argon2.h", "adapters/http/authorise.cpp"},
        {"boost/msm/front/state_machine_def.hpp", "states/steps.cpp"},
        {"boost/mp11/list.hpp", "engine/engine.hpp"},
        {"cairo-pdf.h", "adapters/letters/folder.cpp"},
        {"cjose/cjose.h", "adapters/http/login.cpp"},
        {"cups/cups.h", "adapters/papers/sheet.cpp"},
        {"curl/curl.h", "adapters/mail/mail.cpp"},
        {"doctest/doctest.h", "adapters/mail/mail.cpp"},
        {"gmime/gmime.h", "adapters/mail/mail.cpp"},
        {"httplib.h", "adapters/curl/client.cpp"},
        {"idn2.h", "adapters/curl/client.cpp"},
        {"kainjow/mustache.hpp", "adapters/http/api.cpp"},
        {"liboath/oath.h", "adapters/http/login.cpp"},
        {"libxml/xmlreader.h", "adapters/config/read.cpp"},
        {"nlohmann/json.hpp", "engine/journal.cpp"},
        {"openssl/evp.h", "states/reference.cpp"},
        {"pango/pangocairo.h", "adapters/letters/folder.cpp"},
        {"phonenumbers/phonenumberutil.h", "adapters/mail/mail.cpp"},
        {"pqxx/pqxx", "adapters/node.cpp"},
        {"prometheus/counter.h", "engine/engine.cpp"},
        {"pugixml.hpp", "adapters/esign/esign.cpp"},
        {"spdlog/logger.h", "adapters/node.cpp"},
        {"qpdf/QPDF.hh", "adapters/http/documents.cpp"},
        {"qrencode.h", "adapters/payments/payments.cpp"},
        {"toml++/toml.h", "states/catalogue.cpp"},
    };
    for (const auto& [library, homes_of_it] : homes_of_libraries()) {
        CAPTURE(library);
        const auto example = std::ranges::find_if(
            wrong, [&](const auto& each) { return each.first.starts_with(library); });
        REQUIRE(example != wrong.end());
        const auto text = "#include <" + example->first + ">\n";
        CHECK_EQ(finds(homes, example->second, text), 1);
        CHECK_EQ(finds(homes, "tests/x_test.cpp", text), 0);
        for (const auto& home : homes_of_it)
            CHECK_EQ(finds(homes, home.ends_with('/') ? home + "x.cpp" : home, text), 0);
    }
    CHECK_EQ(finds(homes, "adapters/http/x.cpp", "#include <leveldb/db.h>\n"), 1);
    CHECK_EQ(finds(homes, "tests/x.cpp", "#include <leveldb/db.h>\n"), 1);
    CHECK_EQ(finds(homes, "adapters/http/x.cpp", "#include <sys/socket.h>\n#include <map>\n"), 0);
    holds(homes);
}

TEST_CASE("engine and states do no I/O") {
    CHECK_EQ(finds(no_world, "states/x.cpp", "#include <fstream>\n#include <unistd.h>\n"), 2);
    CHECK_EQ(finds(no_world, "states/x.hpp", "#include <random>\n"), 1);
    CHECK_EQ(finds(no_world, "engine/x.cpp", "#include <thread>\n#include <sys/socket.h>\n"), 2);
    CHECK_EQ(finds(no_world, "engine/x.cpp", "#include <chrono>\n#include <random>\n"), 0);
    CHECK_EQ(finds(no_world, "adapters/x.cpp", "#include <fstream>\n"), 0);
    holds(no_world);
}

TEST_CASE("a header says what it is for, and is read once") {
    const std::string purpose = "// What this header is for.\n";
    CHECK_EQ(finds(header, "x/x.hpp", "#pragma once\n"), 1);
    CHECK_EQ(finds(header, "x/x.hpp", "// Foo.\n\n#pragma once\n"), 1);
    CHECK_EQ(finds(header, "x/x.hpp", purpose), 1);
    CHECK_EQ(finds(header, "x/x.hpp", purpose + "// #pragma once\n"), 1);
    CHECK_EQ(finds(header, "x/x.hpp", ""), 2);
    CHECK_EQ(finds(header, "x/x.hpp", purpose + "#pragma once\nusing namespace x;\n"), 1);
    CHECK_EQ(finds(header, "x/x.hpp", purpose + "\n#pragma once\n"), 0);
    CHECK_EQ(finds(header, "x/x.cpp", "int x;\n"), 0);
    holds(header);
}

TEST_CASE("lines are 100 columns wide at most, 180 in a table, and clean at their ends") {
    const std::string wide(101, 'x');
    const std::string table(180, 'x');
    CHECK_EQ(finds(layout, "x.cpp", wide + "\n"), 1);
    CHECK_EQ(finds(layout, "x.sql", wide + "\n"), 0);
    CHECK_EQ(finds(layout, "x.sql", wide + "          \n"), 2);
    CHECK_EQ(finds(layout, "x.cpp", "// clang-format off\nx" + table + "\n"), 1);
    CHECK_EQ(finds(layout, "x.cpp", "// clang-format off\n// clang-format on\n" + wide + "\n"), 1);
    CHECK_EQ(finds(layout, "x.cpp", "a\tb\nc \nd\r\n"), 3);
    CHECK_EQ(finds(layout, "x.py", "no end"), 1);

    CHECK_EQ(finds(layout, "x.cpp", "// clang-format off\n" + table + "\n"), 0);
    std::string accents;
    for (int i = 0; i < 100; ++i) accents += "é";
    CHECK_EQ(finds(layout, "x.cpp", accents + "\n"), 0);
    CHECK_EQ(finds(layout, "x.md", wide + "\n"), 0);
    holds(layout);
}

TEST_CASE("a file holds 500 lines of code at most") {
    std::string code;
    for (int i = 0; i < 500; ++i) code += "int x;\n\n// A comment is no code.\n";
    CHECK_EQ(finds(length, "x.cpp", code + "int y;\n"), 1);
    CHECK_EQ(finds(length, "x.cpp", code), 0);
    holds(length);
}

TEST_CASE("nothing is left to be done in a comment") {
    CHECK_EQ(finds(no_marks, "x.cpp",
                   "// TO"
                   "DO: later\n"),
             1);
    CHECK_EQ(finds(no_marks, "docs/x.md",
                   "FIX"
                   "ME\n"),
             1);
    CHECK_EQ(finds(no_marks, "x.sql",
                   "-- XX"
                   "X(me)\n"),
             1);
    CHECK_EQ(finds(no_marks, "x.cpp",
                   "auto x = \"XX"
                   "XXXX\";  // todo_list\n"),
             0);
    holds(no_marks);
}

TEST_CASE("names say something") {
    CHECK_EQ(finds(names, "adapters/http_utils.hpp", ""), 1);
    CHECK_EQ(finds(names, "adapters/misc/x.hpp", ""), 1);
    CHECK_EQ(finds(names, "x.cpp", "class CaseManager {};\nvoid common();\nnamespace util {}\n"),
             3);
    CHECK_EQ(finds(names, "x.cpp", "int date_helper;\n"), 1);
    CHECK_EQ(finds(names, "x.cpp", "// The manager of a common utility\nauto x = \"misc\";\n"), 0);
    CHECK_EQ(finds(names, "x.cpp", "int commonly; #include <utility>\n"), 1);
    CHECK_EQ(finds(names, "x.cpp", "#include <utility>\nint commonly;\n"), 0);
    CHECK_EQ(words_of("PhoneNumberUtil"), words_of("phone_number_util"));
    holds(names);
}

TEST_CASE("statements live in files") {
    for (const auto* statement :
         {"select 1", "  SELECT state from cases", "insert into x values (1)", "with a as (select",
          "update cases set state = $1", "delete from cases", "create table x (", "drop view x",
          "create or replace function", "truncate cases", "set local statement_timeout = 1"}) {
        CAPTURE(statement);
        const auto text = "auto x = \"" + std::string{statement} + "\";\n";
        CHECK_EQ(finds(no_sql, "adapters/postgres/x.cpp", text), 1);
        CHECK_EQ(finds(no_sql, "adapters/postgres/x.cpp",
                       "auto x = R\"(" + std::string{statement} + ")\";\n"),
                 1);
        CHECK_EQ(finds(no_sql, "tests/x_test.cpp", text), 0);
        CHECK_EQ(finds(no_sql, "adapters/x.cpp", "// " + std::string{statement} + "\n"), 0);
    }
    for (const auto* prose : {"select.sql", "creates a token", "create", "with a key", "update it"})
        CHECK_EQ(finds(no_sql, "x.cpp", "auto x = \"" + std::string{prose} + "\";\n"), 0);
    holds(no_sql);
}

TEST_CASE("clocks, sleeps, shells and blind catches stay in the few places that need them") {
    for (const auto* code :
         {"auto now = std::chrono::system_clock::now();", "std::this_thread::sleep_for(1s);",
          "catch (...) {", "std::cout << x;", "std::getenv(name);", "std::system(command);",
          "::popen(command, mode);", "std::free(x);", "using namespace std;"}) {
        CAPTURE(code);
        CHECK_EQ(finds(few_places, "adapters/mail/x.cpp", code), 1);
        CHECK_EQ(finds(few_places, "adapters/mail/x.cpp", "// " + std::string{code}), 0);
    }
    CHECK_EQ(finds(few_places, "adapters/cli/x.cpp", "std::cout << x;"), 0);
    CHECK_EQ(finds(few_places, "x.cpp", "lock.free_list(); steady_clock::duration x;"), 0);
    holds(few_places);
}

TEST_CASE("an excuse names the check and the reason") {
    const std::string excuse =
        "int x;  // NO"
        "LINT";
    CHECK_EQ(finds(excuses, "x.cpp", excuse + "\n"), 1);
    CHECK_EQ(finds(excuses, "x.cpp", excuse + "(bugprone-x)\n"), 1);
    CHECK_EQ(finds(excuses, "x.cpp", excuse + "NEXTLINE: because\n"), 1);
    CHECK_EQ(finds(excuses, "x.cpp", excuse + "(bugprone-x): it is so\n"), 0);
    CHECK_EQ(finds(excuses, "x.cpp", excuse + "END(bugprone-x)\n"), 0);
    holds(excuses);
}

TEST_CASE("every test asserts something") {
    CHECK_EQ(finds(asserting, "x_test.cpp", "TEST_CASE(\"a\") {\n}\nTEST_CASE(\"b\") {\n}\n"), 2);
    CHECK_EQ(finds(asserting, "x_test.cpp", "TEST_CASE(\"a\") {\n    // CHECK(x);\n}\n"), 1);
    CHECK_EQ(finds(asserting, "x_test.cpp", "int x;\n"), 1);
    CHECK_EQ(finds(asserting, "x_test.cpp", "TEST_CASE(\"a\") {\n    CHECK(x);\n}\n"), 0);
    holds(asserting);
}

TEST_CASE("every source is built") {
    const auto* commands = R"([{"file": "/x/engine/a.cpp"}, {"file": "/b/Unity/unity_0_cxx.cxx"}])";
    const auto built_here = built_by(commands, [](const std::string&) {
        return "/* by CMake */\n\n#include \"/x/tests/house/b_test.cpp\"\n";
    });
    const Source header{"engine/c.hpp", ""};
    const Source built{"engine/a.cpp", ""};
    CHECK_EQ(not_built({header, built, {"tests/house/b_test.cpp", ""}}, built_here), Problems{});
    CHECK_EQ(not_built({built, {"tests/house/a.cpp", ""}}, built_here).size(), 1);
    CHECK_EQ(not_built({built, {"gine/a.cpp", ""}}, built_here).size(), 1);

    const auto* build = std::getenv("DOORSTEP_BUILD");
    const auto here =
        tests::read_file(std::string{build ? build : "build/debug"} + "/compile_commands.json");
    const auto all = built_by(here, [](const std::string& file) { return tests::read_file(file); });
    for (const auto& problem : not_built(tree(), all)) FAIL_CHECK(problem);
}

TEST_CASE("every statement is used, and every statement that is used is there") {
    const Source code{"adapters/postgres/x.cpp", "auto x = at(\"find.sql\");"};
    const Source found{"adapters/postgres/statements/find.sql", "select 1"};
    CHECK_EQ(unused_statements({code, found}), Problems{});
    CHECK_EQ(unused_statements({{code.path, "prepared(\"find\");"}, found}), Problems{});
    CHECK_EQ(unused_statements({found}).size(), 1);
    CHECK_EQ(unused_statements({code}).size(), 1);
    CHECK_EQ(unused_statements({{"adapters/mail/x.cpp", code.text}, found}).size(), 2);
    for (const auto& problem : unused_statements(tree())) FAIL_CHECK(problem);
}

TEST_CASE("migrations are numbered once and say what they are for") {
    const Source first{"sql/001_clock.sql", "-- Time.\n"};
    CHECK_EQ(migrations({first, {"sql/002_cases.sql", "-- Cases.\n"}}), Problems{});
    CHECK_EQ(migrations({first, {"sql/001_cases.sql", "-- Cases.\n"}}).size(), 1);
    CHECK_EQ(migrations({{"sql/cases.sql", "-- Cases.\n"}}).size(), 1);
    CHECK_EQ(migrations({{"sql/002_cases.sql", "create table x ();\n"}}).size(), 1);
    for (const auto& problem : migrations(tree())) FAIL_CHECK(problem);
}

TEST_CASE("stored names have words in every language, and words have stored names") {
    const std::string stored = "state new\nevent held\neffect tell\n";
    const std::string words = R"({"state.new": "", "event.held": "", "effect.tell": "")";
    CHECK_EQ(words_for_nothing(stored, words + R"(, "do.held": "", "guard.x": ""})"), Problems{});
    CHECK_EQ(words_for_nothing(stored, words + R"(, "state.old": "", "do.tell": ""})").size(), 2);
    CHECK_EQ(words_for_nothing(stored, R"({"state.new": ""})").size(), 2);
    CHECK_EQ(words_for_nothing(stored + "state new\nstate Bad\n", words + "}").size(), 2);

    const auto kept = tests::read_file("docs/stored_names.txt");
    Problems problems;
    CHECK_GT(stored_names(kept, problems).at("event").size(), 30);
    for (const auto* language : {"en", "nl", "fr"}) {
        const auto file = "states/messages/workflow." + std::string{language} + ".json";
        for (const auto& problem : words_for_nothing(kept, tests::read_file(file)))
            FAIL_CHECK(file << ": " << problem);
    }
}

}  // namespace tidy_test
