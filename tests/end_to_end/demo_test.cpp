// The whole program from outside: real PostgreSQL, real simulators, real HTTP and SMTP, every path.

#include <doctest/doctest.h>

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "adapters/scratch_folder.hpp"
#include "tests/child.hpp"
#include "tests/end_to_end/shell.hpp"

namespace demo_test {

namespace {

namespace fs = std::filesystem;

tests::Ran run(const std::string& arguments) {
    return tests::run_in_shell(tests::doorstep() + ' ' + arguments);
}

int count(const std::string& text, const std::string& word) {
    int found = 0;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
    return found;
}

// All that a program leaves behind is here: temporary files, and the processes that have inherited
// its environment.
class Corner {
public:
    Corner() { ::setenv("TMPDIR", folder_.path().c_str(), 1); }
    ~Corner() { ::unsetenv("TMPDIR"); }
    Corner(const Corner&) = delete;
    Corner& operator=(const Corner&) = delete;

    bool is_empty() const { return fs::is_empty(folder_.path()); }
    int processes() const {
        int found = 0;
        for (const auto& entry : fs::directory_iterator{"/proc"}) {
            auto file = std::ifstream{entry.path() / "environ"};
            const auto words = std::string{std::istreambuf_iterator<char>{file}, {}};
            if (words.find("TMPDIR=" + folder_.path().string()) != std::string::npos) ++found;
        }
        return found;
    }

private:
    adapters::ScratchFolder folder_{"corner"};
};

std::string read_until(tests::Child& child, const std::string& words) {
    for (int i = 0; i < 1000; ++i)
        if (auto line = child.line(); line.find(words) != std::string::npos) return line;
    FAIL("it never said " << words);
    return {};
}

}  // namespace

TEST_CASE("applications on every path reach their end") {
    const auto ran = run("demo");
    CAPTURE(ran.said);
    CHECK_EQ(ran.status, 0);
    const auto summary = ran.said.substr(ran.said.rfind("How it ended"));
    CHECK_EQ(count(summary, "completed"), 5);
    CHECK_EQ(count(summary, "  rejected  "), 1);
    CHECK_EQ(count(ran.said, "-> send contract"), 4);  // Not for the one that only resells.
    CHECK_EQ(count(ran.said, "post security letter\n"), 4);
    CHECK_EQ(count(ran.said, "-> hand over"), 5);
    // A payment may be quicker than the news of its page.
    CHECK_EQ(count(ran.said, "refused"), count(ran.said, "refused: It is too late for this"));
    CHECK_EQ(count(summary, "  1234567  "), 4);
    CHECK_EQ(count(summary, "  12---67  "), 1);  // Resold only: no contract, invoice or activation.
    CHECK_EQ(count(summary, "all 6 come to the same end"), 1);
    CHECK_EQ(count(ran.said, "\x1b"), 0);  // Colours are for terminals.
    CHECK_EQ(count(ran.said, " \n"), 0);
}

TEST_CASE("another registry needs another catalogue and no other code") {
    const auto ran = run("demo --catalogue examples/second_registry/catalogue.toml");
    CAPTURE(ran.said);
    CHECK_EQ(ran.status, 0);
    CHECK(count(ran.said.substr(ran.said.rfind("How it ended")), "completed") >= 2);
    // The product that is invoiced later has a contract, a letter and an activation.
    const auto summary = ran.said.substr(ran.said.rfind("How it ended"));
    CHECK_EQ(count(summary, "  123-567  "), 1);
}

TEST_CASE("an interrupted demo leaves nothing behind") {
    const auto corner = Corner{};
    auto demo = tests::Child{{tests::doorstep(), "demo"}};
    read_until(demo, "Sign-up received");
    CHECK(corner.processes() >= 7);  // Itself, six neighbours; PostgreSQL may be another user's.
    const auto status = demo.stop();
    CHECK(WIFEXITED(status));
    CHECK_EQ(WEXITSTATUS(status), 1);
    CHECK_EQ(corner.processes(), 0);
    CHECK(corner.is_empty());
}

TEST_CASE("a demo that is kept can be looked at, and ends when told to") {
    const auto corner = Corner{};
    auto demo = tests::Child{{tests::doorstep(), "demo", "--keep"}};
    const auto listing = read_until(demo, " list --config ");
    const auto shown = run(listing.substr(listing.find(" list ") + 1));
    CHECK_EQ(shown.status, 0);
    CHECK_EQ(count(shown.said, "completed"), 5);
    const auto status = demo.stop();
    CHECK(WIFEXITED(status));
    CHECK_EQ(WEXITSTATUS(status), 0);
    CHECK_EQ(corner.processes(), 0);
    CHECK(corner.is_empty());
}

TEST_CASE("a demo whose reader goes away ends too") {
    const auto corner = Corner{};
    const auto ran = run("demo | head -1");
    CHECK_EQ(ran.said, "Who applies, and for what\n");
    CHECK_EQ(corner.processes(), 0);
    CHECK(corner.is_empty());
}

}  // namespace demo_test
