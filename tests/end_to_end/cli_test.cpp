// The command line as a shell uses it: what it prints where, and how it exits.

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/child.hpp"
#include "tests/end_to_end/commands.hpp"
#include "tests/states/sign_ups.hpp"

namespace cli_test {

namespace fs = std::filesystem;
using nlohmann::json;
using tests::Words;

namespace {

tests::Commands& shell() {
    static tests::Commands one;
    return one;
}

json direct_sign_up() {
    auto sign_up = tests::sign_up();
    sign_up["products"].erase(1);
    return sign_up;
}

std::string line(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

TEST_CASE("apply prints the reference alone, from a file and from stdin") {
    const auto text = direct_sign_up().dump();
    const auto by_file = shell()({"apply", shell().file("sign_up.json", text)});
    REQUIRE_EQ(by_file.status, 0);
    CHECK(by_file.out.starts_with("A-"));
    CHECK_EQ(line(by_file.out) + "\n", by_file.out);
    const auto by_stdin = shell()({"apply", "-", "--json"}, text);
    REQUIRE_EQ(by_stdin.status, 0);
    CHECK_EQ(by_stdin.read().at("state"), "in_review");

    const auto shown = shell()({"show", line(by_file.out), "--json"});
    CHECK_EQ(shown.read().at("reference"), line(by_file.out));
    CHECK_EQ(shown.read().at("sign_up").at("organisation").at("name"), "Voorbeeld Hosting BV");
    const auto listed = shell()({"list", "--json", "--limit", "1"}).read();
    CHECK_EQ(listed.at("items")[0].at("reference"), by_stdin.read().at("reference"));
    CHECK_FALSE(listed.at("next").is_null());
    CHECK(shell()({"list"}).out.find(line(by_file.out)) != std::string::npos);
    const auto journal = shell()({"show", line(by_file.out), "--journal", "--json"}).read();
    CHECK_EQ(journal.at("items")[0].at("actor"), "cli");
}

// This server knows no e-signature service, so that the contract is parked.
TEST_CASE("parked work is listed, tried again and given up") {
    const auto id = line(shell()({"apply", "-"}, direct_sign_up().dump()).out);
    REQUIRE_EQ(shell()({"send", id, "approved", "--role", "approver"}).status, 0);
    const auto tries = [&] {
        const auto parked = shell()({"parked", "list", "--json"}).read();
        for (const auto& item : parked.at("items"))
            if (item.at("what") == "send_contract" && item.at("application") == id)
                return item.at("attempts").get<int>();
        return 0;
    };
    const auto wait_for = [&](int attempts) {
        for (int i = 0; i < 100 && tries() != attempts; ++i) continue;
        CHECK_EQ(tries(), attempts);
    };
    wait_for(1);
    const auto work = id + "/2/1";
    CHECK(shell()({"parked", "list"}).out.find(work) != std::string::npos);
    CHECK_EQ(shell()({"parked", "replay", work, "--reason", "it is back"}).status, 0);
    wait_for(2);
    CHECK_EQ(shell()({"parked", "dismiss", work}).status, 2);  // Without a reason.
    CHECK_EQ(shell()({"parked", "dismiss", work, "--reason", "on paper"}).status, 0);
    CHECK_EQ(tries(), 0);
    const auto gone = shell()({"parked", "replay", work, "--reason", "too late"});
    CHECK_EQ(gone.status, 1);
    CHECK(gone.says("no such work is parked"));
}

TEST_CASE("a command with a key is done once") {
    const auto text = direct_sign_up().dump();
    const auto first = shell()({"apply", "-", "--key", "by hand"}, text);
    const auto again = shell()({"apply", "-", "--key", "by hand"}, text);
    CHECK_EQ(first.status, 0);
    CHECK_EQ(again.out, first.out);
    const auto id = line(first.out);
    const Words hold = {"send",   id,      "held", "--data", R"({"reason":"holiday"})",
                        "--json", "--key", "hold"};
    CHECK_EQ(shell()(hold).out, shell()(hold).out);
    CHECK_EQ(shell()({"show", id, "--json"}).read().at("version"), 2);
    auto other = hold;
    other[4] = R"({"reason":"illness"})";
    const auto reused = shell()(other);
    CHECK_EQ(reused.status, 1);
    CHECK_EQ(reused.read().at("errors")[0].at("code"), "key_reused");
    CHECK_EQ(shell()({"apply", "-", "--key", "an@firm.example"}, text).status, 2);
}

TEST_CASE("what is wrong with a sign-up is named, and leaves nothing") {
    const auto before = shell().count();
    auto wrong = tests::sign_up();  // Its document has not been sent.
    wrong["colour"] = "blue";
    wrong["representative"]["email"] = "an@";
    const auto refused = shell()({"apply", "-", "--json", "--language", "nl"}, wrong.dump());
    CHECK_EQ(refused.status, 1);
    std::string fields;
    const auto errors = refused.read();
    for (const auto& error : errors.at("errors"))
        fields += error.at("field").get<std::string>() + " ";
    CHECK_EQ(fields, "representative.email colour products[1].document ");
    CHECK(refused.says("products[1].document: Er bestaat geen document"));
    CHECK_EQ(shell()({"apply", "-"}, wrong.dump()).out, "");  // Words are for stderr.

    const auto half = shell()({"apply", "-"}, direct_sign_up().dump().substr(0, 100));
    CHECK_EQ(half.status, 1);
    CHECK(half.says("stdin is not JSON: see byte 101"));
    CHECK_EQ(shell()({"apply", "-"}).status, 1);
    CHECK_EQ(shell()({"apply", "/nowhere/sign_up.json"}).status, 1);
    auto nul = direct_sign_up();
    nul["organisation"]["name"] = std::string{"a\0b", 3};
    CHECK(shell()({"apply", "-"}, nul.dump()).says("organisation.name"));
    CHECK_EQ(shell().count(), before);
}

TEST_CASE("a command that is killed halfway through its input leaves nothing") {
    const auto before = shell().count();
    const auto pipe = shell().file("pipe", "");
    fs::remove(pipe);
    REQUIRE_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    tests::Child applying{{tests::doorstep(), "apply", pipe, "--data", shell().data()}};
    const int end = ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC);  // Waits until it reads.
    const auto half = direct_sign_up().dump().substr(0, 100);
    CHECK_EQ(::write(end, half.data(), half.size()), static_cast<ssize_t>(half.size()));
    const auto status = applying.stop();
    CHECK(WIFSIGNALED(status));
    ::close(end);
    CHECK_EQ(shell().count(), before);
}

TEST_CASE("send takes its event's data and the folder by the same name") {
    const auto id = line(shell()({"apply", "-"}, direct_sign_up().dump()).out);
    const Words hold = {"send", id, "held", "--data", R"( {"reason": "holiday"})"};
    auto by_data = hold;
    by_data.insert(by_data.end(), {"--data", shell().data()});
    CHECK_EQ(shell().plain(by_data).status, 0);
    CHECK_EQ(shell().plain({"send", "--data", shell().data(), id, "resumed"}).status, 0);
    CHECK_EQ(shell()(hold).out, id + "\n");

    const auto refused = shell()({"send", id, "approved", "--role", "clerk", "--json"});
    CHECK_EQ(refused.status, 1);
    CHECK_EQ(refused.read().at("errors")[0].at("code"), "not_allowed");
    const auto unknown = shell()({"send", id, "withdrawn", "--data", R"({"why":"x"})"});
    CHECK_EQ(unknown.status, 1);
    CHECK(unknown.says("why: "));
    CHECK_EQ(shell()({"send", id, "withdrawn", "--data", "{"}).status, 2);
    CHECK_EQ(shell()({"send", id, "withdrawn", "--data", "[]"}).status, 1);
    CHECK_EQ(shell()({"send", "A-1999-000001", "resumed"}).status, 1);
}

TEST_CASE("documents are kept by their content, and a sign-up names them") {
    const auto file = shell().file("contract.pdf", tests::paper);
    const auto kept = shell()({"document", file});
    CHECK_EQ(kept.status, 0);
    CHECK_EQ(kept.out, tests::paper_id + "\n");
    CHECK_EQ(shell()({"document", "-", "--json"}, tests::paper).read().at("id"), tests::paper_id);
    CHECK_EQ(shell()({"apply", "-"}, tests::sign_up().dump()).status, 0);
    const auto picture = shell().file("contract2.pdf", "GIF89a");
    CHECK_EQ(shell()({"document", picture}).status, 1);
    const auto half = shell()({"document", "-", "--json"}, "%PDF-1.4\n");
    CHECK_EQ(half.status, 1);
    CHECK_EQ(half.read().at("errors")[0].at("code"), "pdf_incomplete");
}

TEST_CASE("wrong words are exit code 2, and what fails is 1") {
    for (const auto& words : {Words{"fly"}, Words{"apply"}, Words{"send", "A-2026-000001"},
                              Words{"send", "A-2026-000001", "held", "--role", "king"},
                              Words{"show", "A-2026-000001", "--language", "xx"},
                              Words{"show", "x", "--colour"}, Words{"workflow", "--state", "draft"},
                              Words{"workflow", "--format", "svg", "--state", "happy"},
                              Words{"check", "mood", "fine"}}) {
        CAPTURE(words.front());
        const auto ran = shell().plain(words);
        CHECK_EQ(ran.status, 2);
        CHECK_EQ(ran.out, "");
        CHECK_FALSE(ran.err.empty());
    }
    const auto filtered = shell()({"list", "--state", "happy", "--limit", "0"});
    CHECK_EQ(filtered.status, 2);
    CHECK(filtered.says("state: "));
    CHECK(filtered.says("limit: "));
    CHECK_EQ(shell()({"show", "A-1999-000001"}).status, 1);
    for (const auto& words : {Words{"book", "1", "--reason", "x"},
                              Words{"book", "1", "A-1999-000001", "--confirm", "--reason", "x"}})
        CHECK(shell()(words).says("either an application or --confirm"));
    CHECK_EQ(shell()({"book", "1", "--confirm", "--by", "anna", "--reason", "x"}).status, 1);
    CHECK(shell()({"refunds", "list"}).read().at("items").empty());
    CHECK_EQ(shell()({"refunds", "sent", "1", "--reason", "x"}).status, 1);
    const auto nothing = shell().plain({"list", "--data", shell().data() + "2"});
    CHECK_EQ(nothing.status, 1);
    CHECK(nothing.says("no database"));
    CHECK_EQ(shell().plain({"send", "--help"}).status, 0);
    CHECK_EQ(shell().plain({"workflow", "--format", "svg", "--state", "draft"}).status, 0);
}

}  // namespace cli_test
